/// The bytes of a file, inflated where it is gzip and unchanged where it is not. Not for use by two
/// threads at a time.
package final class InflatingSource {
  /// The file that the bytes come from.
  package let file: FileSource

  private var state: State
  private var checks: MemberChecks

  /// Nothing is read before the first call of `read`.
  ///
  /// - Parameters:
  ///   - file: the file, of which nothing must have been read yet.
  ///   - inputBytes: how many compressed bytes to read at a time, at least 1.
  ///   - library: what to inflate with.
  package init(_ file: FileSource, inputBytes: Int = 256 << 10, library: InflatingLibrary = .fastest) {
    self.file = file
    state = State(InputBuffer(file, blockBytes: inputBytes), library: library)
    checks = MemberChecks(library: library)
  }

  /// Whether the file begins as gzip does; false before the first read.
  package var isGzip: Bool { state.isGzip }

  /// Reads the next decoded bytes into `output`, from an index on behind which there must be room. Waits for the file
  /// only where there would be no bytes otherwise.
  ///
  /// An error comes after all the bytes decoded before it, and comes again at every further call.
  ///
  /// - Returns: how many bytes were written, possibly fewer than there is room for; 0 at the end.
  /// - Throws: `CompressionError.damagedGzip` or `.cannotRead`.
  package func read(
    into output: inout MutableSpan<UInt8>,
    from start: Int = 0
  ) throws(CompressionError) -> Int {
    if let damage = checks.damage { throw damage }
    while true {
      let read = try readUnchecked(into: &output, from: start)
      let sound = checks.take(output.span.extracting(start..<(start + read.count)), read)
      if sound > 0 { return sound }
      if let damage = checks.damage { throw damage }
      if read.isEnd { return 0 }
    }
  }

  /// The same without looking whether gzip members have the checksums that their trailers tell, which is left to the caller,
  /// from the first read on. There may be no bytes, but an end of a member.
  func readUnchecked(into output: inout MutableSpan<UInt8>, from start: Int = 0) throws(CompressionError)
    -> InflatedBytes
  {
    precondition(start >= 0 && start < output.count, "a read without room would look like the end of the file")
    return try state.read(into: &output, from: start)
  }

  /// The checks of what is read unchecked.
  func makeChecks() -> MemberChecks { checks }

  /// The same into an array.
  package func read(into output: inout [UInt8], from start: Int = 0) throws(CompressionError) -> Int {
    var space = output.mutableSpan
    return try read(into: &space, from: start)
  }

  /// Reads the rest of a small file.
  ///
  /// - Parameter limit: how many decoded bytes are read at most.
  /// - Throws: `CompressionError.damagedGzip` or `.cannotRead`.
  package func readAll(limit: Int = .max) throws(CompressionError) -> [UInt8] {
    var piece = [UInt8](repeating: 0, count: min(limit, 1 << 16))
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let count = try read(into: &piece)
      guard count > 0 else { break }
      bytes += piece.prefix(min(count, limit - bytes.count))
    }
    return bytes
  }
}

/// How far a file has been read and inflated.
private struct State: ~Copyable {
  /// Where reading stands.
  private enum Position {
    case start
    case passingThrough
    case insideMember
    case atDamage
    case atTrailer(readAhead: [UInt8])
    case behindMember
    case atEnd
  }

  /// How many members end in one read at most: a file can be millions of empty ones.
  private static let mostMembers = 64

  private(set) var isGzip = false
  private var input: InputBuffer
  private let library: InflatingLibrary
  private var inflater: (any Inflater)?
  private var position = Position.start
  private var memberBytes: UInt64 = 0
  /// What the trailer told that was just passed.
  private var passedTrailer: GzipMember.Trailer?
  private var failure: CompressionError?

  init(_ input: consuming InputBuffer, library: InflatingLibrary) {
    self.input = input
    self.library = library
  }

  mutating func read(
    into output: inout MutableSpan<UInt8>,
    from start: Int
  ) throws(CompressionError) -> InflatedBytes {
    if let failure { throw failure }
    var end = start
    var members: [MemberEnd] = []
    do throws(CompressionError) {
      while members.count < Self.mostMembers, end == start || (end < output.count && !input.unread.isEmpty) {
        if case .atEnd = position { break }
        end += try step(into: &output, from: end)
        if let trailer = passedTrailer.take() {
          members.append(MemberEnd(index: end - start, checksum: trailer.checksum, damage: input.damage(.checksum)))
          guard trailer.length == UInt32(truncatingIfNeeded: memberBytes) else { throw input.damage(.length) }
        }
      }
    } catch {
      failure = error
      if end == start, members.isEmpty { throw error }
    }
    return InflatedBytes(count: end - start, members: isGzip ? members : nil)
  }

  /// Does the next piece of work and returns how many bytes it put into `output`, often none. A piece
  /// that throws has put none there.
  private mutating func step(
    into output: inout MutableSpan<UInt8>,
    from start: Int
  ) throws(CompressionError) -> Int {
    switch position {
    case .start:
      try begin()
      return 0
    case .passingThrough:
      let count = try input.copy(into: &output, from: start)
      if count == 0 { position = .atEnd }
      return count
    case .insideMember:
      return try inflate(into: &output, from: start)
    case .atDamage:
      throw input.damage(.data)
    case .atTrailer(let readAhead):
      passedTrailer = try GzipMember.trailer(of: &input, readAhead: readAhead)
      position = .behindMember
      return 0
    case .behindMember:
      try beginNextMember()
      return 0
    case .atEnd:
      return 0
    }
  }

  /// Looks at the first two bytes of the file.
  private mutating func begin() throws(CompressionError) {
    isGzip = try input.fill(atLeast: 2) && GzipMember.beginsAsMagic(input.unread)
    if isGzip {
      try beginMember()
    } else {
      position = .passingThrough
    }
  }

  /// Begins a member whose magic is next.
  private mutating func beginMember() throws(CompressionError) {
    try GzipMember.skipHeader(of: &input)
    memberBytes = 0
    inflater?.reset()
    position = .insideMember
  }

  /// Begins another member, or ends where the file does.
  private mutating func beginNextMember() throws(CompressionError) {
    let hasTwoBytes = try input.fill(atLeast: 2)
    if input.unread.isEmpty {
      position = .atEnd
    } else if !GzipMember.beginsAsMagic(input.unread) {
      throw input.damage(.trailingBytes)
    } else if hasTwoBytes {
      try beginMember()
    } else {
      input.consume(1)
      throw input.damage(.cutShort)
    }
  }

  /// Decodes more of the present member.
  private mutating func inflate(
    into output: inout MutableSpan<UInt8>,
    from start: Int
  ) throws(CompressionError) -> Int {
    let inflater = presentInflater()
    let offered = input.unread.count
    let step = inflater.inflate(input.unread, into: &output, from: start)
    input.consume(step.consumed)
    memberBytes += UInt64(step.produced)

    switch step.outcome {
    case .damaged:
      position = .atDamage
    case .finished(let readAhead):
      position = .atTrailer(readAhead: readAhead)
    case .unfinished where step.produced > 0 || step.consumed > 0:
      break
    case .unfinished where offered > 0:
      // With input and room it has to go on; asking the same again would never end.
      position = .atDamage
    case .unfinished:
      // Only now is it sure that the inflater holds no output back.
      guard try input.fill(atLeast: 1) else { throw input.damage(.cutShort) }
    }
    return step.produced
  }

  /// The inflater, made when the first member needs it: plain files do without.
  private mutating func presentInflater() -> any Inflater {
    if let inflater { return inflater }
    let made = library.makeInflater()
    inflater = made
    return made
  }
}
