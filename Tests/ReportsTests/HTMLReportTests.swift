import Crypto
import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
  private struct Source: ReportSource {
    var facts = ReportPage()
    var objects: [ReportObject] = []

    func page() -> ReportPage { facts }
    func forEachObject(_ body: (ReportObject) throws -> Void) throws { try objects.forEach(body) }
  }

  private static let hostile = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "a & b", "\u{202E}gnp\u{2066}",
    "\u{0}\u{7}\u{7F}\u{85}\u{2028}", "\" \\ '", "Müller 🌱", "{{script}}",
  ]

  private func page(_ source: Source, masked: [String] = []) throws -> String {
    var bytes: [UInt8] = []
    try HTMLReport(source, masked: masked).write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What stands in the element that begins so.
  private func content(of start: String, to end: String = "</script>", in page: String) throws -> String {
    let after = try #require(page.range(of: start)).upperBound
    return String(page[after..<(try #require(page.range(of: end, range: after..<page.endIndex))).lowerBound])
  }

  private func rows(in page: String) throws -> [[Any]] {
    let json = try content(of: #"id="rows-data">"#, in: page)
    return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[Any]])
  }

  private func facts(in page: String) throws -> [String: Any] {
    let json = try content(of: #"id="facts">"#, in: page)
    return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  private func object(_ id: String? = "/db/T/1", differences: String? = nil) -> ReportObject {
    var object = ReportObject(id: id, table: "T", status: "modified", action: "keep")
    object.differences = differences
    return object
  }

  /// `[path, kind, backup, current]` of each difference of the only object.
  private func differences(_ json: String, masked: [String] = []) throws -> [[String?]] {
    let page = try page(Source(objects: [object(differences: json)]), masked: masked)
    let object = try #require(try rows(in: page).first?.last as? [String: Any])
    return try #require(object["rows"] as? [[Any]]).map { $0.map { $0 as? String } }
  }

  @Test func `the page allows its own style and script, by their hashes, and nothing else`() throws {
    let page = try page(Source())
    let policy = try content(of: #"Content-Security-Policy" content=""#, to: "\"", in: page)
    func hash(_ text: String) -> String { Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString() }
    let style = hash(try content(of: "<style>", to: "</style>", in: page))
    let script = hash(try content(of: #"<script type="module">"#, in: page))
    #expect(
      policy == "default-src 'none'; style-src 'sha256-\(style)'; script-src 'sha256-\(script)'; base-uri 'none'; "
        + "form-action 'none'"
    )
    // The one address is the name of SVG's elements, which nobody fetches.
    let addresses = page.components(separatedBy: "http").dropFirst().filter { !$0.hasPrefix("-equiv") }
    #expect(addresses.count == 1 && addresses[0].hasPrefix("://www.w3.org/2000/svg\"") && !page.contains("innerHTML"))
    #expect(page.components(separatedBy: "<script").count == 4 && page.components(separatedBy: "style=").count == 1)
  }

  @Test(arguments: hostile)
  func `hostile values are nowhere in the page as they are, and stay what they are`(_ text: String) throws {
    var facts = ReportPage()
    facts.database = text
    facts.tables = [.init(name: text)]
    facts.inputs = [.init(kind: text, path: text.replacingOccurrences(of: "/", with: ""), bytes: 1)]
    facts.stops = [.init(table: text, stoppedBy: text, message: text, liftedBy: text)]
    facts.warnings = [.init(table: text, message: text)]
    facts.lostReferences = [.init(id: text, lost: [text])]
    var object = ReportObject(id: text, table: text, status: text, action: text)
    (object.reason, object.withheld, object.detail, object.label) = (text, text, text, text)
    (object.lastSeen, object.firstMissing) = (text, text)
    let encoded = String(decoding: try JSONEncoder().encode([text: text]), as: UTF8.self)
    object.differences = #"[{"path":"p","kind":"changed","backup":\#(encoded),"current":1}]"#

    let page = try page(Source(facts: facts, objects: [object]))
    let data = try content(of: #"id="facts">"#, in: page) + content(of: #"id="rows-data">"#, in: page)
    #expect(!data.contains { "<>&".contains($0) } && data.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A) })
    let empty = try self.page(Source())
    #expect(page.components(separatedBy: "<").count == empty.components(separatedBy: "<").count)

    let row = try #require(try rows(in: page).first)
    #expect([0, 2, 3, 4, 5, 6, 7, 8, 9].allSatisfy { row[$0] as? String == text } && row[1] as? Int == 0)
    let read = try self.facts(in: page)
    #expect(read["database"] as? String == text)
    #expect((read["warnings"] as? [[String: Any]])?.first?["message"] as? String == text)
    let change = try #require(((row.last as? [String: Any])?["rows"] as? [[Any]])?.first)
    let value = try JSONSerialization.jsonObject(with: Data(try #require(change[2] as? String).utf8))
    #expect(value as? [String: String] == [text: text])
  }

  @Test func `numbers keep their text, which a browser's would not`() throws {
    let json = #"[{"path":"n","kind":"changed","backup":9007199254740993,"current":[1.10,-0.0,1e400]}]"#
    #expect(try differences(json) == [["n", "changed", "9007199254740993", "[1.10,-0.0,1e400]"]])
  }

  @Test func `a value that is missing is told from null`() throws {
    let json = """
      [{"path":"a","kind":"added","backup":null,"current":1},{"path":"b","kind":"removed","backup":"x","current":null},
       {"path":"c","kind":"changed","backup":null,"current":false},
       {"path":"d","kind":"changed","backup":null,"current":null}]
      """
    #expect(
      try differences(json) == [
        ["a", "added", nil, "1"], ["b", "removed", "\"x\"", nil], ["c", "changed", "null", "false"],
        ["d", "changed", nil, nil],
      ]
    )
  }

  @Test func `long values and long lists are cut, and say so`() throws {
    let long = String(repeating: "x", count: 5000)
    let value = try #require(
      try differences(#"[{"path":"a","kind":"added","backup":null,"current":"\#(long)"}]"#)[0][3]
    )
    #expect(value.count < 2100 && value.hasSuffix("… (5,002 characters)"))
    let many = (0..<250).map { #"{"path":"a.\#($0)","kind":"added","backup":null,"current":1}"# }.joined(separator: ",")
    let page = try page(Source(objects: [object(differences: "[\(many)]")]))
    let shown = try #require(try rows(in: page).first?.last as? [String: Any])
    #expect((shown["rows"] as? [Any])?.count == 200 && shown["left"] as? Int == 50)
  }

  @Test func `private values never enter the page`() throws {
    let json = """
      [{"path":"contact.mail","kind":"changed","backup":"SECRET","current":"SECRET"},
       {"path":"mail.0.host","kind":"added","backup":null,"current":"SECRET"},
       {"path":"mail.1","kind":"removed","backup":"SECRET","current":null},
       {"path":"_hash","kind":"changed","backup":"SECRET","current":"SECRET"},
       {"path":"\\"a.mail\\".mail","kind":"removed","backup":"SECRET","current":null},
       {"path":"people","kind":"changed","backup":[{"mail":"SECRET","age":1,"_key":"SECRET"}],
        "current":{"mail":"SECRET"}},
       {"path":"\\"a.mail\\"","kind":"added","backup":null,"current":1}]
      """
    #expect(
      try differences(json, masked: ["mail"]) == [
        ["contact.mail", "changed", nil, nil], ["mail", "changed", nil, nil], ["_hash", "changed", nil, nil],
        ["\"a.mail\".mail", "removed", nil, nil], ["people", "changed", #"[{"age":1}]"#, "{}"],
        ["\"a.mail\"", "added", nil, "1"],
      ]
    )
    var object = object(differences: json)
    object.detail = #"/db/T/1: mail "SECRET" belongs to /db/T/2, and may be there only once"#
    object.label = "SECRET"
    var facts = ReportPage()
    facts.labels = ["name", "mail"]
    facts.warnings = [.init(message: #"mail is "SECRET" in all of them"#)]
    #expect(!(try page(Source(facts: facts, objects: [object]), masked: ["mail"]).contains("SECRET")))
    // Labels stay where none of them can be a masked member.
    facts.labels = ["name"]
    object.label = "Ann"
    #expect(try page(Source(facts: facts, objects: [object]), masked: ["mail"]).contains(#""Ann""#))
  }

  @Test func `100,000 objects make a page in a bounded time`() throws {
    let objects = (0..<100_000).map { object("/db/T/\($0)") }
    let clock = ContinuousClock()
    var bytes = 0
    let time = try clock.measure { try HTMLReport(Source(objects: objects)).write { bytes += $0.count } }
    #expect(time < .seconds(60) && bytes < 20_000_000, "\(time)")
  }

  @Test func `the file is for its owner, whole, and replaces nothing that is not a report`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "page.html")
    try ReportFile(path: path).write(HTMLReport(Source()))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(throws: ReportFileError.exists(path: path)) { try ReportFile(path: path) }
    try ReportFile(path: path, replaces: true).write(HTMLReport(Source(objects: [object()])))
    #expect(folder.files == ["page.html"])
    let other = try folder.write("mine", to: "other.html")
    #expect(throws: ReportFileError.notReplaceable(path: other)) { try ReportFile(path: other, replaces: true) }
    let nowhere = folder.path(of: "none/page.html")
    #expect(throws: ReportFileError.cannotWrite(path: nowhere, errno: ENOENT)) {
      try ReportFile(path: nowhere).write(HTMLReport(Source()))
    }
  }
}
