import JSONStream

/// How many recovered objects a backup is the last to hold.
public struct RecoverySource: Equatable, Sendable {
  /// The backup's name: in it the objects were last seen.
  public var lastSeen: String
  /// The name of the next newer backup, in which they are missing; nil for the export.
  public var firstMissing: String?
  /// How many objects there are.
  public var objects: Int
}

extension Plan {
  /// From which backups the recovered objects of a table are, the newest first; empty where there is only one.
  public func sources(of table: PlannedTable) -> [RecoverySource] {
    table.sources.enumerated().filter { $0.element > 0 }.map { index, objects in
      RecoverySource(
        lastSeen: backups[index].name,
        firstMissing: index == 0 ? nil : backups[index - 1].name,
        objects: objects
      )
    }
  }
}

extension RecoverySource {
  /// The same as programs read it; what is missing in the export first is missing in "export".
  package var json: JSONText {
    [
      "lastSeen": .text(lastSeen), "firstMissing": .text(firstMissing ?? "export"),
      "objects": .integer(Int64(objects)),
    ]
  }
}
