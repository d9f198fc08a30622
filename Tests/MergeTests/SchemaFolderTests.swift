import TestSupport
import Testing
import Values

@testable import Merge

@Suite struct SchemaFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let post = #"""
    {"class":"/db/Post","superClass":"/db/Note","acl":{"load":{},"schemaAdd":{"/db/Role/1":"allow"}},"unknown":1,
     "fields":{"title":{"name":"title","type":"/db/String","order":0,"flags":["READONLY"],"metadata":{}},
               "tags":{"name":"tags","type":"/db/collection.Set[/db/String]"},
               "by":{"type":"/db/collection.Map[ /db/User , /db/logs.AppLog ]"}}}
    """#

  private func problem(_ path: String) -> SchemaProblem.Cause? {
    do throws(MergeError) {
      _ = try SchemaFolder(path: path)
    } catch .schema(let problem) {
      return problem.cause
    } catch {}
    return nil
  }

  @Test func `a folder of classes and a list of classes are read`() throws {
    try folder.write(Self.post, to: "schema/Post.json")
    try folder.write("\u{FEFF}" + #"{"class":"/db/Address","embedded":true,"fields":{}}"#, to: "schema/Address.json")
    try folder.write("anything", to: "schema/notes.txt")
    let single = try SchemaFolder(path: folder.path(of: "schema"))
    let post = try #require(single.schema.classes["Post"])
    #expect(post.superclass == "Note" && !post.isEmbedded)
    #expect(
      post.fields == [
        "title": .string, "tags": .set(.string), "by": .map(key: .named("User"), value: .named("logs.AppLog")),
      ]
    )
    #expect(single.schema.classes["Address"]?.isEmbedded == true)
    let list = try folder.write("[\(Self.post),{\"class\":\"/db/Note\",\"superClass\":\"/db/Object\"}]", to: "all.json")
    let several = try SchemaFolder(path: list)
    #expect(several.schema.classes.keys.sorted() == ["Note", "Post"])
    #expect(several.schema.classes["Note"]?.superclass == nil)
    #expect(several.input.sha256 != nil && single.input.sha256 != nil)
  }

  @Test func `what is no schema is refused, with what is wrong`() throws {
    #expect(problem(folder.path(of: "nowhere")) == .unreadable)
    #expect(problem(folder.path) == .noClasses)
    #expect(problem(try folder.write("[1]", to: "a/A.json")) == .notAClass)
    #expect(problem(try folder.write("{}", to: "a/A.json")) == .notAClass)
    let wrong = try folder.write(
      #"{"class":"/db/A","fields":{"x":{"type":"/db/collection.Bag[/db/String]"}}}"#,
      to: "a/A.json"
    )
    #expect(problem(wrong) == .unknownType("/db/collection.Bag[/db/String]", field: "x", class: "A"))
    let first = try folder.write(#"{"class":"/db/A"}"#, to: "b/A.json")
    try folder.write(#"{"class":"/db/A"}"#, to: "b/B.json")
    #expect(problem(folder.path(of: "b")) == .repeatedClass("A", other: first))
  }

  @Test(arguments: [
    "String", "/db/", "/db/collection.List[]", "/db/collection.List[/db/String",
    "/db/collection.List[/db/String,/db/Date]",
    "/db/collection.Map[/db/String]", "/db/collection.Set[/db/collection.List[/db/String]]", "/db/collection.List",
    "/db/List[/db/String]", String(repeating: "/db/collection.List[", count: 100_000),
  ])
  func `texts that are no types`(text: String) {
    #expect(DeclaredType(text) == nil)
  }

  @Test(arguments: [
    "Integer", "logs.AppLog", "List[String]", "Set[User]", "Map[User,Date]",
  ])
  func `types have names`(name: String) {
    let text = name.split(separator: "[").map(String.init)
    let inside =
      text.count > 1
      ? "[" + text[1].dropLast().split(separator: ",").map { "/db/\($0)" }.joined(separator: ", ") + "]" : ""
    #expect(DeclaredType("/db/" + (text.count > 1 ? "collection." : "") + text[0] + inside)?.name == name)
  }

  @Test func `long chains of classes take no time`() throws {
    let classes = (0..<3000).map {
      Schema.Class(name: "C\($0)", superclass: $0 == 0 ? nil : "C\($0 - 1)", fields: ["f\($0)": .string])
    }
    let schema = Schema(Array(classes.prefix(300)))
    #expect(schema.fields(of: "C299").count == 300 && schema.subclasses(of: "C0").count == 299)
    #expect(schema.family(of: "C150").count == 300 && Schema(classes).classes.count == 3000)
  }
}
