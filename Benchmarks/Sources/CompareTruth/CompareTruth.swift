import Foundation

/// Compares the figures of `regraft plan --json` with the `truth.json` of the same data set.
///
/// Prints how many objects the export holds. Ends with 1, and says each difference on standard
/// error, when a figure is wrong.
@main
struct CompareTruth {
  private static let statuses = ["deleted", "modified", "unchanged", "created", "diverged"]

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      tell("usage: CompareTruth TRUTH.json PLAN.json")
      exit(64)
    }
    let truth = try object(in: arguments[1])
    let plan = try object(in: arguments[2])
    let differences = differences(truth: truth, plan: plan)
    differences.forEach(tell)
    if !differences.isEmpty { exit(1) }
    print(truth.keys.reduce(0) { $0 + exportedObjects(of: truth[$1]) })
  }

  private static func differences(truth: [String: Any], plan: [String: Any]) -> [String] {
    let planned = plan["tables"] as? [[String: Any]] ?? []
    var differences: [String] = []
    let names = planned.map { $0["table"] as? String ?? "" }.sorted()
    if names != truth.keys.sorted() {
      differences.append("tables: \(truth.keys.sorted()) expected, \(names) planned")
    }
    for table in planned {
      guard let name = table["table"] as? String, let expected = truth[name] as? [String: Any] else { continue }
      for status in statuses {
        // Nothing in a data set is made to diverge, so the truth does not speak of it.
        let right = expected[status] as? Int ?? 0
        let found = table[status] as? Int
        if found != right {
          differences.append("\(name): \(right) \(status) expected, \(found.map(String.init) ?? "none") planned")
        }
      }
    }
    return differences
  }

  private static func exportedObjects(of table: Any?) -> Int {
    let counts = table as? [String: Any] ?? [:]
    return ["modified", "unchanged", "created"].reduce(0) { $0 + (counts[$1] as? Int ?? 0) }
  }

  private static func object(in path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: path])
    }
    return object
  }

  private static func tell(_ line: String) {
    FileHandle.standardError.write(Data("CompareTruth: \(line)\n".utf8))
  }
}
