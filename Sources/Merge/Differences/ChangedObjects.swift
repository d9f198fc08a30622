import Export
import Values

/// The objects of a table whose bodies differ, as far as they are kept: their states in the backup, and where
/// the current ones are.
struct ChangedObjects {
  /// In the spill file.
  var backup: [SpillEntry]
  /// The files that hold the current states.
  var files: [TableFile]

  /// The form of the current states.
  var form: ObjectForm { files.first?.form ?? .baqend }
}

/// An object whose bodies differ.
package struct ChangedObject: Sendable {
  /// Its id in the normal form.
  package var id: String
  /// Why it counts as modified or diverged.
  package var reason: Reason
  package var backup: Evidence
  package var current: Evidence
  /// What its current state is called, where that was asked for.
  package var label: String?
  package var differences: [Difference]
  /// In which space they were found.
  package var space: ValueSpace
}
