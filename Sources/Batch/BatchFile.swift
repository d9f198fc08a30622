import Foundation

/// A file of jobs.
public struct BatchFile: Equatable, Sendable {
  /// Its path.
  public let path: String
  /// Its jobs, in its order.
  public let jobs: [BatchJob]

  /// Reads a file.
  ///
  /// - Throws: `BatchFileError` with the first thing that is wrong.
  public init(path: String, variables: BatchVariables = BatchVariables()) throws(BatchFileError) {
    guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
    else { throw BatchFileError(path: path, place: nil, .unreadable) }
    try self.init(path: path, text: text, variables: variables)
  }

  init(path: String, text: String, variables: BatchVariables) throws(BatchFileError) {
    self.path = path
    jobs = try BatchFileReader(path: path, variables: variables).jobs(in: text)
  }
}
