import ArgumentParser
import Regraft

/// How bodies are compared.
struct ComparisonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Leave a field out of the comparison (repeatable).", valueName: "field"))
  var ignoreField: [String] = []

  @Option(
    help: ArgumentHelp("The export has another name for a stored field (repeatable).", valueName: "stored=exported")
  )
  var mapField: [String] = []

  @Flag(inversion: .prefixedNo, help: "Whether a field that is null equals one that is not there.")
  var nullEqualsAbsent = true

  @Option(help: ArgumentHelp("How deep objects and arrays may be nested.", valueName: "levels"))
  var maxDepth = 200

  func validate() throws {
    _ = try mappedFields()
    try Self.check(maxDepth: maxDepth)
  }

  /// Refuses a depth to which values could not be handled safely; MongoDB itself has none beyond 180.
  static func check(maxDepth: Int) throws {
    guard 1...10_000 ~= maxDepth else { throw ValidationError("--max-depth takes a number from 1 to 10000.") }
  }

  /// The rules that these options mean.
  func rules(encodedKeys: [String]) throws -> ComparisonRules {
    var rules = ComparisonRules()
    rules.ignoredFields = ignoreField
    rules.mappedFields = try mappedFields()
    rules.nullEqualsAbsent = nullEqualsAbsent
    rules.maxDepth = maxDepth
    rules.encodedKeys = Set(encodedKeys)
    return rules
  }

  private func mappedFields() throws -> [String: String] {
    var fields: [String: String] = [:]
    for pair in mapField {
      let names = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else {
        throw ValidationError("--map-field takes STORED=EXPORTED, not '\(pair)'.")
      }
      guard fields.updateValue(names[1], forKey: names[0]) == nil else {
        throw ValidationError("--map-field names \(names[0]) twice.")
      }
    }
    return fields
  }
}
