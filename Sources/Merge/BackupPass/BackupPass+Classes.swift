import Values

// An object of the backup that is in the export as one of another class: its own inherits from that one, or it is of the
// same family.
extension BackupPass {
  /// Finds an object among those of tables whose class its own inherits from.
  func findInRelatives(
    of table: TableRun
  ) -> (table: TableRun, slot: Int, id: Fingerprint)? {
    let identity = table.object.identity
    let own = identity.table.isEmpty ? Array(table.name.utf8) : identity.table
    for relative in table.relatives {
      for reading in [identity.key, identity.alternative] where !reading.isEmpty {
        let id = ObjectIdentity.fingerprint(key, table: own, key: reading)
        if let slot = relative.export.index.find(id) { return (relative, slot, id) }
        if relative.export.form != .baqend { break }
      }
    }
    return nil
  }

  /// Whether an object that is not there as what it says it is may be there as an object of another class of the
  /// same family: on either side, only a full reference settles of which class an object is.
  func isThereUnderAnotherClass(_ table: TableRun) throws(MergeError) -> Bool {
    let identity = table.object.identity
    for other in tables.existing(table.familyTables) where !(identity.isReference && other.export.form == .baqend) {
      for reading in [identity.key, identity.alternative] where !reading.isEmpty {
        for name in table.family {
          let isOwn = name.elementsEqual(other.name.utf8)
          let id = isOwn ? key.hash(reading) : ObjectIdentity.fingerprint(key, table: name, key: reading)
          if try other.export.index.contains(id) { return true }
        }
      }
    }
    return false
  }
}
