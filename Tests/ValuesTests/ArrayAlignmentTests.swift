import TestSupport
import Testing

@testable import Values

@Suite struct ArrayAlignmentTests {
  private func prints(_ numbers: [Int]) -> [Fingerprint] { numbers.map { Fingerprint(low: UInt64($0), high: 0) } }

  @Test func `the steps lead from one array to the other`() {
    let seed: UInt64 = 71
    var generator = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let random = { (limit: Int) in
        (0..<Int.random(in: 0...8, using: &generator)).map { _ in Int.random(in: 0..<limit, using: &generator) }
      }
      let (old, new) = (random(5), random(5))
      let steps = ArrayAlignment(prints(old), prints(new)).steps
      if !leads(steps, from: old, to: new) { Issue.record("\(old) → \(new): \(steps) (seed \(seed), round \(round))") }
      #expect(steps.isEmpty == (old == new))
    }
  }

  @Test func `long arrays are compared position by position`() {
    let old = Array(0..<ArrayAlignment.limit), new = old.map { $0 + 1 } + [7]
    let steps = ArrayAlignment(prints(old), prints(new)).steps
    #expect(steps.count == old.count + 1 && steps.last == .added(old.count))
    #expect(leads(steps, from: old, to: new))
  }

  /// Whether what is neither removed nor added nor moved nor changed is the same, in its order, and everything
  /// else is accounted for.
  private func leads(_ steps: [ArrayAlignment.Step], from old: [Int], to new: [Int]) -> Bool {
    var left = Set(old.indices), right = Set(new.indices)
    for step in steps {
      switch step {
      case .pair(let first, let second):
        guard old[first] != new[second], left.remove(first) != nil, right.remove(second) != nil else { return false }
      case .removed(let first): guard left.remove(first) != nil else { return false }
      case .added(let second): guard right.remove(second) != nil else { return false }
      case .moved(let first, let second):
        guard old[first] == new[second], left.remove(first) != nil, right.remove(second) != nil else { return false }
      }
    }
    return left.sorted().map { old[$0] } == right.sorted().map { new[$0] }
  }
}
