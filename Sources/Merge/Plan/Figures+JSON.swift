import JSONStream

extension Figures {
  /// The figures as members of JSON, by the names that programs know.
  package var members: [(String, JSONText)] {
    let ofStatuses: [(String, JSONText)] = [Status.deleted, .unchanged, .modified, .diverged, .created].map { status in
      (status.rawValue, statuses.map { .integer(Int64($0[status] ?? 0)) } ?? .null)
    }
    let rest = [("selected", selected), ("followed", followed), ("recovered", recovered), ("withheld", withheld)]
    return [("backup", .integer(Int64(backup))), ("current", .integer(Int64(current)))] + ofStatuses
      + rest.map { ($0.0, .integer(Int64($0.1))) }
  }
}
