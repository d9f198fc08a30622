import CTokens

/// The objects of a text in memory, taken one by one.
///
/// Most objects are in memory from one end to the other and have one `id`, a plain text: these are taken by their tokens,
/// which are found in pieces of the text. All others, and all that is wrong, are left to `IDReader.readObject`, which takes
/// them byte by byte.
@safe
final class ObjectsInMemory {
  /// An object that was taken.
  struct Object {
    /// Where its id stands.
    let id: Range<Int>
    /// The offset behind it.
    let end: Int
  }

  /// How many bytes a piece has at most.
  private static let mostBytes = 1 << 16

  /// Where the tokens of a piece stand, from its beginning on; behind the last one whatever was there before.
  private let tokens: UnsafeMutableBufferPointer<UInt32>
  private var tokenCount = 0
  /// The number of the token to look at next.
  private var next = 0
  /// Where the piece stands.
  private var piece = 0..<0

  /// - Parameter memoryBytes: how many bytes there are at most in memory.
  init(memoryBytes: Int) {
    unsafe tokens = .allocate(capacity: min(memoryBytes, Self.mostBytes))
  }

  deinit {
    unsafe tokens.deallocate()
  }

  /// Takes note that the memory holds other bytes than before.
  func forget() {
    piece = 0..<0
    tokenCount = 0
    next = 0
  }

  /// Takes the object that is next.
  ///
  /// - Parameter position: the offset of its bracket; not before that of the object taken last, unless the memory holds other
  ///   bytes.
  /// - Returns: nil where nothing was taken.
  func takeObject(_ memory: Span<UInt8>, at position: Int) -> Object? {
    while next < tokenCount, offset(of: next) < position { next += 1 }
    if next < tokenCount, offset(of: next) == position {
      let (outcome, object) = identify(memory)
      // One that ends behind the piece may end in another one that begins with it.
      guard outcome == REGRAFT_CUT_SHORT, piece.lowerBound < position else { return object }
    }
    findTokens(memory, in: position..<min(memory.count, unsafe position + tokens.count))
    return identify(memory).object
  }

  /// Where a token stands.
  private func offset(of number: Int) -> Int {
    precondition(number < tokenCount)
    // SAFETY: there are as many.
    return unsafe piece.lowerBound + Int(tokens[number])
  }

  private func findTokens(_ memory: Span<UInt8>, in piece: Range<Int>) {
    self.piece = piece
    next = 0
    // SAFETY: there is room for as many tokens as the piece has bytes.
    tokenCount = unsafe memory.extracting(piece).withUnsafeBufferPointer { bytes in
      guard let text = bytes.baseAddress, let first = unsafe tokens.baseAddress else { return 0 }
      return unsafe regraft_tokens(text, bytes.count, first)
    }
  }

  /// Takes the object whose bracket is the next token.
  private func identify(_ memory: Span<UInt8>) -> (outcome: regraft_outcome, object: Object?) {
    var object = regraft_identified()
    // SAFETY: the tokens are those of the piece, and of the same bytes.
    let outcome = unsafe memory.extracting(piece).withUnsafeBufferPointer { bytes in
      guard let text = bytes.baseAddress, let first = unsafe tokens.baseAddress else { return REGRAFT_CUT_SHORT }
      return unsafe regraft_identify(text, first + next, tokenCount - next, &object)
    }
    guard outcome == REGRAFT_TAKEN else { return (outcome, nil) }
    next += object.tokens
    let start = piece.lowerBound
    return (outcome, Object(id: (start + object.id)..<(start + object.id_end), end: start + object.end))
  }
}
