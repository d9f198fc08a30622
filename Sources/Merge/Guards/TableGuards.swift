import Values

/// Judges whether what looks deleted in a table is. Guards count the whole table, before selection.
package struct TableGuards {
  let lifted: LiftedGuards
  /// The latest moment in all of the export.
  let latestOfExport: Int64?

  /// The guards that stop a table.
  ///
  /// - Parameter differences: the differences of form that were found in it.
  func stops(_ table: TableRun, differences: [FormDifference]) -> [Stop] {
    var stops: [Stop] = []
    if let damage = table.export.damage {
      stops.append(Stop(stoppedBy: .damagedExport, cause: .damagedExport(damage)))
    }
    if let damage = table.damage, !lifted.salvage { stops.append(Stop(stoppedBy: .damagedBackup, cause: damage)) }
    guard table.export.damage == nil else { return stops }

    let isAssumedEmpty = lifted.assumeEmpty.contains(table.name)
    let current = table.export.objectCount
    if current == 0 {
      if !isAssumedEmpty, table.backupCount > 0 {
        let stoppedBy: Guard = table.export.files.isEmpty ? .missingTable : .emptyTable
        stops.append(Stop(stoppedBy: stoppedBy, cause: .nothingExported(backup: table.backupCount)))
      }
    } else if let stop = overlap(table, current: current) {
      stops.append(stop)
    } else if let stop = massDeletion(table) {
      stops.append(stop)
    }
    guard !table.export.files.isEmpty else { return stops }
    stops += [partialExport(table, current: current), olderExport(table)].compactMap { $0 }
    if let stop = form(table, differences: differences) { stops.append(stop) }
    return stops
  }

  /// The guards that stop a table because its objects may stand in the export of a superclass, which is not what it
  /// seems.
  func stops(relativesOf table: TableRun) -> [Stop] {
    table.relatives.flatMap { relative -> [Stop] in
      func wrapped(_ stop: Stop) -> Stop {
        Stop(stoppedBy: stop.stoppedBy, cause: .superclass(relative.name, stop.cause))
      }
      if relative.export.files.isEmpty {
        guard !lifted.assumeEmpty.contains(relative.name) else { return [] }
        return [wrapped(Stop(stoppedBy: .missingTable, cause: .nothingExported(backup: relative.backupCount)))]
      }
      let ofExport: [Guard] = [.damagedExport, .emptyTable, .noOverlap, .partialExport, .olderExport]
      return stops(relative, differences: []).filter { ofExport.contains($0.stoppedBy) }.map(wrapped)
    }
  }

  private func overlap(_ table: TableRun, current: Int) -> Stop? {
    guard max(current, table.backupCount) >= 5, table.backupCount > 0, table.counts.common == 0,
      !lifted.noOverlap.contains(table.name)
    else { return nil }
    return Stop(stoppedBy: .noOverlap, cause: .noOverlap(backup: table.backupCount, current: current))
  }

  private func massDeletion(_ table: TableRun) -> Stop? {
    let isLifted = [lifted.massDeletion, lifted.assumeEmpty, lifted.noOverlap].contains { $0.contains(table.name) }
    guard Self.isMass(table.deletedCount, of: table.backupCount), !isLifted else { return nil }
    return Stop(
      stoppedBy: .massDeletion,
      cause: .massDeletion(deleted: table.deletedCount, backup: table.backupCount)
    )
  }

  /// Whether so many of a table's objects are gone that it looks like no deletion of single ones: more than half of them,
  /// and more than 100.
  package static func isMass(_ gone: Int, of objects: Int) -> Bool { gone > 100 && gone * 2 > objects }

  private func partialExport(_ table: TableRun, current: Int) -> Stop? {
    guard !lifted.partialExport.contains(table.name) else { return nil }
    if Self.isPageSize(current), table.backupCount > current {
      return Stop(stoppedBy: .partialExport, cause: .pageSize(current: current, backup: table.backupCount))
    }
    let deleted = table.deletedCount
    if deleted >= 20, table.counts.deletedWithReadRules == deleted, current > 0, table.export.withReadRules == 0 {
      return Stop(stoppedBy: .partialExport, cause: .readRules(deleted: deleted))
    }
    return nil
  }

  /// Whether a count is one at which lists are usually cut: 1, 2, 2.5 or 5 times a power of ten,
  /// from 100.
  package static func isPageSize(_ count: Int) -> Bool {
    guard count >= 100 else { return false }
    var digits = count
    while digits % 10 == 0 { digits /= 10 }
    return [1, 2, 25, 5].contains(digits)
  }

  private func olderExport(_ table: TableRun) -> Stop? {
    guard !lifted.olderExport.contains(table.name) else { return nil }
    let counts = table.counts
    if counts.createdAfterTable >= 5, let latest = table.export.latest, let latestOfExport, latest < latestOfExport {
      return Stop(
        stoppedBy: .olderExport,
        cause: .createdAfterExport(objects: counts.createdAfterTable, latest: latest)
      )
    }
    return Self.looksOlder(newerInBackup: counts.newerInBackup, newerNow: counts.newerNow)
  }

  private static func looksOlder(newerInBackup: Int, newerNow: Int) -> Stop? {
    guard newerInBackup >= 5, newerInBackup > newerNow else { return nil }
    return Stop(
      stoppedBy: .olderExport,
      cause: .looksOlder(newerInBackup: newerInBackup, newerNow: newerNow)
    )
  }

  private func form(_ table: TableRun, differences: [FormDifference]) -> Stop? {
    guard !lifted.form.contains(table.name) else { return nil }
    if table.export.form == .baqend, table.counts.withStoredACL > 0 {
      let kind = FormDifference.Kind.renamed(stored: MemberRoles.storedACL, exported: "acl")
      return form(kind, table.counts.withStoredACL, of: table)
    }
    let unusable = table.counts.withUnusableEvidence
    if unusable > 0, unusable * 10 >= table.backupCount * 9,
      table.export.withUnusableEvidence * 10 < table.export.objectCount * 9
    {
      return form(.evidence, unusable, of: table)
    }
    if let serious = differences.first(where: \.isSerious) {
      return Stop(stoppedBy: .form, cause: .form(serious))
    }
    guard table.counts.common >= 20, table.counts.unchanged == 0 else { return nil }
    return Stop(stoppedBy: .form, cause: .nothingUnchanged(common: table.counts.common))
  }

  /// A stop for what was seen in objects of the backup alone.
  private func form(_ kind: FormDifference.Kind, _ objects: Int, of table: TableRun) -> Stop {
    let difference = FormDifference(kind: kind, objects: objects, compared: table.backupCount, isSerious: true)
    return Stop(stoppedBy: .form, cause: .form(difference))
  }

  /// The guard that stops a run over these tables, if one does.
  func stop(run tables: [TableRun]) -> Stop? {
    guard !lifted.olderExportOfRun else { return nil }
    let counted = tables.filter { $0.export.isUsable && !lifted.olderExport.contains($0.name) }
    let created = counted.reduce(0) { $0 + $1.counts.createdAfterAll }
    if created >= 5, let latestOfExport {
      return Stop(stoppedBy: .olderExport, cause: .createdAfterExport(objects: created, latest: latestOfExport))
    }
    return Self.looksOlder(
      newerInBackup: counted.reduce(0) { $0 + $1.counts.newerInBackup },
      newerNow: counted.reduce(0) { $0 + $1.counts.newerNow }
    )
  }
}
