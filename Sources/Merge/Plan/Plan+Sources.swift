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

extension [PlannedBackup] {
  /// The next newer backup, counted from the newest, in which an object is missing that one holds last; nil for the
  /// export. Of one that breaks off nobody knows what is missing in it.
  func firstMissing(after index: Int) -> Int? { self[..<index].lastIndex { $0.failure == nil } }
}

extension Plan {
  /// The name of the backup in which an object is missing first that one holds last, counted from the newest; nil for
  /// the export.
  package func firstMissing(after index: Int) -> String? {
    backups.firstMissing(after: index).map { backups[$0].name }
  }

  /// From which backups the recovered objects of a table are, the newest first; empty where there is only one.
  public func sources(of table: PlannedTable) -> [RecoverySource] {
    table.sources.enumerated().filter { $0.element > 0 }.map { index, objects in
      RecoverySource(
        lastSeen: backups[index].name,
        firstMissing: backups.firstMissing(after: index).map { backups[$0].name },
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
