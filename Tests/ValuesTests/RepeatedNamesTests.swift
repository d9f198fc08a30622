import BSON
import TestSupport
import Testing

@testable import Values

@Suite struct RepeatedNamesTests {
  @Test(
    arguments: [
      ([:], nil), (["a": .null, "b": ["a": .null], "c": [["a": .null], ["a": .null]]], nil),
      (["a": .null, "b": .null, "a": .null], "a"), (["a": [["b": .null, "c": [], "b": .null]]], "b"),
      (["x": ["a": .null], "y": .null, "x": .null], "x"),
    ] as [(Document, String?)]
  )
  func `a name that stands in one object twice is found`(document: Document, name: String?) throws {
    var walker = BSONWalker()
    var names = RepeatedNames()
    try walker.walk(document.bytes.span, into: &names)
    #expect(names.first == name)
    try walker.walk(Document([("a", .null)]).bytes.span, into: &names)
    #expect(names.first == nil)
  }
}
