import Compression

/// A file that is inflated as a run does it.
enum InflatedFile {
  /// What the build inflates with.
  static var library: String { InflatingLibrary.fastest.rawValue }

  /// Inflates the first bytes of a file, no more than `SampleArchive.limitBytes`, and throws them away.
  ///
  /// - Returns: how many bytes there were.
  static func inflate(_ path: String) throws -> Int {
    let source = InflatingSource(try FileSource(path: path))
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var inflated = 0
    while inflated < SampleArchive.limitBytes {
      let count = try source.read(into: &chunk)
      if count == 0 { break }
      inflated += count
    }
    return inflated
  }
}
