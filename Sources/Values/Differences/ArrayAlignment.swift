/// Which elements of two arrays belong together: those of a longest common subsequence, and those that moved.
struct ArrayAlignment {
  /// What became of elements; positions from 0.
  enum Step: Equatable {
    /// The elements at these positions stand at the same place between others that did not change.
    case pair(Int, Int)
    case removed(Int)
    case added(Int)
    case moved(from: Int, to: Int)
  }

  /// What is not the same in both, in the order of the arrays.
  private(set) var steps: [Step] = []

  /// How many elements of both arrays are aligned, those at the ends that are equal left out: the cost grows
  /// with the square. Longer arrays are compared position by position.
  static let limit = 2000

  init(_ backup: [Fingerprint], _ current: [Fingerprint]) {
    let start = zip(backup, current).prefix { $0 == $1 }.count
    let rest = min(backup.count, current.count) - start
    let end = zip(backup.reversed(), current.reversed()).prefix(rest).prefix { $0 == $1 }.count
    let old = backup[start..<(backup.count - end)], new = current[start..<(current.count - end)]
    let pairs = (0..<min(old.count, new.count)).map { (old.startIndex + $0, new.startIndex + $0) }
    let changed = pairs.filter { backup[$0] != current[$1] }.map { Step.pair($0, $1) }
    if old.count + new.count <= Self.limit {
      align(Array(old), Array(new), from: start)
      // Nothing was inserted or removed where that explains no less.
      if old.count == new.count, changed.count <= steps.count { steps = changed }
    } else {
      steps = changed
      steps += old.indices.dropFirst(pairs.count).map { .removed($0) }
      steps += new.indices.dropFirst(pairs.count).map { .added($0) }
    }
  }

  private mutating func align(_ old: [Fingerprint], _ new: [Fingerprint], from start: Int) {
    // For each removed position where the element went, for each added one whether it came from another.
    var removed: [Int: Int?] = [:]
    var added: [Int: Bool] = [:]
    for change in new.difference(from: old).inferringMoves() {
      switch change {
      case .remove(let offset, _, let target): removed.updateValue(target, forKey: offset)
      case .insert(let offset, _, let origin): added[offset] = origin != nil
      }
    }
    var (first, second) = (0, 0)
    while first < old.count || second < new.count {
      var gone: [Int] = []
      var new: [Int] = []
      while let target = removed[first] {
        if let target {
          steps.append(.moved(from: start + first, to: start + target))
        } else {
          gone.append(start + first)
        }
        first += 1
      }
      while let hasMoved = added[second] {
        if !hasMoved { new.append(start + second) }
        second += 1
      }
      if gone.count == new.count {
        steps += zip(gone, new).map { .pair($0, $1) }
      } else {
        steps += gone.map { .removed($0) } + new.map { .added($0) }
      }
      (first, second) = (first + 1, second + 1)
    }
  }
}
