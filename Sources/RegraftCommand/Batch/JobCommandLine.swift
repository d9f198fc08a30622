import Batch
import Regraft

/// The settings of a job as the command line of recover.
struct JobCommandLine: Sendable {
  private let arguments: [String]

  /// - Throws: `BatchFileError` where recover has no such options, or refuses them.
  init(_ job: BatchJob, in file: BatchFile, options: RecoverOptions) throws {
    var arguments: [String] = []
    for setting in job.settings {
      func failure(_ problem: BatchFileError.Problem) -> BatchFileError {
        BatchFileError(path: file.path, place: setting.place, problem)
      }
      guard let option = options.byName[setting.name] else { throw failure(.unknownOption(setting.name)) }
      guard !option.isOfBatch else { throw failure(.optionOfBatch(setting.name)) }
      switch (setting.value, option.isFlag) {
      case (.flag(true), _): arguments.append("--\(setting.name)")
      case (.flag(false), true):
        let opposite = "no-\(setting.name)"
        if options.byName[opposite] != nil { arguments.append("--\(opposite)") }
      case (.text(let text), false): arguments.append("--\(setting.name)=\(text)")
      case (.list(let texts), false) where option.isRepeating:
        arguments += texts.map { "--\(setting.name)=\($0)" }
      case (_, true): throw failure(.wrongType(key: setting.name, expected: .flag))
      case (_, false):
        throw failure(.wrongType(key: setting.name, expected: option.isRepeating ? .textOrList : .text))
      }
    }
    self.arguments = GuardOptions.completed(arguments)
    do {
      _ = try command(backups: ["backup"])
    } catch {
      let words = RecoverCommand.message(for: error)
      // The longest, for --id is in --ids-from too.
      let named = job.settings.filter { words.contains("--\($0.name)") }.max { $0.name.count < $1.name.count }
      throw BatchFileError(path: file.path, place: named?.place ?? job.place, .refused(words))
    }
  }

  /// The command.
  ///
  /// - Parameter backups: what is recovered from.
  func command(backups: [String]) throws -> RecoverCommand {
    try RecoverCommand.parse(arguments + ["--"] + backups)
  }
}
