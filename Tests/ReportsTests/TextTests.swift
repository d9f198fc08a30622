import Merge
import Testing

@testable import Reports

@Suite struct TextTests {
  @Test(arguments: [
    ("plain ü 日本", "plain ü 日本"), ("\u{1B}[31mred", "\\u{1b}[31mred"), ("two\nlines", "two\\u{a}lines"),
    ("\u{202E}gnp", "\\u{202e}gnp"), ("a\u{200B}b", "a\\u{200b}b"), ("nul\0", "nul\\u{0}"),
  ])
  func `what could steer a terminal is shown as an escape`(text: String, shown: String) {
    #expect(text.visible == shown)
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("🌷", 2), ("", 0), ("✅", 2), ("🇩🇪", 2), ("한", 2), ("ᄒ\u{1161}", 2),
  ])
  func `wide characters take two columns and combining ones none`(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test(arguments: [
    ("abc", 5, "abc  "), ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"),
    ("日本語", 4, "日… "), ("e\u{301}e\u{301}", 1, "…"), ("abc", 0, ""),
  ])
  func `a text is fitted into columns`(text: String, width: Int, fitted: String) {
    #expect(text.fitted(to: width) == fitted)
  }

  @Test func `columns are as wide as what stands in them`() {
    var table = TextTable(header: ["table", "n"])
    table.add(["日本", "1,000"])
    table.add(["x", "7"])
    #expect(table.lines == ["  table      n", "  日本   1,000", "  x          7"])
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func `thousands are grouped`(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (31_525, "32 KB"), (9_949, "9.9 KB"), (175_697_634, "176 MB"),
  ])
  func `sizes are short`(bytes: UInt64, text: String) {
    #expect(bytes.byteSize == text)
  }

  @Test(arguments: Guard.allCases)
  func `every guard says what to do, and its flag where it has one`(stoppedBy: Guard) {
    let cause: StopCause =
      switch stoppedBy {
      case .damagedExport: .damagedExport(.changed(path: "/x/Message.json"))
      case .missingTable, .emptyTable: .nothingExported(backup: 7)
      case .noOverlap: .noOverlap(backup: 7, current: 8)
      case .massDeletion: .massDeletion(deleted: 101, backup: 150)
      case .partialExport: .pageSize(current: 100, backup: 150)
      case .olderExport: .looksOlder(newerInBackup: 5, newerNow: 4)
      case .form: .nothingUnchanged(common: 20)
      case .damagedBackup: .checksum(collection: "app.Message")
      case .brokenBackup: .brokenBackup
      case .tooMany: .tooMany(recovered: 7, limit: 6)
      }
    let text = StopText.text(Stop(stoppedBy: stoppedBy, cause: cause), table: "Message")
    #expect(!text.contains("Optional("))
    #expect(text.hasSuffix("."))
    if let flag = stoppedBy.liftedBy { #expect(text.contains(flag)) }
  }
}
