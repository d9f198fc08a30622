@testable import Merge

extension Model {
  /// Says which guards stop the tables.
  mutating func stopTables() {
    let stops = tables.map { table in firedGuards(of: table).filter { !isLifted($0, of: table.name) } }
    for index in tables.indices { tables[index].stops = stops[index] }
  }

  /// The guards that a table gives reason for.
  private func firedGuards(of table: Table) -> Set<Guard> {
    var fired: Set<Guard> = table.isBackupDamaged ? [.damagedBackup] : []
    let backup = table.entries.count
    if table.isExportDamaged { return fired.union([.damagedExport]) }
    guard let current = table.current else { return backup > 0 ? fired.union([.missingTable]) : fired }
    if current.isEmpty { return backup > 0 ? fired.union([.emptyTable]) : fired }
    let deleted = table.deleted
    let common = table.common
    if max(backup, current.count) >= 5 && backup > 0 && common.isEmpty { fired.insert(.noOverlap) }
    if deleted.count > 100 && deleted.count * 2 > backup { fired.insert(.massDeletion) }
    if Self.pageSizes.contains(current.count) && backup > current.count { fired.insert(.partialExport) }
    if deleted.count >= 20, deleted.allSatisfy({ !$0.object.read.isEmpty }),
      current.values.allSatisfy({ $0.read.isEmpty })
    {
      fired.insert(.partialExport)
    }
    if common.count >= 20 && !common.contains(where: { $0.status == .unchanged }) { fired.insert(.form) }
    if looksOlder([table]) || isOlderThanOtherFiles(table) { fired.insert(.olderExport) }

    return fired
  }

  private func isLifted(_ `guard`: Guard, of table: String) -> Bool {
    let lifted = request.lifted
    return switch `guard` {
    case .missingTable, .emptyTable: lifted.assumeEmpty.contains(table)
    case .noOverlap: lifted.noOverlap.contains(table)
    case .massDeletion:
      [lifted.massDeletion, lifted.assumeEmpty, lifted.noOverlap].contains { $0.contains(table) }
    case .partialExport: lifted.partialExport.contains(table)
    case .form: lifted.form.contains(table)
    case .olderExport: lifted.olderExport.contains(table)
    case .damagedExport, .damagedBackup, .brokenBackup, .tooMany: false
    }
  }

  private static let pageSizes: Set<Int> = [100, 200, 250, 500, 1000]

  /// Stops the run where the whole export looks older than the backup.
  mutating func stopRunOlder() {
    guard !request.lifted.olderExportOfRun else { return }
    let tables = tables.filter { $0.isSelected && !request.lifted.olderExport.contains($0.name) }
    let latest = self.tables.compactMap(latest).max()
    // Of a table without a file there is nothing that could be older.
    let created = tables.filter { $0.current != nil }.flatMap(\.deleted).filter { isCreated($0, after: latest) }
    if created.count >= 5 || looksOlder(tables) { stops.insert(.olderExport) }
  }

  /// Stops the run where it would recover too many.
  mutating func stopRunTooMany() {
    guard let limit = request.maxObjects else { return }
    let recovered = tables.filter(\.stops.isEmpty).flatMap(\.entries).filter { $0.isWanted && $0.withheld == nil }
    if recovered.count > limit { stops.insert(.tooMany) }
  }

  /// Whether five or more objects look newer in the backup, and more than look newer now.
  private func looksOlder(_ tables: [Table]) -> Bool {
    let reasons = tables.flatMap { table in
      table.common.map { entry in
        Reason.model(before: entry.object, now: table.current?[entry.id ?? ""] ?? entry.object)
      }
    }
    let older = reasons.filter { $0 == .backupLooksNewer }.count
    return older >= 5 && older > reasons.filter { $0 == .updated || $0 == .recreated }.count
  }

  private func isOlderThanOtherFiles(_ table: Table) -> Bool {
    guard let own = latest(table), let all = tables.compactMap(latest).max(), all > own else { return false }
    return table.deleted.filter { isCreated($0, after: own) }.count >= 5
  }

  private func isCreated(_ entry: Entry, after moment: Int64?) -> Bool {
    guard entry.id != nil, let created = entry.object.createdAt, let moment else { return false }
    return created > moment
  }

  /// The latest moment in a table's export.
  private func latest(_ table: Table) -> Int64? {
    guard !table.isExportDamaged else { return nil }
    return (table.current ?? [:]).values.flatMap { [$0.createdAt, $0.updatedAt].compactMap { $0 } }.max()
  }
}
