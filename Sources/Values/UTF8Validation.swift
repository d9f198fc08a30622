/// Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
///
/// A finite automaton whose states are shift counts into one 64-bit row a byte (Per Vognsen's
/// shift-based automata): one load, one shift a byte, no branch.
public struct UTF8Validator: Sendable {
  @usableFromInline let rows: [UInt64]

  /// The only one that is needed.
  public static let shared = UTF8Validator()

  /// The states, as shift counts.
  private enum State {
    static let accept: UInt64 = 0
    static let reject: UInt64 = 6
    static let one: UInt64 = 12
    static let two: UInt64 = 18
    static let three: UInt64 = 24
    static let afterE0: UInt64 = 30
    static let afterED: UInt64 = 36
    static let afterF0: UInt64 = 42
    static let afterF4: UInt64 = 48
  }

  private init() {
    rows = (0...255).map { (byte: Int) in
      var row: UInt64 = 0
      func to(_ next: UInt64, from state: UInt64) { row |= next << state }
      for state in stride(from: State.accept, through: State.afterF4, by: 6) {
        to(Self.next(UInt8(byte), state), from: state)
      }
      return row
    }
  }

  private static func next(_ byte: UInt8, _ state: UInt64) -> UInt64 {
    switch (state, byte) {
    case (State.accept, 0x00...0x7F): State.accept
    case (State.accept, 0xC2...0xDF): State.one
    case (State.accept, 0xE0): State.afterE0
    case (State.accept, 0xE1...0xEC), (State.accept, 0xEE...0xEF): State.two
    case (State.accept, 0xED): State.afterED
    case (State.accept, 0xF0): State.afterF0
    case (State.accept, 0xF1...0xF3): State.three
    case (State.accept, 0xF4): State.afterF4
    case (State.one, 0x80...0xBF): State.accept
    case (State.two, 0x80...0xBF), (State.afterE0, 0xA0...0xBF), (State.afterED, 0x80...0x9F): State.one
    case (State.three, 0x80...0xBF), (State.afterF0, 0x90...0xBF), (State.afterF4, 0x80...0x8F): State.two
    default: State.reject
    }
  }

  /// Whether the bytes are valid as a whole.
  @inlinable
  public func isValid(_ bytes: Span<UInt8>) -> Bool {
    // SAFETY: there are 256 rows, and the indices are those of the bytes.
    unsafe rows.withUnsafeBufferPointer { rows in
      guard let table = rows.baseAddress else { return false }
      var state: UInt64 = 0
      for index in bytes.indices {
        state = unsafe table[Int(bytes[unchecked: index])] &>> state
      }
      return state & 63 == 0
    }
  }
}
