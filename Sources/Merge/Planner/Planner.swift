import Archive
import Compression
import Export
import Synchronization
import Values

/// Makes a plan: compares a backup with a current export, and decides what is recovered.
public struct Planner {
  let options: PlanOptions
  let key = FingerprintKey.random()

  /// - Parameter options: what to compare, and what is wanted.
  public init(_ options: PlanOptions) {
    var options = options
    options.comparison.schema = options.schema?.schema ?? options.comparison.schema
    self.options = options
  }

  /// Reads the backup and the export, and decides.
  ///
  /// - Throws: `MergeError`.
  public func plan() throws(MergeError) -> Plan {
    guard options.backups.count == 1 || !options.selection.isEverything || options.selection.allDeleted else {
      throw .usage(.nothingSelected)
    }
    if let query = options.selection.query { _ = try ObjectFilter.query(query) }
    let memory = try LimitedMemory(options)
    var backups = try Backups(options)
    let comparison = try comparison(preludes: backups.preludes, database: backups.database)
    let (sides, compared) = (comparison.sides, comparison.tables)
    let exports = try index(sides.files, options, memory: memory)
    if memory?.exceeded != nil { try backups.checkReadTwice() }
    let tables = tables(of: comparison, exports: exports)

    let runs = backups.preludes.map { prelude in
      prelude.namespaces.map { namespace in
        sides.table(of: namespace).flatMap { compared.contains($0) ? tables.existing($0) : nil }
      }
    }
    let verdicts = try memory.flatMap { memory throws(MergeError) in
      try settle(&backups, runs: runs, tables: tables, memory: memory)
    }
    let spill = try SpillFile(folder: options.temporaryFolder)
    let latest = exports.values.compactMap { $0.isUsable ? $0.latest : nil }.max()
    var pass = BackupPass(
      paths: backups.paths,
      key: key,
      tables: tables,
      spill: spill,
      latestOfExport: latest,
      verdicts: verdicts,
      memory: memory,
      options: options
    )
    backups.begin(options.progress)
    var summaries: [PlannedBackup] = []
    for index in 0..<backups.count {
      let reader = try backups.reader(index)
      let failure = try pass.read(reader, backup: index, collections: runs[index])
      try backups.checkUnchanged(index)
      summaries.append(backups.summary(index, of: reader, failure: failure))
    }
    try pass.finish()

    let plan = Plan(options: options, database: backups.database, backups: summaries, spill: spill, key: key)
    plan.take(exports, of: comparison, preludes: backups.preludes)
    let decision = Decision(plan: plan, selected: comparison.selected, tables: tables, latestOfExport: latest)
    guard let shard = options.shard else {
      try decision.decide()
      return plan
    }
    try decision.describe(shard)
    if options.keepsEveryObject {
      plan.shard = try ShardFindings(
        shard,
        of: plan,
        tables: tables,
        preludes: backups.preludes,
        latestOfExport: latest
      )
    }
    return plan
  }

  /// Finds out by records on the disk what becomes of most documents, where the indexes do not fit into memory.
  ///
  /// - Parameter runs: for each backup the tables of its namespaces.
  /// - Returns: nil where they do.
  private func settle(
    _ backups: inout Backups,
    runs: [[TableRun?]],
    tables: Tables,
    memory: LimitedMemory
  ) throws(MergeError) -> Verdicts? {
    guard let export = memory.exceeded else { return nil }
    backups.begin(options.progress)
    var survey = try DocumentSurvey(key: key, tables: tables, options: options)
    for index in 0..<backups.count {
      try survey.read(try backups.reader(index, hasDigest: false), collections: runs[index])
    }
    try survey.finish()
    let verdicts = try Verdicts(backups: survey.backups, memory: memory)
    let join = RecordJoin(
      export,
      documents: survey.records,
      verdicts: verdicts,
      tables: tables.all,
      memory: memory,
      options: options
    )
    try join.settle()
    return verdicts
  }

  /// What the two sides of a run are, and what of them is compared.
  struct Comparison {
    let inventory: ExportInventory
    let sides: BothSides
    let homes: TableHomes
    let selected: SelectedTables
    /// The tables that are compared.
    let tables: Set<String>
  }

  /// Finds out what is compared.
  ///
  /// - Parameter preludes: those of the backups, the newest first.
  func comparison(preludes: [Prelude], database: String) throws(MergeError) -> Comparison {
    let inventory = try ExportInventory.reading(
      options.current,
      database: database,
      currentDatabase: options.currentDatabase,
      schema: options.comparison.schema
    )
    let sides = try BothSides(preludes: preludes, database: database, inventory: inventory)
    let homes = TableHomes(
      schema: options.comparison.schema,
      tables: Set(sides.collections.keys).union(sides.files.keys)
    )
    let selected = try SelectedTables(options.selection, tables: sides.collections.keys.sorted(), homes: homes)
    try check(sides: sides)
    return Comparison(
      inventory: inventory,
      sides: sides,
      homes: homes,
      selected: selected,
      tables: sides.compared(explicitly: explicitTables(selected))
    )
  }

  /// Refuses what can only be a mistake.
  private func check(sides: BothSides) throws(MergeError) {
    for (table, files) in sides.files.sorted(by: { $0.key < $1.key }) where files.count > 1 && !options.allowsParts {
      let modified = files.map(\.identity.modificationTime)
      throw .usage(.twoFiles(table: table, paths: files.map(\.path), modified: modified.map { $0 / 1_000_000 }))
    }
    for (table, files) in sides.files.sorted(by: { $0.key < $1.key }) where Set(files.map(\.form)).count > 1 {
      throw .usage(.mixedForms(table: table, paths: files.map(\.path)))
    }
    let known = Set(sides.collections.keys).union(sides.files.keys)
    let named = options.lifted.tables.union(options.comparison.encodedKeys)
    if let unknown = named.subtracting(known).min() {
      throw .usage(.unknownLiftedTable(unknown, known: known.sorted()))
    }
  }

  /// The tables that were named themselves, and not by a pattern.
  private func explicitTables(_ selected: SelectedTables) -> Set<String> {
    Set(options.selection.tables).union(selected.ids?.map(\.home) ?? []).intersection(selected.names)
  }

  /// Indexes the exports of all tables, the largest first, on all threads; the collections of an archive in
  /// one reading.
  ///
  /// - Parameter memory: what memory is taken of, where it is limited.
  func index(
    _ files: [String: [TableFile]],
    _ options: PlanOptions,
    memory: LimitedMemory? = nil
  ) throws(MergeError) -> [String: IndexedExport] {
    options.progress?.begin(.readingExport, reading: files.values.flatMap(\.self))
    let whole = files.values.filter { $0.count == 1 && $0[0].collection != nil }
    let archives = Dictionary(grouping: whole.map { $0[0] }, by: \.path).values.map(Array.init)
    let others = files.values.filter { $0.count != 1 || $0[0].collection == nil }
    let size = { (files: [TableFile]) in
      files.first?.collection == nil ? files.reduce(0) { $0 + $1.identity.size } : .max
    }
    let key = key
    let concurrency = Concurrency(threads: options.threads)
    // Those that all threads can share in, at the end.
    let shared =
      memory == nil && concurrency.threads > 1
      ? others.compactMap { ChunkedExport(table: $0[0].table, files: $0, key: key, options: options) } : []
    let tables = Set(shared.map(\.table))
    let readings = (archives + others.filter { !tables.contains($0[0].table) })
      .sorted { (size($1), $0[0].table) < (size($0), $1[0].table) }
    let results = Mutex<[Result<[String: IndexedExport], MergeError>]>([])
    concurrency.perform(readings.count + (shared.isEmpty ? 0 : concurrency.threads)) { number in
      guard number < readings.count else {
        for export in shared { export.read() }
        return
      }
      let result: Result<[String: IndexedExport], MergeError>
      do throws(MergeError) {
        result = .success(try IndexedExport.reading(readings[number], key: key, options: options, memory: memory))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0.append(result) }
    }
    var exports: [String: IndexedExport] = [:]
    for result in results.withLock({ $0 }) { exports.merge(try result.get()) { first, _ in first } }
    for export in shared { exports[export.table] = try export.finished() }
    if let memory, let partitions = memory.exceeded { try finish(partitions, of: &exports, memory: memory) }
    return exports
  }

  /// Completes the part of the indexes that is on the disk.
  private func finish(
    _ partitions: PartitionedExport,
    of exports: inout [String: IndexedExport],
    memory: LimitedMemory
  ) throws(MergeError) {
    for export in exports.values { try export.index.makeRoom() }
    let repeated = try partitions.finish(memory)
    for (name, var export) in exports {
      guard let number = export.index.partitions?.number, let repeated = repeated[number] else { continue }
      export.take(repeated, table: name, key: key, options: options)
      exports[name] = export
    }
  }

  /// The tables that are compared, which know the ids that were named.
  func tables(of comparison: Comparison, exports: [String: IndexedExport]) -> Tables {
    let (key, options, sides) = (key, options, comparison.sides)
    let make = { (name: String) in
      TableRun(
        name: name,
        export: exports[name] ?? IndexedExport(),
        collection: sides.collections[name]?.name,
        indexes: sides.collections[name]?.indexes ?? [],
        key: key,
        options: options
      )
    }
    let tables = Tables(comparison.tables.sorted().map(make), homes: comparison.homes, make: make)
    for id in comparison.selected.ids ?? [] {
      guard let home = tables.existing(id.home) else { continue }
      home.tally.named.insert(id.fingerprint(key).low)
      for relative in home.relatives { relative.tally.named.insert(id.fingerprint(key, in: relative.name).low) }
    }
    return tables
  }
}

extension Plan {
  /// Says what was read of the export.
  func take(_ exports: [String: IndexedExport], of comparison: Planner.Comparison, preludes: [Prelude]) {
    self.exports = exports.sorted { $0.key < $1.key }.flatMap(\.value.inputs)
    exportFiles = comparison.inventory.files.map { CheckedFile($0, isDamaged: exports[$0.table]?.damage != nil) }
    warnings = comparison.sides.warnings(preludes: preludes, exports: exports, compared: comparison.tables)
  }
}
