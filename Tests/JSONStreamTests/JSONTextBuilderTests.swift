import JSONStream
import Testing

@Suite struct JSONTextBuilderTests {
  @Test(arguments: [
    #"{"a":1,"b":[true,null,{"c":"d"}],"a":1.10}"#, "[]", "{}", #""x""#, "-0.0", "1e400", "12345678901234567890.5",
    "null", #"[[[]],{"":{}}]"#, #""\u0000 ü\n""#,
  ])
  func `a text that was read is written as it was`(_ json: String) throws {
    #expect(String(decoding: try #require(JSONTextBuilder.value(of: json)).serialized(), as: UTF8.self) == json)
  }

  @Test(arguments: ["", "{", "1 2", #"1,"n":2"#, "1}", "nul", String(repeating: "[", count: 2000)])
  func `what is no JSON is nothing`(_ json: String) {
    #expect(JSONTextBuilder.value(of: json).map { _ in true } == nil)
  }
}
