import BSON
import ExtendedJSON
import Query
import Values

/// What is decided of the deleted objects of one table, step by step.
///
/// Unchecked, because it has no lock: what several threads do at a time changes nothing.
final class TableDecision: @unchecked Sendable {
  let run: TableRun
  private let plan: Plan
  private let guards: TableGuards
  private let tables: Tables

  /// The selected objects.
  private(set) var selected: [SpillEntry] = []
  /// Objects that go with selected ones of any table.
  var followed: [SpillEntry] = []
  /// Those that come back.
  private(set) var recovered: [SpillEntry] = []
  /// Their references to what is not there.
  private(set) var missing = MissingReferences()
  private var table: PlannedTable
  /// What the deleted objects have in common.
  var commonalities = Commonalities()

  private var options: PlanOptions { plan.options }

  init(_ run: TableRun, plan: Plan, guards: TableGuards, tables: Tables) {
    self.run = run
    self.plan = plan
    self.guards = guards
    self.tables = tables
    table = PlannedTable(name: run.name)
  }

  /// Whether the statuses of the table's objects are known.
  private var hasStatuses: Bool { run.keepsDocuments || run.backupCount == 0 && run.export.damage == nil }

  private func warn(_ kind: Warning.Kind) { plan.warnings.append(Warning(table: run.name, kind: kind)) }

  // MARK: Steps

  /// Says what became of the table's objects.
  func count() {
    table.figures.backup = run.backupCount
    table.figures.current = run.export.idCount
    table.format = options.outputFormat ?? (run.export.form == .baqend ? .baqend : .canonicalExtendedJSON)
    guard hasStatuses else { return }
    table.figures.statuses = [
      .deleted: run.deletedCount, .unchanged: run.counts.unchanged, .modified: run.counts.modified,
      .diverged: run.counts.diverged, .created: run.export.idCount - run.counts.common,
    ]
  }

  /// The deleted objects of which it is of interest what they have in common.
  var alikeDeleted: ArraySlice<SpillEntry> { hasStatuses ? Commonalities.deleted(of: run) : [] }
  /// Those that are still there and that they are held against.
  var alikeKept: ArraySlice<SpillEntry> { hasStatuses ? Commonalities.kept(of: run) : [] }

  /// What some objects may have in common; for several pieces at a time.
  func features(of entries: ArraySlice<SpillEntry>) throws(MergeError) -> Commonalities.Features {
    try Commonalities.features(of: entries, in: run, spill: plan.spill)
  }

  /// Says what became of the table's objects, and whether a guard stops it.
  func judge() throws(MergeError) {
    count()
    table.unchangedSample = run.tally.unchanged?.ids ?? []
    if run.counts.repeated > 0 { warn(.repeatedInBackup(run.counts.repeated)) }
    if let schema = options.comparison.schema, schema.classes[run.name] == nil { warn(.undeclaredClass) }
    if !run.diverged.isEmpty { warn(.diverged(run.diverged, count: run.counts.diverged)) }
    if options.lifted.salvage, let damage = run.damage {
      table.isUnverified = true
      warn(.salvaged(damage, lostBytes: nil))
    }
    var differences: [FormDifference] = []
    if run.export.isUsable {
      let comparison = FormComparison(
        key: plan.key,
        rules: options.comparison,
        spill: plan.spill,
        progress: options.progress
      )
      differences = try comparison.differences(of: run)
      for difference in differences { warn(.form(difference)) }
    }
    table.stops = guards.stops(run, differences: differences) + guards.stops(relativesOf: run)
    for commonality in commonalities.striking { warn(.common(commonality)) }
  }

  /// Selects deleted objects.
  ///
  /// - Parameter ids: the ids that were named; nil where all are wanted.
  func select(ids: [NamedID]?, filter: ObjectFilter) throws(MergeError) {
    selectChanged(ids: ids)
    guard hasStatuses else { return }
    selected = ids == nil ? run.keyless + run.deleted : run.deleted.filter { run.tally.named.contains($0.id) }
    guard filter.isActive, run.keepsDocuments else { return }
    var output = ObjectOutput(table.format, table: run.name, rules: options.comparison)
    var reader = SpillReader(plan.spill)
    var matching: [SpillEntry] = []
    for entry in selected {
      let object = try reader.object(at: entry)
      if filter.matches(object, in: run.name, output: &output) { matching.append(entry) }
    }
    selected = matching
  }

  /// Selects those changed objects of which the differences are told.
  func selectChanged(ids: [NamedID]?) {
    guard hasStatuses, run.export.isUsable, options.differences != nil || options.keepsEveryObject else { return }
    let changed = run.changed.unexplained + run.changed.explained
    let wanted = ids == nil ? changed : changed.filter { run.tally.named.contains($0.id) }
    table.changed = ChangedObjects(backup: wanted, files: run.export.files)
  }

  /// What is decided of some objects by each of them alone.
  ///
  /// Unchecked, because it names tables, in which nothing is changed meanwhile.
  struct OneByOne: @unchecked Sendable {
    fileprivate var recovered: [SpillEntry] = []
    fileprivate var withheld: [WithheldEntry] = []
    fileprivate var reasons: [UInt64: WithheldReason] = [:]
    fileprivate var missing = MissingReferences()
  }

  /// The objects of which it is to be decided whether they can come back.
  var candidates: ArraySlice<SpillEntry> { isDecided ? (selected + followed)[...] : [] }

  /// Decides which of some objects cannot come back, one by one; for several pieces at a time.
  func decideOneByOne(_ entries: ArraySlice<SpillEntry>) throws(MergeError) -> OneByOne {
    var decided = OneByOne()
    var output = ObjectOutput(table.format, table: run.name, rules: options.comparison)
    var collector = ReferenceCollector()
    var walker = BSONWalker(maxDepth: .max)
    var reader = SpillReader(plan.spill)
    for entry in entries {
      let object = try reader.object(at: entry)
      collector.collect(object.document.span, schema: run.schema, with: &walker)
      if let erased = erasedID(of: object, references: collector.all) {
        decided.withheld.append(WithheldEntry(entry: entry, kind: .detailed))
        decided.reasons[entry.place] = .erased(id: erased)
      } else if let kind = kind(of: object, output: &output) {
        decided.withheld.append(WithheldEntry(entry: entry, kind: kind))
      } else {
        decided.recovered.append(entry)
        try decided.missing.add(collector.all, of: entry, tables: tables, key: plan.key)
      }
    }
    return decided
  }

  func take(_ decided: OneByOne) {
    recovered += decided.recovered
    table.withheld += decided.withheld
    table.reasons.merge(decided.reasons) { first, _ in first }
    missing.add(decided.missing)
  }

  /// Whether objects of the table can come back.
  private var isDecided: Bool { hasStatuses && table.stops.isEmpty }

  /// What is planned.
  var planned: PlannedTable {
    var planned = table
    planned.recovered = recovered
    planned.figures.selected = selected.count
    planned.figures.followed = followed.count
    planned.figures.recovered = recovered.count
    planned.figures.withheld = selected.count + followed.count - recovered.count
    if plan.backups.count > 1 { planned.sources = sources }
    if options.keepsEveryObject {
      planned.run = run
      planned.followedPlaces = Set(followed.map(\.place))
      planned.deleted = run.keepsDocuments ? run.keyless + run.deleted : []
      if !table.stops.isEmpty { planned.selectedPlaces = Set((selected + followed).map(\.place)) }
    }
    return planned
  }

  /// How many of the recovered objects each backup holds last, counted from the newest.
  private var sources: [Int] {
    var counts = [Int](repeating: 0, count: plan.backups.count)
    var reader = SpillReader(plan.spill)
    for entry in recovered {
      if let object = try? reader.object(at: entry) { counts[Int(object.header.backup)] += 1 }
    }
    return counts
  }

  // MARK: One by one

  /// The erased id that an object has, or refers to.
  private func erasedID(of object: SpilledObject, references: [Reference]) -> String? {
    guard let erased = options.erased else { return nil }
    let own = object.id(in: run.name)
    if object.problem == nil, erased.contains(own) { return own }
    guard !options.keepsReferrersOfErased else { return nil }
    return references.lazy.map(\.id).first(where: erased.contains)
  }

  /// Why an object is withheld, as far as it alone says.
  private func kind(of object: SpilledObject, output: inout ObjectOutput) -> WithheldEntry.Kind? {
    if object.problem != nil { return .noKey }
    if object.header.isAmbiguous || run.decodedMatches > 0 && !object.alternative.isEmpty { return .ambiguousID }
    // Not made for each object, of which most need none.
    func id() -> String { object.id(in: run.name) }
    if output.hasSchema, !output.misfits(of: object, id: id()).isEmpty { return .schema }
    // Extended JSON has a form for everything but data that look like one of its wrappers. Without an `_id` the
    // database would make one up.
    guard table.format == .baqend else {
      guard ValueTree(document: object.document, members: ["_id"], renamed: [:])?["_id"] != nil else { return .noKey }
      guard let json = output.json(of: object, id: id()) else { return .noForm }
      return output.isProven(json, of: object) ? nil : .noForm
    }
    // By the schema some values have another form, or are left out.
    if object.traits.contains(.hasForeignACL) || !output.hasSchema && object.traits.contains(.hasUnwritableValue) {
      return .noForm
    }
    // Without its rules it would be public.
    if object.traits.contains(.hasStoredACL), TableRun.hasStoredACL(object.document.span) {
      return .noForm
    }
    // Two rules for one user, a rule that is null, two members that renaming makes one: the walk has no
    // memory for these.
    if output.hasSchema { return output.json(of: object, id: id()) == nil ? .noForm : nil }
    guard object.traits.contains(.hasRules) || !options.comparison.mappedFields.isEmpty else { return nil }
    return output.isUnambiguous(object) ? nil : .noForm
  }

  // MARK: Unique indexes

  /// Withholds what would not fit into a unique index.
  func withholdClashing() throws(MergeError) {
    guard isDecided else { return }
    let indexes = uniqueIndexes
    table.uniqueIndexes = indexes
    guard !indexes.isEmpty else { return }
    let (spill, renamed) = (plan.spill, options.comparison.mappedFields)
    let (schema, name) = (run.schema, run.name)
    let members = indexes.flatMap(\.members)
    let tree = { (document: [UInt8]) in
      ValueTree(document: document, members: members, renamed: renamed, schema: schema) ?? .null
    }
    let candidates = recovered
    var check = UniqueIndexCheck<MergeError>(
      table: name,
      indexes: indexes,
      files: run.export.files,
      rules: options.comparison,
      progress: options.progress
    ) { (number) throws(MergeError) in
      let object = try spill.object(at: candidates[number])
      return .init(id: object.id(in: name), evidence: object.evidence, tree: tree(object.document))
    }
    for (number, entry) in candidates.enumerated() {
      check.add(tree(try spill.object(at: entry).document), candidate: number)
    }
    for (number, clash) in try check.clashes() {
      table.reasons[candidates[number].place] = .uniqueIndex(clash)
    }
    withholdDetailed()
  }

  /// The unique indexes of the table that are checked.
  private var uniqueIndexes: [UniqueIndex] {
    let renamed = options.comparison.mappedFields
    return run.indexes.compactMap { definition in
      do throws(QueryError) {
        guard let index = try UniqueIndex(definition, renamed: renamed, key: plan.key) else { return nil }
        if definition.collation?.exceedsFolding(isFiltered: index.filter != nil) ?? false {
          warn(.collation(definition.name))
        }
        return index
      } catch {
        warn(.partialIndex(definition.name))
        return nil
      }
    }
  }

  // MARK: References

  /// Withholds objects that refer to what is not there.
  func withhold(dangling: [MissingReferences.Missing]) {
    for missing in dangling where table.reasons[missing.place] == nil {
      table.reasons[missing.place] = .strictReference(id: id(of: missing))
    }
    withholdDetailed()
  }

  /// Says which objects refer to what is not there.
  func warn(dangling: [MissingReferences.Missing]) {
    let places = Set(recovered.map(\.place))
    let own = dangling.filter { places.contains($0.place) }
    guard !own.isEmpty else { return }
    var seen: Set<UInt64> = []
    let distinct = own.filter { seen.insert($0.id).inserted }
    let targets = distinct.prefix(DanglingReferences.mostNamed).map(id(of:)).sorted()
    let objects = Set(own.map(\.place)).count
    warn(.dangling(DanglingReferences(objects: objects, targets: targets, targetCount: distinct.count)))
  }

  /// The id of what is referred to, which was kept as a fingerprint only.
  private func id(of missing: MissingReferences.Missing) -> String {
    var collector = ReferenceCollector()
    var walker = BSONWalker(maxDepth: .max)
    guard let entry = recovered.first(where: { $0.place == missing.place }),
      let object = try? plan.spill.object(at: entry)
    else { return missing.target.name }
    collector.collect(object.document.span, schema: run.schema, with: &walker)
    let reference = collector.all.first { reference in
      reference.fingerprint(plan.key, in: missing.target.name).low == missing.id
    }
    return reference?.id ?? missing.target.name
  }

  /// Withholds those recovered objects for which there is a reason by now.
  private func withholdDetailed() {
    let withheld = recovered.filter { table.reasons[$0.place] != nil }
    recovered.removeAll { table.reasons[$0.place] != nil }
    table.withheld += withheld.map { WithheldEntry(entry: $0, kind: .detailed) }
    let gone = Set(withheld.map(\.place))
    missing.remove(where: gone.contains)
  }
}
