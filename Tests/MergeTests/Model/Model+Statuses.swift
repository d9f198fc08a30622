@testable import Merge

extension Model.Table {
  /// What the newest backup that holds an id says of it, against the export.
  init(_ table: ModelTable, salvages: Bool, _ goesBack: inout Bool) {
    name = table.name
    isExportDamaged = table.export?.damage != nil
    current = table.export.map { export in
      Dictionary(
        uniqueKeysWithValues: export.objects.map { (ModelKey.id(table.name, $0.key.exported), $0.value.exported) }
      )
    }
    indexes = table.snapshots.compactMap { $0 }.last?.indexes ?? []

    var newest: [ModelKey: (object: ModelObject, backup: Int)] = [:]
    for (backup, snapshot) in table.snapshots.enumerated().reversed() {
      guard let snapshot else { continue }
      for (key, object) in snapshot.objects {
        if let newer = newest[key] {
          let reason = Reason.model(before: object, now: newer.object)
          if reason == .backupLooksNewer { goesBack = true }
        } else {
          newest[key] = (object, backup)
        }
      }
      // What an older backup holds twice is of no use where a newer one has it.
      let isRepeated = snapshot.repeated.contains { key, other in
        newest[key]?.backup == backup && snapshot.objects[key]?.body != other.body
      }
      if isRepeated && current != nil && !isExportDamaged || snapshot.isDamaged && !salvages { isBackupDamaged = true }
    }
    entries = newest.map { key, value in entry(key, value.object, value.backup) }
    // Nothing tells whether an object without an id is the one of another backup.
    let last = table.snapshots.lastIndex { $0?.keyless.isEmpty == false }
    for object in last.flatMap({ table.snapshots[$0] })?.keyless ?? [] {
      entries.append(Model.Entry(object: object, backup: last ?? 0))
    }

    let areOthersEncoded = newest.keys.contains { key in
      key.decoded.map { current?[ModelKey.id(name, $0)] != nil } ?? false
    }
    if !areOthersEncoded { for index in entries.indices { entries[index].isAmbiguous = false } }
  }

  private func entry(_ key: ModelKey, _ object: ModelObject, _ backup: Int) -> Model.Entry {
    var entry = Model.Entry(id: ModelKey.id(name, key.text), object: object, backup: backup)
    if let decoded = key.decoded.map({ ModelKey.id(name, $0) }) {
      if current?[decoded] != nil { entry.id = decoded } else { entry.isAmbiguous = true }
    }
    guard let id = entry.id, let now = current?[id] else { return entry }
    if object.body == now.body {
      entry.status = .unchanged
    } else {
      let reason = Reason.model(before: object, now: now)
      entry.reason = reason
      entry.status = [.recreated, .content, .updated].contains(reason) ? .modified : .diverged
    }
    return entry
  }
}

extension Reason {
  /// What the evidence says of two states of an object.
  static func model(before: ModelObject, now: ModelObject) -> Reason {
    // 1, 0 or -1; nil where it is not on both sides.
    func order(_ before: Int64?, _ now: Int64?, tolerance: Int64 = 0) -> Int64? {
      guard let before, let now else { return nil }
      return abs(now - before) <= tolerance ? 0 : (now - before).signum()
    }
    switch order(before.createdAt, now.createdAt, tolerance: 1000) {
    case 1: return .recreated
    case -1: return .backupLooksNewer
    default: break
    }
    let signs = [order(before.updatedAt, now.updatedAt, tolerance: 1000), order(before.version, now.version)]
      .compactMap { $0 }
    if signs.isEmpty { return .content }
    if signs.contains(1) && signs.contains(-1) { return .evidenceDisagrees }
    return signs.contains(1) ? .updated : signs.contains(-1) ? .backupLooksNewer : .sameVersion
  }
}
