import Testing

@testable import Values

@Suite struct TypedValueTreeTests {
  @Test(
    arguments: [
      .object([.init(name: Array("é".utf8), value: .array([.null, .boolean(true)]))]), .text(Array("x".utf8)),
      .date(5), .binary([0, 1], subtype: 128), .regularExpression(pattern: Array("a".utf8), options: Array("im".utf8)),
      .code(Array("x".utf8)), .timestamp(seconds: 5, increment: 6), .minKey, .maxKey, .double(.infinity),
      .pointer(namespace: Array("t".utf8), objectID: [UInt8](repeating: 0, count: 12)),
    ] as [TypedValue]
  )
  func `a value has its type again`(value: TypedValue) {
    var builder = ValueTreeBuilder()
    value.tell(&builder)
    #expect(TypedValue(builder.tree) == value)
  }

  @Test(
    arguments: [
      .int32(0), .int64(.min), .int64(.max), .int32(-10), .double(1.5), .double(-1e300),
      .double(.leastNonzeroMagnitude), .double(0x1p63),
    ] as [TypedValue]
  )
  func `a number is one of a JSON text, of the same value`(value: TypedValue) throws {
    var builder = ValueTreeBuilder()
    value.tell(&builder)
    guard case .number(let number) = TypedValue(builder.tree) else {
      Issue.record("\(value) became something else")
      return
    }
    #expect(number.withNumber { PlainNumber($0) } == value.plainNumber)
    #expect(number.withNumber { $0.nearestDouble } == value.nearestDouble)
    // Its text says the same as its parts.
    #expect(number.withNumber { Double(String(decoding: $0.text, as: UTF8.self)) } == value.nearestDouble)
  }
}
