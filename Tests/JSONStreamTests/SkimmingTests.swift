import TestSupport
import Testing
import Values

@testable import JSONStream

/// Passing over objects that were scanned before.
@Suite struct SkimmingTests {
  /// What skimming gives of bytes that lie at their exact length in memory, hostile padding behind them.
  private func skim(_ bytes: [UInt8]) -> JSONScanner.SkimmedObject? {
    let padding = [0] + [UInt8](repeating: 0x22, count: JSONScanner.padding - 1)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + padding.count, alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes + padding)
    let padded = UnsafeRawBufferPointer(memory)
    return JSONScanner.skim(padded.span, from: 0)
  }

  private func id(_ json: String) -> String? {
    let bytes = Array(json.utf8)
    return skim(bytes)?.id.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    (#"{"id":"/db/T/1","a":1}"#, "/db/T/1"), (#"{"a":{"id":"inner"}, "id" : "/db/T/2" }"#, "/db/T/2"),
    (#"{"a":"id","b":["id"],"id":"x"}"#, "x"), (#"{"a":"\"id\":","id":"é😀"}"#, "é😀"), (#"{"id":""}"#, ""),
    (#"{"_id":"y","a\\":"}","id":"x"}"#, "x"),
  ])
  func `the id of an object is found`(json: String, expected: String) {
    #expect(id(json) == expected)
    #expect(skim(Array(json.utf8))?.end == json.utf8.count)
  }

  @Test(arguments: [
    #"{"id":"a\"b"}"#, #"{"id":1}"#, #"{"id":null,"a":"id"}"#, #"{"id":"x","id":"y"}"#, #"{"id":1,"id":"y"}"#,
    #"{"\u0069d":"x"}"#, "{}", #"{"a":{"id":"x"}}"#, #"{"id":{"id":"x"}}"#,
  ])
  func `an id that is no plain text, or not one, is left to whoever walks over the object`(json: String) {
    #expect(id(json) == nil)
    #expect(skim(Array(json.utf8))?.end == json.utf8.count)
  }

  @Test func `an object that is not complete has no end`() {
    let json = Array(#"{"a":"b\"c","id":"/db/T/1","n":[{"x":1.5e3}, "\\"],"é":null}"#.utf8)
    for count in 0..<json.count { #expect(skim(Array(json[..<count]))?.end == nil, "\(count)") }
    #expect(skim(json)?.end == json.count)
  }

  @Test func `random objects end where scanning says`() throws {
    let seed: UInt64 = 45
    var random = RandomObjects(seed: seed)
    for round in 0..<500 {
      let json = Array(random.json(.object(random.members(depth: 0))).utf8)
      guard case .object(let end, _) = outcome(json + Array(",{\"id\":\"x\"}".utf8)) else { continue }
      #expect(skim(json + Array(",{\"id\":\"x\"}".utf8))?.end == end, "seed \(seed), round \(round)")
    }
  }
}
