import BSON
import Values

/// An object that was kept, and that no longer refers to objects which come back.
public struct LostReference: Equatable, Sendable {
  /// The id of the kept object.
  public var id: String
  /// Its table.
  public var table: String
  /// The ids of the recovered objects to which it referred.
  public var lost: [String]
}

/// Finds what else was hurt: kept objects that referred to recovered ones when the backup was made, and that do
/// so no longer.
struct LostReferences {
  let tables: Tables
  let spill: SpillFile
  let key: FingerprintKey
  let rules: ComparisonRules
  var progress: RunProgress?

  /// - Parameter recovered: the recovered objects of each table.
  /// - Returns: in the order of their tables and ids.
  func find(_ recovered: [(table: TableRun, entries: [SpillEntry])]) throws(MergeError) -> [LostReference] {
    /// What each object of a table has perhaps lost, by the low halves of fingerprints.
    var candidates: [ObjectIdentifier: (table: TableRun, lost: [UInt64: [Target]])] = [:]
    for (table, entries) in recovered where !table.formerReferrers.isEmpty {
      let byID = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
      for referrer in table.formerReferrers {
        guard let entry = byID[referrer.target] else { continue }
        let target = Target(table: table, entry: entry)
        candidates[ObjectIdentifier(referrer.table), default: (referrer.table, [:])]
          .lost[referrer.owner, default: []].append(target)
      }
    }
    var found: [LostReference] = []
    for (table, lost) in candidates.values.sorted(by: { $0.table.name < $1.table.name }) {
      found += try find(lost, in: table).sorted { $0.id < $1.id }
    }
    return found
  }

  private struct Target {
    var table: TableRun
    var entry: SpillEntry
  }

  /// Reads the export of a table for what its objects refer to now.
  private func find(_ candidates: [UInt64: [Target]], in table: TableRun) throws(MergeError) -> [LostReference] {
    var found: [LostReference] = []
    var waiting = candidates
    var object = MemberCollector(members: [], identity: rules.identity(of: table.name, table.export.form))
    progress?.begin(.readingExportAgain, reading: table.export.files)
    defer { progress?.begin(.deciding) }
    for file in table.export.files {
      var objects = try CurrentReader(file, for: object, rules: rules, counter: progress?.counter)
      while !waiting.isEmpty, try objects.next(into: &object) != nil {
        guard let identity = object.identity, identity.problem == nil,
          let targets = waiting.removeValue(forKey: identity.fingerprint(key).low), let tree = objects.tree
        else { continue }
        let own = identity.normalID(in: table.name)
        var lost: [String] = []
        for target in targets {
          let id = try spill.object(at: target.entry).id(in: target.table.name)
          if !tree.refers(to: id), id != own { lost.append(id) }
        }
        if !lost.isEmpty { found.append(LostReference(id: own, table: table.name, lost: Set(lost).sorted())) }
      }
    }
    return found
  }
}

extension ValueTree {
  /// Whether an id, in its normal form, stands somewhere in the value: as text, as a name, or as a DBRef.
  fileprivate func refers(to id: String) -> Bool {
    switch self {
    case .text(let text): Reference(text)?.id == id
    case .array(let elements): elements.contains { $0.refers(to: id) }
    case .object(let members):
      isReference(to: id) || members.contains { Reference($0.name)?.id == id || $0.value.refers(to: id) }
    default: false
    }
  }

  private func isReference(to id: String) -> Bool {
    guard let collection = self["$ref"]?.text, let key = self["$id"] else { return false }
    let text = key.text ?? key.integer.map { String($0) } ?? ""
    return Reference(table: ValueConversion.className(collection), key: Array(text.utf8)).id == id
  }
}
