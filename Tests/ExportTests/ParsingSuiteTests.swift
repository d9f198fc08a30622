import JSONStream
import TestSupport
import Testing
import Values

@testable import Export

@Suite struct ParsingSuiteTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `the suite is there`() {
    let counts = ["y_", "n_", "i_"].map { kind in ParsingCase.all.count { $0.name.hasPrefix(kind) } }
    #expect(counts == [95, 188, 35])
  }

  @Test(arguments: ParsingCase.all)
  func `a value is read or refused as the suite has it, wherever a buffer ends`(_ example: ParsingCase) throws {
    let path = try folder.write(example.file, to: "T.json")
    let whole = Reading(path: path)
    if example.isReadable {
      #expect(whole.error == nil)
      #expect(whole.objects.count == 1)
      #expect(whole.objects.first?.text.utf8.count == example.file.count - 2)
    } else {
      let error = try #require(whole.error)
      #expect(error.offset <= UInt64(example.file.count))
    }
    for size in 1...40 where Reading(path: path, bufferBytes: size) != whole {
      Issue.record("\(size) bytes at a time")
    }
  }

  @Test(arguments: ParsingCase.all, [ObjectForm.baqend, .extendedJSON])
  func `both forms of objects read and refuse the same`(_ example: ParsingCase, form: ObjectForm) throws {
    let path = try folder.write(example.file, to: "T.json")
    let isHeld = form == .baqend || !Self.notHeldByBSON.contains(example.name)
    for bufferBytes in [1, 1 << 20] {
      #expect(try read(path, form, bufferBytes: bufferBytes) == (example.isReadable && isHeld))
    }
  }

  /// Cases that are JSON, but not Extended JSON.
  private static let notHeldByBSON: Set<String> = [
    // BSON ends a name with a NUL.
    "y_object_escaped_null_in_key"
  ]

  /// Whether a file can be read to its end, in a form.
  private func read(_ path: String, _ form: ObjectForm, bufferBytes: Int) throws -> Bool {
    var sink = EventRecorder()
    var reader = try ObjectReader(path: path, form: form, for: sink, maxDepth: 200, bufferBytes: bufferBytes)
    while true {
      guard case .success(let isObject) = reader.next(into: &sink) else { return false }
      guard isObject else { return true }
    }
  }

  @Test(
    arguments: [
      ("i_string_invalid_lonely_surrogate", .loneSurrogate), ("i_string_lone_second_surrogate", .loneSurrogate),
      ("i_string_inverted_surrogates_U+1D11E", .loneSurrogate), ("i_object_key_lone_2nd_surrogate", .loneSurrogate),
      ("i_string_invalid_utf-8", .notUTF8), ("i_string_UTF8_surrogate_U+D800", .notUTF8),
      ("i_string_overlong_sequence_2_bytes", .notUTF8), ("i_structure_500_nested_arrays", .tooDeep(limit: 200)),
      ("i_structure_UTF-8_BOM_empty_object", .unexpectedByte(0xEF)),
      ("n_structure_100000_opening_arrays", .tooDeep(limit: 200)),
      ("n_structure_open_array_object", .tooDeep(limit: 200)),
      ("n_string_unescaped_tab", .controlCharacter(0x09)), ("n_string_invalid_unicode_escape", .malformedEscape),
      ("n_number_-01", .malformedNumber), ("n_structure_no_data", .unexpectedByte(0x7D)),
    ] as [(String, JSONError.Cause)]
  )
  func `what is refused is refused for its fault`(name: String, cause: JSONError.Cause) throws {
    let example = try #require(ParsingCase.all.first { $0.name == name })
    #expect(try folder.reading(example.file).error?.cause == .json(cause))
  }

  @Test(
    arguments: [
      ("y_string_accepted_surrogate_pair", "\u{10437}"), ("y_string_surrogates_U+1D11E_MUSICAL_SYMBOL_G_CLEF", "𝄞"),
      ("y_string_last_surrogates_1_and_2", "\u{10FFFF}"), ("y_string_null_escape", "\u{0}"),
      ("y_string_allowed_escapes", "\"\\/\u{8}\u{C}\n\r\t"),
    ]
  )
  func `escapes are the characters that they stand for`(name: String, text: String) throws {
    let example = try #require(ParsingCase.all.first { $0.name == name })
    let object = try #require(try folder.reading(example.file).objects.first)
    #expect(object.tree["value"]?.elements.map(\.text) == [text])
  }
}
