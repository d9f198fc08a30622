/// What the records of both sides say of a document of the backups.
struct Verdict: Equatable {
  /// Half a byte: 0 and 1 as below; from 2 on unchanged, from 5 on unchanged and walked over, from 8 on changed.
  fileprivate(set) var code: UInt8

  /// Only its bytes tell what becomes of it.
  static let unsettled = Verdict(code: 0)
  /// A newer backup has spoken for its object.
  static let older = Verdict(code: 1)

  /// Its object is unchanged.
  ///
  /// - Parameters:
  ///   - reason: what its evidence says.
  ///   - isWalked: whether it is walked over all the same.
  static func unchanged(_ reason: Reason, isWalked: Bool) -> Verdict {
    let code: UInt8 =
      switch reason {
      case .updated, .recreated: 2
      case .backupLooksNewer: 3
      // Which of these it is makes no difference.
      case .content, .evidenceDisagrees, .sameVersion: 4
      }
    return Verdict(code: isWalked ? code + 3 : code)
  }

  /// Its object has changed.
  static func changed(_ reason: Reason) -> Verdict {
    switch reason {
    case .recreated: Verdict(code: 8)
    case .content: Verdict(code: 9)
    case .updated: Verdict(code: 10)
    case .backupLooksNewer: Verdict(code: 11)
    case .evidenceDisagrees: Verdict(code: 12)
    case .sameVersion: Verdict(code: 13)
    }
  }

  var isChanged: Bool { code >= 8 }
  var isWalked: Bool { code >= 5 }

  /// What the evidence says, where it makes a difference.
  var reason: Reason {
    switch code {
    case 2, 5, 10: .updated
    case 3, 6, 11: .backupLooksNewer
    case 8: .recreated
    case 12: .evidenceDisagrees
    case 13: .sameVersion
    default: .content
    }
  }
}

/// The verdicts on all documents of the backups, in the order in which these are read, half a byte each.
final class Verdicts {
  private let memory: LimitedMemory
  private var halves: PageMemory<UInt8>
  /// The numbers of the documents of each backup.
  let backups: [Range<Int>]
  /// The document that comes next.
  private var next = 0

  /// - Parameter backups: the numbers of the documents of each backup, from 0 on without a gap.
  init(backups: [Range<Int>], memory: LimitedMemory) throws(MergeError) {
    self.backups = backups
    self.memory = memory
    let bytes = ((backups.last?.upperBound ?? 0) + 1) / 2
    try memory.take(bytes)
    halves = try PageMemory(count: bytes)
  }

  subscript(_ document: Int) -> Verdict {
    get {
      guard document >> 1 < halves.count else { return .unsettled }
      return Verdict(code: halves[document >> 1] >> (document & 1 == 0 ? 0 : 4) & 0xF)
    }
    set {
      guard document >> 1 < halves.count else { return }
      let shift: UInt8 = document & 1 == 0 ? 0 : 4
      halves[document >> 1] = halves[document >> 1] & ~(0xF << shift) | newValue.code << shift
    }
  }

  // MARK: In the order of the backups

  /// Goes on to the documents of a backup.
  func begin(_ backup: Int) { next = backups[backup].lowerBound }

  /// The verdict on the document of a backup that comes next; nil where there were not so many documents.
  func takeNext(of backup: Int) -> Verdict? {
    guard next < backups[backup].upperBound else { return nil }
    next += 1
    return self[next - 1]
  }

  /// Whether there was a verdict on more documents of a backup.
  func hasMore(of backup: Int) -> Bool { next < backups[backup].upperBound }
}
