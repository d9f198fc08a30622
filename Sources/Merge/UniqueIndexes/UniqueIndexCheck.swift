import Export
import Values

/// Finds the objects that cannot come back because a unique value of theirs is taken: by an object of
/// the export, or by another one that comes back.
package struct UniqueIndexCheck<Failure: Error> {
  /// An object that wants to come back.
  package struct Candidate {
    package var id: String
    package var evidence: Evidence
    /// The members that an index looks at, by the export's names.
    package var tree: ValueTree

    package init(id: String, evidence: Evidence, tree: ValueTree) {
      self.id = id
      self.evidence = evidence
      self.tree = tree
    }
  }

  /// What an index holds of a candidate: 16 bytes, as there may be many.
  private struct Entry {
    var hash: UInt64
    var candidate: Int
  }

  private let table: String
  private let indexes: [UniqueIndex]
  private let files: [TableFile]
  private let rules: ComparisonRules
  private let progress: RunProgress?
  private let load: (Int) throws(Failure) -> Candidate
  private var entries: [Entry] = []

  /// - Parameters:
  ///   - table: the table's name.
  ///   - indexes: its unique indexes.
  ///   - files: the table's export.
  ///   - progress: what is told that the export is read.
  ///   - load: gives a candidate once more, by its number.
  package init(
    table: String,
    indexes: [UniqueIndex],
    files: [TableFile],
    rules: ComparisonRules,
    progress: RunProgress? = nil,
    load: @escaping (Int) throws(Failure) -> Candidate
  ) {
    self.table = table
    self.indexes = indexes
    self.files = files
    self.rules = rules
    self.progress = progress
    self.load = load
  }

  /// The members that are looked at, by the export's names.
  package var members: [String] { indexes.flatMap(\.members) }

  /// Takes in a candidate, given the members that an index looks at.
  package mutating func add(_ tree: ValueTree, candidate: Int) {
    for hash in Set(indexes.flatMap { $0.keys(of: tree).map(\.hash) }) {
      entries.append(Entry(hash: hash, candidate: candidate))
    }
  }

  /// The candidates that clash, each with what it clashes with.
  ///
  /// Of candidates that clash with each other, the one with later evidence comes back.
  package mutating func clashes() throws(Failure) -> [Int: UniqueClash] {
    entries.sort { ($0.hash, $0.candidate) < ($1.hash, $1.candidate) }
    var clashes: [Int: UniqueClash] = [:]
    if !entries.isEmpty { try findCurrent(into: &clashes) }
    try findAmongCandidates(into: &clashes)
    return clashes
  }

  /// The object of the export that has a key.
  private struct Owner {
    /// The number of the index.
    var index: Int
    var id: String
    var hash: UInt64
  }

  /// Reads the export for objects that have what a candidate has.
  private func findCurrent(into clashes: inout [Int: UniqueClash]) throws(Failure) {
    guard let form = files.first?.form else { return }
    let renamed = form == .baqend ? [:] : rules.mappedFields
    var object = MemberCollector(
      members: members + renamed.filter { members.contains($0.value) }.map(\.key),
      identity: rules.identity(of: table, form)
    )
    // Of each key that a candidate wants the owner, of several the one with the smallest id: whatever the order of the
    // export, the same is told.
    var owners: [[UInt8]: Owner] = [:]
    progress?.begin(.readingExportAgain, reading: files)
    defer { progress?.begin(.deciding) }
    for file in files {
      guard var objects = try? CurrentReader(file, for: object, rules: rules, counter: progress?.counter) else {
        continue
      }
      while (try? objects.next(into: &object)) != nil {
        let tree = object.tree.renamed(renamed)
        for (number, index) in indexes.enumerated() {
          for key in index.keys(of: tree) where !candidates(with: key.hash).isEmpty {
            let id = object.identity?.normalID(in: table) ?? ""
            guard owners[key.bytes].map({ id < $0.id }) ?? true else { continue }
            owners[key.bytes] = Owner(index: number, id: id, hash: key.hash)
          }
        }
      }
    }
    let sorted = owners.sorted {
      ($0.value.index, $0.value.id, $0.value.hash) < ($1.value.index, $1.value.id, $1.value.hash)
    }
    for (bytes, owner) in sorted {
      let index = indexes[owner.index]
      for candidate in candidates(with: owner.hash) where clashes[candidate] == nil {
        // Different keys may have one hash.
        guard let own = index.keys(of: try load(candidate).tree).first(where: { $0.bytes == bytes }) else { continue }
        clashes[candidate] = clash(index, own, with: owner.id, isCurrent: true)
      }
    }
  }

  /// The candidates that have an entry with a hash.
  private func candidates(with hash: UInt64) -> some Collection<Int> {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return entries[low...].prefix { $0.hash == hash }.lazy.map(\.candidate)
  }

  private func findAmongCandidates(into clashes: inout [Int: UniqueClash]) throws(Failure) {
    var rivals: Set<Int> = []
    for (first, second) in zip(entries, entries.dropFirst()) where first.hash == second.hash {
      rivals.formUnion([first.candidate, second.candidate])
    }
    var loaded: [(number: Int, candidate: Candidate)] = []
    for number in rivals where clashes[number] == nil { loaded.append((number, try load(number))) }
    loaded.sort { Self.comesFirst($0.candidate, $1.candidate) }
    var taken: [[UInt8]: String] = [:]
    for (number, candidate) in loaded {
      let own = indexes.flatMap { index in index.keys(of: candidate.tree).map { (index, $0) } }
      let lost = own.lazy.compactMap { index, key in taken[key.bytes].map { (index, key, $0) } }.first
      if let (index, key, id) = lost {
        clashes[number] = clash(index, key, with: id, isCurrent: false)
      } else {
        for (_, key) in own { taken[key.bytes] = candidate.id }
      }
    }
  }

  /// Whether the first of two candidates has the later evidence, none being the earliest; of equal ones
  /// the smaller id.
  private static func comesFirst(_ first: Candidate, _ second: Candidate) -> Bool {
    func rank(_ evidence: Evidence) -> (Int64, Int64, Int64) {
      (evidence.updatedAt ?? .min, evidence.version ?? .min, evidence.createdAt ?? .min)
    }
    let (one, other) = (rank(first.evidence), rank(second.evidence))
    return one == other ? first.id < second.id : one > other
  }

  private func clash(_ index: UniqueIndex, _ key: UniqueIndex.Key, with id: String, isCurrent: Bool) -> UniqueClash {
    let fields = zip(index.fields, key.values).map { path, value in
      UniqueClash.Field(
        path: path.joined(separator: "."),
        value: value?.text,
        isPrivate: path.contains { $0.hasPrefix("_") }
      )
    }
    return UniqueClash(index: index.name, fields: fields, otherID: id, isCurrent: isCurrent)
  }
}

/// A unique index on which an object cannot come back.
public struct UniqueClash: Equatable, Sendable {
  /// One of the index's fields.
  public struct Field: Equatable, Sendable {
    /// The field's path, by the export's names.
    public var path: String
    /// The object's value there, if it is text.
    public var value: String?
    /// Whether the value must not be shown.
    public var isPrivate: Bool
  }

  /// The index's name.
  public var index: String
  /// Its fields, in its order.
  public var fields: [Field]
  /// The id of the object that has these values.
  public var otherID: String
  /// Whether that object is in the export; otherwise it is one that comes back.
  public var isCurrent: Bool
}
