import BSON
import Values

extension ValueTree {
  /// The tree of some members of a BSON document, or nil where it is none.
  ///
  /// - Parameters:
  ///   - members: the names of the members, as the export has them.
  ///   - renamed: names as they are stored, and those that the export has for them.
  init?(document: [UInt8], members: [String], renamed: [String: String]) {
    let stored = renamed.filter { members.contains($0.value) }.map(\.key)
    var walker = BSONWalker(maxDepth: .max)
    var collector = MemberCollector(members: members + stored)
    let isRead = document.withUnsafeBytes { (try? walker.walk($0, into: &collector)) != nil }
    guard isRead else { return nil }
    self = collector.tree.renamed(renamed)
  }

  /// The object with other names for some of its members.
  func renamed(_ names: [String: String]) -> ValueTree {
    names.isEmpty ? self : .object(members.map { Member(name: names[$0.name] ?? $0.name, value: $0.value) })
  }
}
