import Compression
import Values

extension IDReader {
  /// The bytes of a file, plain or gzip, one after the other; no caller sees where a chunk ends.
  struct Bytes: ~Copyable {
    private let path: String
    private let source: InflatingSource
    private(set) var memory: [UInt8]
    private let counter: ReadCounter?
    /// How many objects have begun that the counter does not know of.
    var uncountedObjects = 0
    var position = 0
    private(set) var end = 0
    private let objects: ObjectsInMemory

    /// How many bytes stood in front of those in memory.
    private var offsetOfMemory: UInt64 = 0

    /// Only a regular file can be read a second time: a pipe would have nothing left to find.
    init(path: String, bufferBytes: Int, counter: ReadCounter? = nil) throws(LastCheckError) {
      precondition(bufferBytes > 0, "a buffer without room")
      self.path = path
      self.counter = counter
      do throws(CompressionError) {
        // "-" would be standard input.
        guard path != "-" else { throw .notReadable(path: path) }
        source = InflatingSource(try FileSource(path: path, regularOnly: true, counter: counter))
      } catch {
        throw .cannotRead(error)
      }
      memory = Array(repeating: 0, count: bufferBytes)
      objects = ObjectsInMemory(memoryBytes: bufferBytes)
    }

    /// The error that says that the file is not as it should be here.
    var malformed: LastCheckError {
      .malformed(path: path, offset: offsetOfMemory + UInt64(position))
    }

    /// The next byte, which stays the next one; nil at the end of the file.
    mutating func peek() throws(LastCheckError) -> UInt8? {
      if position == end { try refill() }
      return position < end ? memory[position] : nil
    }

    /// Takes the byte that `peek` has shown.
    mutating func take() {
      position += 1
    }

    /// Takes the next byte, where the file must not end.
    mutating func next() throws(LastCheckError) -> UInt8 {
      guard let byte = try peek() else { throw malformed }
      take()
      return byte
    }

    /// Takes the next bytes and puts them behind others, where the file must not end.
    mutating func take(_ count: Int, into target: inout [UInt8]) throws(LastCheckError) {
      var missing = count
      while missing > 0 {
        guard try peek() != nil else { throw malformed }
        let taken = min(missing, end - position)
        target += memory[position..<(position + taken)]
        position += taken
        missing -= taken
      }
    }

    /// The next byte that is not white space, which stays the next one; nil at the end of the file.
    mutating func peekVisible() throws(LastCheckError) -> UInt8? {
      while let byte = try peek() {
        guard Bytes.isWhite(byte) else { return byte }
        take()
      }
      return nil
    }

    /// Takes the next byte that is not white space, where the file must not end.
    mutating func nextVisible() throws(LastCheckError) -> UInt8 {
      guard let byte = try peekVisible() else { throw malformed }
      take()
      return byte
    }

    /// Takes the objects that are next, as long as they are in memory as a whole and as most are: see `ObjectsInMemory`.
    ///
    /// - Parameters:
    ///   - separator: what stands between two of them besides white space; nil for nothing.
    ///   - body: gets the id of each.
    /// - Returns: whether there was one.
    mutating func takeObjectsInMemory(
      separator: UInt8?,
      _ body: (Span<UInt8>) throws(LastCheckError) -> Void
    ) throws(LastCheckError) -> Bool {
      // Held once, and not anew for each object.
      let memory = memory
      let text = memory.span.extracting(..<end)
      var next: Int? = position
      var count = 0
      while let start = next, let object = objects.takeObject(text, at: start) {
        try body(text.extracting(object.id))
        count += 1
        position = object.end
        next = Self.bracket(text, from: object.end, behind: separator)
      }
      uncountedObjects += count
      return count > 0
    }

    /// Where the bracket of the next object stands, if it is in memory.
    private static func bracket(_ text: Span<UInt8>, from start: Int, behind separator: UInt8?) -> Int? {
      var offset = start
      var missing = separator
      while offset < text.count {
        let byte = text[offset]
        switch byte {
        case _ where isWhite(byte): break
        case UInt8(ascii: "{") where missing == nil: return offset
        case _ where byte == missing: missing = nil
        default: return nil
        }
        offset += 1
      }
      return nil
    }

    /// Takes the bytes up to a quote, a backslash, a control character or the end of the chunk.
    ///
    /// - Returns: those bytes, empty where there are none; to be let go before the next call, for else they are copied.
    mutating func takePlainRun() throws(LastCheckError) -> ArraySlice<UInt8> {
      if position == end { try refill() }
      let start = position
      position = plainEnd(from: start)
      return memory[start..<position]
    }

    /// Takes the rest of a string, unless more has to be read for it or it is faulty: then as much of it as is plain.
    ///
    /// - Returns: whether that was all of it.
    mutating func skipStringInMemory() -> Bool {
      while true {
        position = plainEnd(from: position)
        guard position < end else { return false }
        if memory[position] == UInt8(ascii: "\"") {
          position += 1
          return true
        }
        guard memory[position] == UInt8(ascii: "\\"), position + 1 < end else { return false }
        position += 2
      }
    }

    /// Takes the rest of a string that is plain and in memory as a whole.
    ///
    /// - Returns: which one of some it is, `names.count` for any other; nil where nothing was taken.
    mutating func takePlainString(among names: [[UInt8]]) -> Int? {
      let stringEnd = plainEnd(from: position)
      guard stringEnd < end, memory[stringEnd] == UInt8(ascii: "\"") else { return nil }
      let start = position
      position = stringEnd + 1
      for (number, name) in names.enumerated()
      where name.count == stringEnd - start && name.indices.allSatisfy({ name[$0] == memory[start + $0] }) {
        return number
      }
      return names.count
    }

    /// Where the plain bytes end that stand in memory.
    private func plainEnd(from start: Int) -> Int { Bytes.plainEnd(memory.span, from: start, before: end) }

    /// Where the plain bytes end that stand at an offset and before another one.
    @inline(__always)
    static func plainEnd(_ bytes: Span<UInt8>, from start: Int, before end: Int) -> Int {
      var offset = start
      // Most of an export is text of no interest: eight bytes at a time, then the rest singly.
      while offset + 8 <= end {
        let plain = Bytes.plainBytes(bytes.littleEndian(at: offset))
        offset += plain
        guard plain == 8 else { return offset }
      }
      while offset < end, Bytes.isPlain(bytes[offset]) { offset += 1 }
      return offset
    }

    private mutating func refill() throws(LastCheckError) {
      counter?.add(objects: uncountedObjects)
      uncountedObjects = 0
      offsetOfMemory += UInt64(end)
      (position, end) = (0, 0)
      objects.forget()
      do throws(CompressionError) {
        end = try source.read(into: &memory)
      } catch {
        throw .cannotRead(error)
      }
    }

    /// Whether `byte` is white space of JSON.
    private static func isWhite(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        || byte == UInt8(ascii: "\t")
    }

    /// Whether `byte` stands for itself within a string.
    private static func isPlain(_ byte: UInt8) -> Bool {
      byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// How many bytes of `word`, from the lowest on, are plain. Subtracting from a byte that is too small borrows into
    /// its highest bit, and may do so into those above it, but not into those below; bytes from 0x80 on have that bit
    /// already and are plain.
    private static func plainBytes(_ word: UInt64) -> Int {
      let ones: UInt64 = 0x0101_0101_0101_0101
      let quotes = word ^ (ones * 0x22)
      let backslashes = word ^ (ones * 0x5c)
      let suspects = ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
      let marks = (suspects | ((word &- ones * 0x20) & ~word)) & (ones * 0x80)
      return marks.trailingZeroBitCount / 8
    }
  }
}
