import Foundation
import Values

/// What stands for `${DATE}`, `${TIME}`, `${NAME}` and `${ENV:VARIABLE}` in a file of jobs.
public struct BatchVariables: Sendable {
  private let date: String
  private let time: String
  private let environment: [String: String]

  /// - Parameters:
  ///   - moment: when the batch begins, for all its jobs.
  ///   - environment: the variables of the environment.
  public init(moment: Date = Date(), environment: [String: String] = ProcessInfo.processInfo.environment) {
    let text = ISODate.text(Int64((moment.timeIntervalSince1970 * 1000).rounded(.down))) ?? ""
    date = String(text.prefix(10))
    // No colons: it is for the names of folders.
    time = String(text.dropFirst(11).prefix(8)).replacing(":", with: "-")
    self.environment = environment
  }

  /// The text with its variables filled in. What is filled in is not looked at again.
  ///
  /// - Parameter name: the job's name; nil where it is not known yet.
  func fill(_ text: String, name: String?) throws(VariableProblem) -> String {
    var filled = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "${") {
      filled += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}") else { throw .open }
      filled += try value(of: String(rest[..<end]), name: name)
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  private func value(of variable: String, name: String?) throws(VariableProblem) -> String {
    switch variable {
    case "DATE": return date
    case "TIME": return time
    case "NAME":
      guard let name else { throw .unknown(variable) }
      return name
    default:
      let prefix = "ENV:"
      guard variable.hasPrefix(prefix), variable != prefix else { throw .unknown(variable) }
      let own = String(variable.dropFirst(prefix.count))
      guard let value = environment[own] else { throw .unset(own) }
      return value
    }
  }
}

/// Why a variable cannot be filled in.
enum VariableProblem: Error, Equatable {
  case unknown(String)
  case unset(String)
  case open

  var problem: BatchFileError.Problem {
    switch self {
    case .unknown(let name): .unknownVariable(name)
    case .unset(let name): .unsetVariable(name)
    case .open: .openVariable
    }
  }
}
