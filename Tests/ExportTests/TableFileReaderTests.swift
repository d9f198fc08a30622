import Compression
import TestSupport
import Testing
import Values

@testable import Export

@Suite struct TableFileReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [
    #"[{"n":1},{"n":2}]"#, "{\"n\":1}\n{\"n\":2}\n", "{\"n\":1}\r\n{\"n\":2}", #"{"n":1}{"n":2}"#,
    #"{"n":1} {"n":2}"#, "\u{FEFF}[{\"n\":1},{\"n\":2}]", "\u{FEFF}{\"n\":1}\n{\"n\":2}",
    "\u{FEFF}\n [{\"n\":1},{\"n\":2}]", "\n\n{\"n\":1}\n\n\n{\"n\":2}\n\n",
    " \t\r\n[ \t\r\n{\"n\":1} \t\r\n, \t\r\n{\"n\":2} \t\r\n] \t\r\n",
  ])
  func `arrays and sequences of objects are read, gzip or not`(text: String) throws {
    for bytes in [Array(text.utf8), GzipWriter.gzip(Array(text.utf8))] {
      let reading = try folder.reading(bytes)
      #expect(reading.error == nil)
      #expect(reading.objects.map(\.tree) == [object(1), object(2)])
      #expect(reading.objects.map(\.text) == [#"{"n":1}"#, #"{"n":2}"#])
      for object in reading.objects {
        #expect(Array(text.utf8)[Int(object.offset)...].starts(with: object.text.utf8))
      }
    }
  }

  @Test(arguments: ["", " \r\n\t", "[]", "[ \n ]", "\n[]\n", "\u{FEFF}", "\u{FEFF}\n", "\u{FEFF}[]"])
  func `files without objects are empty`(text: String) throws {
    #expect(try folder.reading(text) == Reading.empty)
    #expect(try folder.reading(GzipWriter.gzip(Array(text.utf8))) == Reading.empty)
  }

  @Test func `an object may be empty`() throws {
    #expect(try folder.reading("[{},{ }]").objects.map(\.tree) == [.object([]), .object([])])
    #expect(try folder.reading("{}{}\n{}").objects.count == 3)
  }

  @Test func `objects are counted, and the end stays the end`() throws {
    let reader = try TableFileReader(path: try folder.write(#"[{"n":1}, {"n":2}]"#, to: "T.json"))
    var sink = ValueTreeBuilder()
    #expect(reader.objectNumber == 0)
    #expect(try reader.next(into: &sink))
    #expect((reader.objectNumber, reader.objectOffset) == (1, 1))
    #expect(try reader.next(into: &sink))
    #expect((reader.objectNumber, reader.objectOffset) == (2, 10))
    for _ in 0..<2 {
      #expect(try !reader.next(into: &sink))
      #expect(reader.objectNumber == 2)
    }
  }

  @Test func `a result is what reading gives or throws`() throws {
    let path = try folder.write("[{}", to: "T.json")
    let reader = try TableFileReader(path: path)
    var sink = ValueTreeBuilder()
    #expect(reader.nextResult(into: &sink) == .success(true))
    #expect(
      reader.nextResult(into: &sink) == .failure(ExportError(path: path, object: 1, offset: 3, cause: .cutShort))
    )
  }

  @Test func `the digest is of the file as it is, up to its last byte`() throws {
    let path = try folder.write(Array("[{}]\n".utf8), to: "T.json")
    let reader = try TableFileReader(path: path, digest: true, bufferBytes: 2)
    var sink = ValueTreeBuilder()
    while try reader.next(into: &sink) {}
    #expect(reader.file.bytesRead == 5)
    #expect(reader.file.sha256 == "501de836b88be0a82b9af264bee8fa768a66abb5ac670b802bf7f696171b0e96")
    #expect(reader.file.identity == (try FileIdentity.of(path: path)))
  }

  @Test func `objects that span buffers of any size are whole`() throws {
    var (file, starts, texts) = ([UInt8]("\u{FEFF}\n[".utf8), [UInt64](), [String]())
    for text in Self.objects {
      if !texts.isEmpty { file += Array(" ,\n  ".utf8) }
      starts.append(UInt64(file.count))
      texts.append(text)
      file += Array(text.utf8)
    }
    file += Array("\n]\n".utf8)
    let whole = try folder.reading(file)
    #expect(whole.error == nil)
    #expect(whole.objects.map(\.text) == texts)
    #expect(whole.objects.map(\.offset) == starts)
    for isGzip in [false, true] {
      let path = try folder.write(isGzip ? GzipWriter.gzip(file) : file, to: "T.json")
      for size in 1...40 { #expect(Reading(path: path, bufferBytes: size) == whole, "\(size) bytes at a time") }
    }
  }

  @Test func `lines that span buffers of any size are whole`() throws {
    let path = try folder.write(Self.objects.joined(separator: "\n"), to: "T.json")
    let whole = Reading(path: path)
    #expect(whole.objects.map(\.text) == Self.objects)
    for size in 1...40 { #expect(Reading(path: path, bufferBytes: size) == whole, "\(size) bytes at a time") }
  }

  @Test func `the last object stays as it is until the next one is asked for`() throws {
    let path = try folder.write(Self.objects.joined(separator: "\n"), to: "T.json")
    let reader = try TableFileReader(path: path, bufferBytes: 7)
    var sink = ValueTreeBuilder()
    for text in Self.objects {
      #expect(try reader.next(into: &sink))
      for _ in 1...2 {
        let seen = String(decoding: reader.objectText, as: UTF8.self)
        #expect(seen == text)
      }
    }
  }

  @Test func `random files give the same through buffers of all sizes`() throws {
    let seed: UInt64 = 40
    var generator = SeededGenerator(seed: seed)
    for round in 0..<40 {
      let objects = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        Self.objects[Int.random(in: Self.objects.indices, using: &generator)]
      }
      let spaces = ["", " ", "\n", "\r\n  ", String(repeating: " ", count: 50)]
      func space() -> String { spaces[Int.random(in: spaces.indices, using: &generator)] }
      let inner = objects.map { space() + $0 + space() }
      let text =
        Bool.random(using: &generator)
        ? space() + "[" + inner.joined(separator: ",") + space() + "]" + space()
        : inner.joined()
      let path = try folder.write(text, to: "T.json")
      let whole = Reading(path: path)
      #expect(whole.error == nil)
      #expect(whole.objects.map(\.text) == objects, "round \(round), seed \(seed)")
      for size in [1, 2, 3, 5, 16, 17, 31, 64, 100] {
        #expect(
          Reading(path: path, bufferBytes: size) == whole,
          "\(size) bytes at a time, round \(round), seed \(seed)"
        )
      }
    }
  }

  @Test func `a long object grows the buffer, and the ones behind it are read`() throws {
    let long = #"{"a":""# + String(repeating: "é", count: 100_000) + #""}"#
    let path = try folder.write("[{\"n\":1},\(long),{\"n\":2},\(long)]", to: "T.json")
    for size in [1, 1000, 65_536, 1 << 20] {
      let reading = Reading(path: path, bufferBytes: size)
      #expect(reading.error == nil)
      #expect(reading.objects.map(\.text) == [#"{"n":1}"#, long, #"{"n":2}"#, long])
    }
  }

  @Test func `an object holds no more than the limit`() throws {
    // Members of gzip, so that only one of them has to be deflated.
    let piece = GzipWriter.gzip([UInt8](repeating: 0x61, count: 1 << 20), level: 1)
    var file = GzipWriter.gzip(Array(#"{}{"a":""#.utf8))
    for _ in 0..<257 { file += piece }
    let path = try folder.write(file, to: "T.json.gz")
    let limit = TableFileReader.maxObjectBytes
    #expect(limit == 256 << 20)
    // With a larger buffer than by default there is less to walk over again.
    let reading = Reading(path: path, bufferBytes: limit / 2)
    #expect(reading.objects.count == 1)
    #expect(reading.damage == Damage(.objectTooLarge(limitBytes: limit), object: 2, at: UInt64(limit + 2)))
  }

  private func object(_ number: Int64) -> ValueTree {
    .object([ValueTree.Member(name: "n", value: .number(.integer(number)))])
  }

  /// Objects in which everything stands that a buffer's end can fall into.
  private static let objects = [
    "{}", #"{"n":1}"#, #"{ "id" : "/db/T/1" , "acl" : null }"#, #"{"a":[1,-2.5e+10,[],{},[[{"b":[true,false]}]]]}"#,
    #"{"a":"\u00e9\ud83d\ude00\n\\\"/","é😀":"é😀€"}"#, #"{"n":123456789012345678,"m":0.1,"o":-0}"#,
    #"{"brackets":"}]{[,:","a":"\\"}"#, "{\n\t\"a\"\r\n:\t[ 1 ,\n2 ] }",
  ]
}

extension Reading {
  fileprivate static let empty = Reading(objects: [], error: nil)

  fileprivate init(objects: [Object], error: ExportError?) {
    self.objects = objects
    self.error = error
  }
}
