/// The bytes of a file, inflated where it is gzip and unchanged where it is not. Not for use by two
/// threads at a time.
package final class InflatingSource {
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

  /// The file that the bytes come from.
  package let file: FileSource

  /// Whether the file begins as gzip does; false before the first read.
  package private(set) var isGzip = false

  private let input: InputBuffer
  private let library: InflatingLibrary
  private var inflater: (any Inflater)?
  private var position = Position.start
  private var memberBytes: UInt64 = 0
  private var failure: CompressionError?

  /// Nothing is read before the first call of `read`.
  ///
  /// - Parameters:
  ///   - file: the file, of which nothing must have been read yet.
  ///   - inputBytes: how many compressed bytes to read at a time, at least 1.
  ///   - library: what to inflate with.
  package init(_ file: FileSource, inputBytes: Int = 256 << 10, library: InflatingLibrary = .fastest) {
    self.file = file
    self.library = library
    input = InputBuffer(file, blockBytes: inputBytes)
  }

  /// Reads the next decoded bytes into `output`, which must not be empty. Waits for the file only
  /// where there would be no bytes otherwise.
  ///
  /// An error comes after all the bytes decoded before it, and comes again at every further call.
  ///
  /// - Returns: how many bytes were written, possibly fewer than there is room for; 0 at the end.
  /// - Throws: `CompressionError.damagedGzip` or `.cannotRead`.
  package func read(into output: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    precondition(!output.isEmpty, "a read without room would look like the end of the file")
    if let failure { throw failure }
    var filled = 0
    do throws(CompressionError) {
      while filled == 0 || (filled < output.count && !input.unread.isEmpty) {
        if case .atEnd = position { break }
        filled += try step(into: UnsafeMutableRawBufferPointer(rebasing: output[filled...]))
      }
    } catch {
      failure = error
      if filled == 0 { throw error }
    }
    return filled
  }

  /// Does the next piece of work and returns how many bytes it put into `output`, often none. A piece
  /// that throws has put none there.
  private func step(into output: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    switch position {
    case .start:
      try begin()
      return 0
    case .passingThrough:
      let count = try input.copy(into: output)
      if count == 0 { position = .atEnd }
      return count
    case .insideMember:
      return try inflate(into: output)
    case .atDamage:
      throw input.damage(.data)
    case .atTrailer(let readAhead):
      try checkTrailer(readAhead)
      return 0
    case .behindMember:
      try beginNextMember()
      return 0
    case .atEnd:
      return 0
    }
  }

  /// Looks at the first two bytes of the file.
  private func begin() throws(CompressionError) {
    isGzip = try input.fill(atLeast: 2) && input.unread.starts(with: GzipMember.magic)
    if isGzip {
      try beginMember()
    } else {
      position = .passingThrough
    }
  }

  /// Begins a member whose magic is next.
  private func beginMember() throws(CompressionError) {
    try GzipMember.skipHeader(of: input)
    memberBytes = 0
    inflater?.reset()
    position = .insideMember
  }

  /// Begins another member, or ends where the file does.
  private func beginNextMember() throws(CompressionError) {
    let hasTwoBytes = try input.fill(atLeast: 2)
    let bytes = input.unread
    if bytes.isEmpty {
      position = .atEnd
    } else if !GzipMember.magic.starts(with: bytes.prefix(2)) {
      throw input.damage(.trailingBytes)
    } else if hasTwoBytes {
      try beginMember()
    } else {
      input.consume(1)
      throw input.damage(.cutShort)
    }
  }

  /// Decodes more of the present member.
  private func inflate(into output: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    let inflater = presentInflater()
    let offered = input.unread.count
    let step = inflater.inflate(input.unread, into: output)
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

  /// Compares the trailer of a member, all of whose data is decoded.
  private func checkTrailer(_ readAhead: [UInt8]) throws(CompressionError) {
    try GzipMember.checkTrailer(
      of: input,
      readAhead: readAhead,
      checksum: presentInflater().checksum,
      length: memberBytes
    )
    position = .behindMember
  }

  /// The inflater, made when the first member needs it: plain files do without.
  private func presentInflater() -> any Inflater {
    if let inflater { return inflater }
    let made = library.makeInflater()
    inflater = made
    return made
  }
}
