/// Finds the paths at which two states of an object differ.
///
/// What is equal is what `BodyFingerprinter` holds equal, value by value: nothing is found in bodies that have
/// the same fingerprint, and something in all others.
package struct BodyComparison {
  /// The names under which members are compared, by those that they have on a side.
  package typealias Names = [[UInt8]: [UInt8]]

  private let masked: MaskedNames
  /// A list, because there are few: hashing takes longer.
  private let ignored: [[UInt8]]
  private var values: ValueFingerprints
  private var differences: [Difference] = []

  /// How deep values are looked into; what lies deeper is compared as a whole.
  private static let deepest = 100

  /// - Parameters:
  ///   - space: which values are equal.
  ///   - nullEqualsAbsent: whether a member that is null counts as absent in the plain space.
  ///   - ignored: members that are left out, by the export's names.
  ///   - masked: members whose values are not to be seen.
  package init(space: ValueSpace, nullEqualsAbsent: Bool = true, ignored: [String] = [], masked: MaskedNames = .init())
  {
    self.masked = masked
    // What the body does not hold. Ids may differ in their spelling.
    let apart = ["id", "_id", "version", "createdAt", "updatedAt", MemberRoles.dropped]
    self.ignored = (ignored + apart).map { Array($0.utf8) }
    values = ValueFingerprints(space: space, nullEqualsAbsent: nullEqualsAbsent)
  }

  /// The differences of two objects, in the order of the backup's members, those that only the current state
  /// has at the end of their objects.
  ///
  /// - Parameters:
  ///   - backupNames: names as the backup has them, and those that the export has for them.
  ///   - currentNames: the same for the current side; empty where that has the export's names.
  package mutating func differences(
    _ backup: TypedValue,
    _ current: TypedValue,
    backupNames: Names = [:],
    currentNames: Names = [:]
  ) -> [Difference] {
    differences = []
    let old = body(of: backup, backupNames), new = body(of: current, currentNames)
    compare(old, new, path: []) { $0.elementsEqual("acl".utf8) ? .acl : .member }
    return differences
  }

  /// The members of an object that are compared, by the names under which they are.
  private func body(of object: TypedValue, _ names: Names) -> [TypedValue.Member] {
    guard case .object(let members) = object else { return [] }
    return members.compactMap { member in
      let name = names.isEmpty ? member.name : names[member.name] ?? member.name
      return ignored.contains(name) ? nil : TypedValue.Member(name: name, value: member.value)
    }
  }

  // MARK: Members

  private mutating func compare(
    _ backup: [TypedValue.Member],
    _ current: [TypedValue.Member],
    path: [Difference.Step],
    place: ([UInt8]) -> ValueFingerprints.Place
  ) {
    if let pairs = Self.pairs(backup, current) {
      for pair in pairs where pair.old != pair.new {
        let values = ([pair.old].compactMap { $0 }, [pair.new].compactMap { $0 })
        compare(values.0, values.1, name: pair.name, path: path + [.member(pair.name)], at: place(pair.name))
      }
      return
    }
    let old = Dictionary(grouping: backup, by: \.name), new = Dictionary(grouping: current, by: \.name)
    var seen: Set<[UInt8]> = []
    for name in (backup + current).map(\.name) where seen.insert(name).inserted {
      compare(
        (old[name] ?? []).map(\.value),
        (new[name] ?? []).map(\.value),
        name: name,
        path: path + [.member(name)],
        at: place(name)
      )
    }
  }

  /// The values of each name on both sides, where each stands at most once on a side and there are few, as in most
  /// objects; otherwise nil.
  private static func pairs(
    _ backup: [TypedValue.Member],
    _ current: [TypedValue.Member]
  ) -> [(name: [UInt8], old: TypedValue?, new: TypedValue?)]? {
    guard max(backup.count, current.count) <= 64, hasUniqueNames(backup), hasUniqueNames(current) else { return nil }
    var pairs: [(name: [UInt8], old: TypedValue?, new: TypedValue?)] = []
    var isPaired = [Bool](repeating: false, count: current.count)
    for member in backup {
      let index = current.firstIndex { $0.name == member.name }
      if let index { isPaired[index] = true }
      pairs.append((member.name, member.value, index.map { current[$0].value }))
    }
    for (member, isPaired) in zip(current, isPaired) where !isPaired { pairs.append((member.name, nil, member.value)) }
    return pairs
  }

  private static func hasUniqueNames(_ members: [TypedValue.Member]) -> Bool {
    members.indices.allSatisfy { index in !members[..<index].contains { $0.name == members[index].name } }
  }

  /// Compares the members of one name: one on each side as a rule, but BSON and JSON allow any number.
  private mutating func compare(
    _ backup: [TypedValue],
    _ current: [TypedValue],
    name: [UInt8],
    path: [Difference.Step],
    at place: ValueFingerprints.Place
  ) {
    // What is the same needs no fingerprint to tell.
    if backup.count == 1, current.count == 1, backup[0] == current[0] { return }
    let backup = present(backup, at: place), current = present(current, at: place)
    let old = Self.rest(of: backup, without: current), new = Self.rest(of: current, without: backup)
    guard !old.isEmpty || !new.isEmpty else { return }
    if masked.contains(name) {
      let kind: Difference.Kind = new.isEmpty ? .removed : old.isEmpty ? .added : .changed
      differences.append(Difference(path: path, change: .masked(kind)))
    } else if case .acl = place, old.count <= 1, new.count <= 1 {
      compare(acl: old.first ?? .null, new.first ?? .null, path: path)
    } else if old.count == 1, new.count == 1 {
      compare(old[0], new[0], path: path, at: place)
    } else {
      for value in old { add(.removed(value.without(masked)), path) }
      for value in new { add(.added(value.without(masked)), path) }
    }
  }

  /// A value with its fingerprint.
  private typealias Printed = (print: Fingerprint, value: TypedValue)

  /// The values for which there are no equal ones among others.
  private static func rest(of values: [Printed], without others: [Printed]) -> [TypedValue] {
    var counts: [Fingerprint: Int] = [:]
    for other in others { counts[other.print, default: 0] += 1 }
    return values.compactMap { print, value in
      guard let count = counts[print], count > 0 else { return value }
      counts[print] = count - 1
      return nil
    }
  }

  /// The values that do not count as absent, with their fingerprints.
  private mutating func present(
    _ all: [TypedValue],
    at place: ValueFingerprints.Place
  ) -> [Printed] {
    var present: [Printed] = []
    for value in all {
      let print = values.fingerprint(value, at: place)
      if print != values.absent { present.append((print, value)) }
    }
    return present
  }

  private mutating func add(_ change: Difference.Change, _ path: [Difference.Step]) {
    differences.append(Difference(path: path, change: change))
  }

  // MARK: Values

  /// Compares two values that are known to differ.
  private mutating func compare(
    _ backup: TypedValue,
    _ current: TypedValue,
    path: [Difference.Step],
    at place: ValueFingerprints.Place
  ) {
    let count = differences.count
    if path.count < Self.deepest {
      switch (backup, current, place) {
      case (.object(let old), .object(let new), .member), (.object(let old), .object(let new), .element):
        compare(old, new, path: path) { _ in .member }
      case (.array(let old), .array(let new), .member), (.array(let old), .array(let new), .element):
        compare(elements: old, new, path: path)
      case (.object(let old), .object(let new), .aclPart(let name)) where TypedValue.isRules(name):
        compare(old, new, path: path) { _ in .rule }
      default: break
      }
    }
    // Where nothing within them says how they differ, they do as a whole.
    guard differences.count == count else { return }
    add(.changed(from: backup.without(masked), to: current.without(masked)), path)
  }

  private mutating func compare(acl backup: TypedValue, _ current: TypedValue, path: [Difference.Step]) {
    let (old, new) = (backup.aclRules, current.aclRules)
    let count = differences.count
    if case .object(let oldParts) = old, case .object(let newParts) = new {
      compare(oldParts, newParts, path: path) { .aclPart($0) }
    }
    guard differences.count == count else { return }
    add(.changed(from: old.without(masked), to: new.without(masked)), path)
  }

  private mutating func compare(elements backup: [TypedValue], _ current: [TypedValue], path: [Difference.Step]) {
    let alignment = ArrayAlignment(
      backup.map { values.fingerprint($0, at: .element) },
      current.map { values.fingerprint($0, at: .element) }
    )
    for step in alignment.steps {
      switch step {
      case .pair(let old, let new): compare(backup[old], current[new], path: path + [.position(old)], at: .element)
      case .removed(let old): add(.removed(backup[old].without(masked)), path + [.position(old)])
      case .added(let new): add(.added(current[new].without(masked)), path + [.position(new)])
      case .moved(let old, let new): add(.moved(backup[old].without(masked), to: new), path + [.position(old)])
      }
    }
  }
}
