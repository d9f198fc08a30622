import Values

/// Compares some changed objects of a table member by member, to tell differences of form, which
/// nearly all objects share, from differences of content.
struct FormComparison {
  let key: FingerprintKey
  let rules: ComparisonRules
  let spill: SpillFile
  var progress: RunProgress?

  /// How many objects have to be compared before anything is said.
  private static let least = 5
  private static let serious: Set<String> = [
    "id", "_id", "version", "createdAt", "updatedAt", "acl", MemberRoles.storedACL,
  ]
  private static let evidence: Set<String> = ["version", "createdAt", "updatedAt"]
  private static let notCompared: Set<String> = ["id", "_id", "writeSet"]

  /// The differences of form of a table, most shared first.
  ///
  /// The export is read again, unless there is no sign of any.
  func differences(of table: TableRun) throws(MergeError) -> [FormDifference] {
    let changed = table.counts.modified + table.counts.diverged
    let sample = table.changed
    let isUnexplained = sample.unexplainedCount >= Self.least
    guard isUnexplained || changed >= Self.least && changed * 5 >= table.counts.common else { return [] }

    let pairs = try pairs(
      of: isUnexplained ? Array(sample.unexplained.prefix(ChangedSample.limit)) : sample.entries,
      in: table
    )
    guard pairs.count >= Self.least else { return [] }
    var tally = Tally()
    let isStored = table.export.form != .baqend
    for pair in pairs {
      tally.add(pair, rules: rules, isStored: isStored, notCompared: Self.notCompared, evidence: Self.evidence)
    }
    return differences(tally, compared: pairs.count, isShared: changed * 10 >= table.counts.common * 9)
  }

  private func differences(_ tally: Tally, compared: Int, isShared: Bool) -> [FormDifference] {
    var differences: [FormDifference] = []
    func add(_ kind: FormDifference.Kind, _ count: Int, isSerious: Bool) {
      differences.append(FormDifference(kind: kind, objects: count, compared: compared, isSerious: isSerious))
    }
    func isNearlyAll(_ count: Int, of all: Int) -> Bool { count >= Self.least && count * 10 >= all * 9 }

    var explained: Set<String> = []
    for (names, count) in tally.renamed.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let isSerious = Self.serious.contains(names.stored) || Self.serious.contains(names.exported)
      let relevant = max(tally.onlyInBackup[names.stored] ?? 0, tally.onlyInExport[names.exported] ?? 0)
      guard !explained.contains(names.stored), !explained.contains(names.exported),
        isSerious ? isNearlyAll(count, of: relevant) : isShared && isNearlyAll(count, of: compared)
      else { continue }
      explained.formUnion([names.stored, names.exported])
      add(.renamed(stored: names.stored, exported: names.exported), count, isSerious: isSerious)
    }
    for (name, count) in tally.nullOrAbsent.sorted(by: { $0.key < $1.key }) where isNearlyAll(count, of: compared) {
      explained.insert(name)
      add(.nullOrAbsent(name), count, isSerious: false)
    }
    for (counts, kind) in [
      (tally.onlyInBackup, FormDifference.Kind.onlyInBackup), (tally.onlyInExport, FormDifference.Kind.onlyInExport),
    ] {
      for (name, count) in counts.sorted(by: { $0.key < $1.key }) where !explained.contains(name) {
        guard !Self.evidence.contains(name), isShared, isNearlyAll(count, of: compared) else { continue }
        add(kind(name), count, isSerious: Self.serious.contains(name))
      }
    }
    for (name, count) in tally.rounded.sorted(by: { $0.key < $1.key }) where isNearlyAll(count, of: compared) {
      add(.rounded(name), count, isSerious: false)
    }
    return differences.sorted { $0.objects > $1.objects }
  }

  /// The sampled objects of both sides.
  private func pairs(of entries: [SpillEntry], in table: TableRun) throws(MergeError) -> [Pair] {
    var waiting: [UInt64: SpillEntry] = [:]
    for entry in entries { waiting[entry.id] = entry }
    var pairs: [Pair] = []
    var object = MemberCollector(
      members: [],
      identity: rules.identity(of: table.name, table.export.form)
    )
    let schema = rules.tableSchema(of: table.name, .bson)
    progress?.begin(.readingExportAgain, reading: table.export.files)
    defer { progress?.begin(.deciding) }
    for file in table.export.files {
      guard var objects = try? CurrentReader(file, for: object, rules: rules, counter: progress?.counter) else {
        continue
      }
      while !waiting.isEmpty, (try? objects.next(into: &object)) != nil {
        guard let id = object.identity?.fingerprint(key).low, let entry = waiting.removeValue(forKey: id) else {
          continue
        }
        let stored = try spill.object(at: entry)
        guard let backup = ValueTree(document: stored.document, schema: schema),
          let current = objects.tree
        else { continue }
        pairs.append(Pair(backup: backup, current: current))
      }
    }
    return pairs
  }
}

/// An object as it is on both sides.
private struct Pair {
  var backup: ValueTree
  var current: ValueTree
}

/// The names of a member on the two sides.
private struct Names: Hashable, Comparable {
  var stored: String
  var exported: String

  static func < (first: Names, second: Names) -> Bool {
    (first.stored, first.exported) < (second.stored, second.exported)
  }
}

/// In how many objects each member differs, and how.
private struct Tally {
  var onlyInBackup: [String: Int] = [:]
  var onlyInExport: [String: Int] = [:]
  var renamed: [Names: Int] = [:]
  var rounded: [String: Int] = [:]
  /// Members that are null on one side, and not there on the other.
  var nullOrAbsent: [String: Int] = [:]

  /// - Parameter isStored: whether the export has the stored names too.
  mutating func add(
    _ pair: Pair,
    rules: ComparisonRules,
    isStored: Bool,
    notCompared: Set<String>,
    evidence: Set<String>
  ) {
    func members(_ tree: ValueTree, renamed: [String: String]) -> [String: ValueTree] {
      var members: [String: ValueTree] = [:]
      for member in tree.members {
        let name = renamed[member.name] ?? member.name
        guard !notCompared.contains(name), !rules.ignoredFields.contains(name) else { continue }
        let value = name == "acl" ? member.value.plainACL : member.value.plain(nullEqualsAbsent: rules.nullEqualsAbsent)
        if value != .null || !rules.nullEqualsAbsent { members[name] = value }
      }
      return members
    }
    let backup = members(pair.backup, renamed: rules.mappedFields)
    let current = members(pair.current, renamed: isStored ? rules.mappedFields : [:])
    let stored = backup.filter { current[$0.key] == nil }
    let exported = current.filter { backup[$0.key] == nil }
    for (name, value) in stored {
      onlyInBackup[name, default: 0] += 1
      if value == .null { nullOrAbsent[name, default: 0] += 1 }
    }
    for (name, value) in exported {
      onlyInExport[name, default: 0] += 1
      if value == .null { nullOrAbsent[name, default: 0] += 1 }
    }
    // All pairs of many names would take long, and say nothing.
    for (name, value) in stored where stored.count * exported.count <= 2500 {
      for (other, otherValue) in exported where value == otherValue && value != .null {
        renamed[Names(stored: name, exported: other), default: 0] += 1
      }
    }
    for (name, value) in backup where !evidence.contains(name) {
      guard let other = current[name], value != other, value.equalsRounded(other) else { continue }
      rounded[name, default: 0] += 1
    }
  }
}

extension ValueTree {
  /// An ACL with its lists as rules and its empty parts left out; null where nothing is left.
  var plainACL: ValueTree {
    guard case .object(let parts) = self else { return self }
    var plain: [Member] = []
    for part in parts {
      guard case .object(let rules) = part.value else {
        if part.value != .null { plain.append(part) }
        continue
      }
      let all = rules.flatMap { rule -> [Member] in
        guard case .array(let subjects) = rule.value else { return [rule] }
        return subjects.map { Member(name: $0.text ?? "", value: .text(rule.name)) }
      }
      if !all.isEmpty { plain.append(Member(name: part.name, value: .object(all))) }
    }
    return plain.isEmpty ? .null : ValueTree.object(plain).plain()
  }

  /// Whether two values of the plain space are equal when whole numbers are rounded to doubles.
  func equalsRounded(_ other: ValueTree) -> Bool {
    switch (self, other) {
    case (.number(let first), .number(let second)): first.rounded == second.rounded
    case (.array(let first), .array(let second)):
      first.count == second.count && zip(first, second).allSatisfy { $0.equalsRounded($1) }
    case (.object(let first), .object(let second)):
      first.count == second.count
        && zip(first, second).allSatisfy { $0.name == $1.name && $0.value.equalsRounded($1.value) }
    default: self == other
    }
  }
}

extension PlainNumber {
  fileprivate var rounded: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let bits): Double(bitPattern: bits)
    case .decimal(let digits): Double(digits.text)
    }
  }
}
