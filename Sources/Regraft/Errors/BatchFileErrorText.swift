import Batch
import Reports

// What is wrong with a file of jobs, and where.
extension ErrorText {
  init(_ error: BatchFileError) {
    let path = error.path.visible
    let place = error.place.map { ", line \($0.line), column \($0.column)" } ?? ""
    if case .noBackup = error.problem {
      self.init("no-backup", "\(path)\(place): \(Self.text(error.problem))", place: error.path)
    } else {
      self.init("usage", "\(path)\(place): \(Self.text(error.problem))", place: error.path, isUsage: true)
    }
  }

  private static func text(_ problem: BatchFileError.Problem) -> String {
    switch problem {
    case .unreadable: "cannot be read as text in UTF-8."
    case .malformed(let words): "is not YAML: \(words.visible)."
    case .wrongType(let key, let expected): "\(key.visible) takes \(text(expected))."
    case .unknownKey(let key, let known):
      "\(key.visible) means nothing here; there are \(known.map(\.visible).joined(separator: ", "))."
    case .repeatedKey(let key): "\(key.visible) stands twice."
    case .missingKey(let key): "\(key.visible) is missing."
    case .noJobs: "there is no job."
    case .repeatedName(let name, let line): "the job of line \(line) is named \(name.visible) too."
    case .repeatedOutput(let output, let job): "the job \(job.visible) writes \(output.visible) too."
    case .standardInput: "a batch reads no backup from standard input."
    case .unknownVariable(let name):
      "${\(name.visible)} means nothing here; there are ${DATE}, ${TIME}, ${NAME} and ${ENV:VARIABLE}."
    case .unsetVariable(let name): "the environment has no variable \(name.visible)."
    case .openVariable: "a variable has no closing brace."
    case .noBackup(let pattern): "there is no \(pattern.visible)."
    case .unknownOption(let name): "recover has no option --\(name.visible)."
    case .optionOfBatch(let name): "--\(name.visible) is given to the whole batch."
    case .refused(let words): words.visible
    }
  }

  private static func text(_ expectation: BatchFileError.Expectation) -> String {
    switch expectation {
    case .mapping: "keys with values"
    case .listOfJobs: "a list of jobs"
    case .text: "one text or number"
    case .textOrList: "a text, a number, true or false, or a list of texts"
    case .flag: "true or false"
    case .backup: "a path, a list of paths, or {latest: PATTERN}"
    }
  }
}
