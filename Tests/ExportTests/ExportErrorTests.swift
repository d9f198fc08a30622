import Compression
import Glibc
import JSONStream
import TestSupport
import Testing

@testable import Export

@Suite struct ExportErrorTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Checks that a file gives this error at once and through buffers of all sizes.
  private func expect(_ text: String, _ damage: Damage, maxDepth: Int = 200) throws {
    try expect(Array(text.utf8), damage, maxDepth: maxDepth)
  }

  private func expect(_ bytes: [UInt8], _ damage: Damage, maxDepth: Int = 200) throws {
    let whole = try folder.reading(bytes, maxDepth: maxDepth)
    #expect(whole.damage == damage)
    let path = folder.path(of: "T.json")
    #expect(whole.error?.path == path)
    for size in 1...40 {
      let reading = Reading(path: path, maxDepth: maxDepth, bufferBytes: size)
      #expect(reading == whole, "\(size) bytes at a time")
    }
  }

  @Test(arguments: ["x", "\"[]\"", "1", "null", "}", "]", ",", "(", "\u{0}", "\u{B}[]", " \n x", "\u{FEFF}x", "é"])
  func `what begins neither as an array nor as an object is no export`(text: String) throws {
    let spaces = Array(text.utf8).prefix { $0 == 0x20 || $0 == 0x0A }.count
    let offset = text.utf8.starts(with: "\u{FEFF}".utf8) ? 3 : spaces
    try expect(text, Damage(.notAnExport, object: 0, at: UInt64(offset)))
  }

  @Test(arguments: [[0xEF, 0xBB], [0xEF], [0xEF, 0xBB, 0xBE, 0x5B, 0x5D], [0xFF, 0xFE, 0x5B, 0]] as [[UInt8]])
  func `what is half a byte order mark, or another one, is no export`(bytes: [UInt8]) throws {
    try expect(bytes, Damage(.notAnExport, object: 0, at: 0))
  }

  @Test func `a byte order mark stands at the beginning only`() throws {
    try expect(" \u{FEFF}[]", Damage(.notAnExport, object: 0, at: 1))
    try expect("\u{FEFF}\u{FEFF}[]", Damage(.notAnExport, object: 0, at: 3))
    try expect("{}\n\u{FEFF}{}", Damage(.notAnObject, object: 2, at: 3))
  }

  @Test(
    arguments: [
      ("[1]", 1, 1), ("[ null]", 1, 2), (#"["{}"]"#, 1, 1), ("[[]]", 1, 1), ("[,{}]", 1, 1), ("[{},]", 2, 4),
      ("[{},,{}]", 2, 4), (#"[{"a":1}, 7]"#, 2, 10), ("[{},{},]", 3, 7), ("{}x", 2, 2), ("{}\n[]", 2, 3),
      ("{},{}", 2, 2), ("{}]", 2, 2), ("{}{}\n\n}", 3, 6), ("{}\u{0}", 2, 2),
    ] as [(String, Int, UInt64)]
  )
  func `a value that is no object is told with its number and place`(text: String, object: Int, offset: UInt64) throws {
    try expect(text, Damage(.notAnObject, object: object, at: offset))
  }

  @Test(
    arguments: [
      ("[{}{}]", 1, 3), ("[{} {}]", 1, 4), ("[{},{}\n\n}", 2, 8), ("[{}:", 1, 3), ("[{}\u{0}", 1, 3),
      (#"[{}"x"]"#, 1, 3),
    ] as [(String, Int, UInt64)]
  )
  func `a comma stands between the objects of an array`(text: String, object: Int, offset: UInt64) throws {
    try expect(text, Damage(.missingComma, object: object, at: offset))
  }

  @Test(
    arguments: [
      ("[]]", 0, 2), ("[{}],", 1, 4), ("[{}] \n{}", 1, 6), ("[] []", 0, 3), ("[{},{}]x", 2, 7), ("[]\u{0}", 0, 2),
      ("\u{FEFF}[]\u{FEFF}", 0, 5),
    ] as [(String, Int, UInt64)]
  )
  func `nothing stands behind an array`(text: String, object: Int, offset: UInt64) throws {
    try expect(text, Damage(.trailingBytes, object: object, at: offset))
  }

  @Test(arguments: [
    ("[", 0), ("[ \n", 0), ("[{}", 1), ("[{} ", 1), ("[{},", 2), ("[{}, ", 2), ("{", 1), ("[{", 1), ("{}{", 2),
    (#"{"a"#, 1), (#"{"a":1,"#, 1), (#"{"a":"\"#, 1), (#"{"a":"\u00"#, 1), (#"{"a":tru"#, 1), (#"{"a":-"#, 1),
    (#"{"a":1"#, 1), (#"{"a":[[{"#, 1), (#"{"a":"\ud83d"#, 1),
  ])
  func `a file that ends too soon is told at its end`(text: String, object: Int) throws {
    try expect(text, Damage(.cutShort, object: object, at: UInt64(text.utf8.count)))
  }

  @Test func `no beginning of an array passes for a whole one`() throws {
    let text = Array(#" [{"a":[1,"\u00e9é"],"b":{}} , {"a":null,"c":-1.5e3}]"#.utf8)
    #expect(try folder.reading(text).error == nil)
    // White space alone is an empty file.
    for count in 2..<text.count {
      let cut = try folder.reading(Array(text[..<count]))
      #expect(cut.damage?.cause == .cutShort, "\(count) bytes")
      #expect(cut.damage?.offset == UInt64(count), "\(count) bytes")
    }
  }

  @Test(
    arguments: [
      (#"{"a":1,}"#, .unexpectedByte(0x7D), 7), (#"{"a" 1}"#, .unexpectedByte(0x31), 5),
      ("{a:1}", .unexpectedByte(0x61), 1),
      (#"{"a":01}"#, .malformedNumber, 5), (#"{"a":1.}"#, .malformedNumber, 7), (#"{"a":-x}"#, .malformedNumber, 6),
      (#"{"a":"\x"}"#, .malformedEscape, 7), (#"{"a":"\u00g0"}"#, .malformedEscape, 10),
      (#"{"a":"\ud83dxxxxxx"}"#, .loneSurrogate, 8), (#"{"a":"\ude00"}"#, .loneSurrogate, 8),
      ("{\"a\":\"\n\"}", .controlCharacter(0x0A), 6), ("{\"a\":\"\u{0}\"}", .controlCharacter(0), 6),
      (#"{"a":[1 2]}"#, .unexpectedByte(0x32), 8), (#"{"a":nul}"#, .unexpectedByte(0x7D), 8),
      (#"{"a":NaN}"#, .unexpectedByte(0x4E), 5), ("{\u{0}}", .unexpectedByte(0), 1),
    ] as [(String, JSONError.Cause, UInt64)]
  )
  func `damaged JSON is told with the object and the place in the file`(
    text: String,
    cause: JSONError.Cause,
    offset: UInt64
  ) throws {
    for (before, number) in [("", 1), ("[", 1), (#"[{"a":"é"}, "#, 2), ("{}\n{}\n", 3)] {
      let place = UInt64(before.utf8.count) + offset
      try expect(before + text, Damage(.json(cause), object: number, at: place))
      try expect(before + text + "\n{}]", Damage(.json(cause), object: number, at: place))
    }
  }

  @Test(arguments: [[0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
  func `text that is not UTF-8 is told at its string`(bytes: [UInt8]) throws {
    let file = Array(#"[{},{"a":""#.utf8) + bytes + Array(#""}]"#.utf8)
    try expect(file, Damage(.json(.notUTF8), object: 2, at: 10))
  }

  @Test func `nesting has a limit`() throws {
    let within = #"[{"a":[{"b":1}]},{"a":{"b":{}}}]"#
    #expect(try folder.reading(within, maxDepth: 3).error == nil)
    try expect(#"[{},{"a":[{"b":[]}]}]"#, Damage(.json(.tooDeep(limit: 3)), object: 2, at: 15), maxDepth: 3)
    try expect(#"{"a":{"b":{"c":{"#, Damage(.json(.tooDeep(limit: 3)), object: 1, at: 15), maxDepth: 3)
    try expect(within, Damage(.json(.tooDeep(limit: 2)), object: 1, at: 7), maxDepth: 2)
  }

  @Test func `the limit of nesting is 200 where none is given`() throws {
    func nested(_ depth: Int) -> String {
      #"{"a":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
    }
    #expect(try folder.reading(nested(200)).error == nil)
    #expect(try folder.reading(nested(201)).damage == Damage(.json(.tooDeep(limit: 200)), object: 1, at: 204))
    #expect(try folder.reading(nested(100_000)).damage == Damage(.json(.tooDeep(limit: 200)), object: 1, at: 204))
  }

  @Test func `what is no regular file is refused and not waited for`() throws {
    let fifo = folder.makeFIFO("T.json")
    let missing = folder.path(of: "missing.json")
    let cases: [(String, CompressionError)] = [
      (fifo, .notReadable(path: fifo)), (folder.path, .notReadable(path: folder.path)),
      (missing, .cannotOpen(path: missing, errno: ENOENT)),
    ]
    for (path, cause) in cases {
      #expect(Reading(path: path).error == ExportError(path: path, object: 0, offset: 0, cause: .source(cause)))
    }
  }

  @Test func `damaged gzip is an error of the file`() throws {
    // Stored, so that all text is there before the damage.
    let gzip = GzipWriter.gzip(Array(#"[{"n":1},{"n":2}]"#.utf8), level: 0)
    let cut = try folder.write(Array(gzip.dropLast(1)), to: "T.json.gz")
    let damaged = CompressionError.damagedGzip(path: cut, offset: UInt64(gzip.count - 1), cause: .cutShort)
    for size in 1...40 {
      let reading = Reading(path: cut, bufferBytes: size)
      #expect(reading.error?.cause == .source(damaged))
      #expect(reading.error?.offset == 17)
      #expect(reading.objects.map(\.text) == [#"{"n":1}"#, #"{"n":2}"#].prefix(reading.objects.count).map { $0 })
    }
    #expect(Reading(path: cut, bufferBytes: 1).objects.count == 2)
  }

  @Test func `random changes give objects of the file, or an error within it`() throws {
    let seed: UInt64 = 17
    print("Random changes of a table file: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let text = Array(#"[{"id":"/db/T/1","n":-1.5e3,"a":[true,null,{"é":"\u00e9"}]}, {"id":"/db/T/2","o":{}}]"#.utf8)
    var errors = 0
    for _ in 0..<200 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: place)
        default: bytes.insert(Array("[]{},:\"\\0 ".utf8).randomElement(using: &generator) ?? 0, at: place)
        }
      }
      let whole = try folder.reading(bytes)
      for size in [1, 2, 7] where Reading(path: folder.path(of: "T.json"), bufferBytes: size) != whole {
        Issue.record("\(size) bytes at a time: \(bytes) (seed \(seed))")
      }
      guard let error = whole.error else { continue }
      errors += 1
      if error.offset > UInt64(bytes.count) { Issue.record("\(error): \(bytes) (seed \(seed))") }
    }
    #expect(50..<200 ~= errors)
  }
}
