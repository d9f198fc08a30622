import Merge
import Testing

@testable import Reports

@Suite struct ProgressLineTests {
  private func line(
    _ stage: RunProgress.Stage = .readingBackup,
    _ bytes: UInt64 = 0,
    of total: UInt64? = nil,
    objects: UInt64 = 0,
    after seconds: Double = 0
  ) -> ProgressLine {
    let now = ContinuousClock.now
    let began = now - .seconds(seconds)
    return ProgressLine(
      RunProgress.State(stage: stage, began: began, bytes: bytes, totalBytes: total, objects: objects),
      at: now
    )
  }

  private var reading: ProgressLine {
    line(.readingBackup, 76_000_000, of: 176_000_000, objects: 3_100_000, after: 10)
  }

  @Test func `a line for a log has all there is to say`() {
    #expect(
      reading.plain == "reading the backup  43%  76 of 176 MB  310,000 objects/s  about 14 s left"
    )
    #expect(reading.brief == "reading the backup 43%")
  }

  @Test func `what is not known is not said`() {
    #expect(line(.deciding).plain == "deciding")
    #expect(line(.deciding, after: 7).plain == "deciding  7 s so far")
    #expect(line(.readingBackup).plain == "reading the backup")
    #expect(
      line(.readingBackup, 2_000_000, objects: 500, after: 2).plain
        == "reading the backup  2.0 MB  250 objects/s  2 s so far"
    )
    #expect(line(.readingExport, 0, of: 1000, after: 3).plain == "reading the export  0%  0 B of 1.0 KB  3 s so far")
    #expect(line(.readingExport, 0, of: 0, after: 3).plain == "reading the export  3 s so far")
    #expect(line(.lastCheck, 999, of: 1000, after: 0.4).plain == "last check  99%  999 B of 1.0 KB")
    #expect(line(.lastCheck, 1000, of: 1000, after: 4).plain == "last check  100%  1.0 of 1.0 KB  4 s so far")
  }

  @Test(arguments: RunProgress.Stage.allCases)
  func `every stage has a text of its own`(stage: RunProgress.Stage) {
    #expect(!stage.text.isEmpty && RunProgress.Stage.allCases.count { $0.text == stage.text } == 1)
  }

  @Test(arguments: [
    (1.0, "about 1 s left"), (99, "about 99 s left"), (100, "about 2 min left"), (5999, "about 100 min left"),
    (6000, "about 2 h left"), (359_000, "about 100 h left"),
  ])
  func `spans of time are said as people say them`(seconds: Double, text: String) {
    #expect(line(.readingBackup, 500, of: 1000, after: seconds).plain.hasSuffix("  " + text))
  }

  @Test func `times beyond all reason are left out`() {
    let slow = line(.readingBackup, 1, of: .max, objects: .max / 2, after: 200_000)
    #expect(!slow.plain.contains("left") && slow.plain.contains("56 h so far"))
  }

  @Test func `rates have two digits that count`() {
    for (objects, text): (UInt64, String) in [
      (7, "7"), (99, "99"), (123, "120"), (5678, "5,700"), (999_999, "1,000,000"),
    ] {
      #expect(line(.writing, objects: objects, after: 1).plain == "writing  \(text) objects/s  1 s so far")
    }
  }

  @Test func `a wide terminal has room for everything`() {
    #expect(
      reading.bar(columns: 104)
        == "reading the backup  [============>                 ]   43%  76 of 176 MB  310,000 objects/s  14 s left"
    )
  }

  @Test func `a narrow one drops what counts least`() {
    #expect(
      reading.bar(columns: 80) == "reading the backup  [==>   ]   43%  76 of 176 MB  310,000 objects/s  14 s left"
    )
    #expect(reading.bar(columns: 70) == "reading the backup  [==>   ]   43%  76 of 176 MB  14 s left")
    #expect(reading.bar(columns: 50) == "reading the backup  [==>   ]   43%  14 s left")
    #expect(reading.bar(columns: 40) == "reading the backup   43%  14 s left")
    #expect(reading.bar(columns: 30) == "reading the backup   43%")
    #expect(reading.bar(columns: 20) == "reading the backup")
    #expect(reading.bar(columns: 10) == "reading …")
  }

  @Test func `no line is as wide as the terminal`() {
    for columns in 1...200 {
      for title in [nil, "2 of 5 jobs done; 日本日本"] {
        for fraction: UInt64 in [0, 1, 500, 999, 1000] {
          let line = line(.readingExportAgain, fraction, of: 1000, objects: 123_456, after: 5)
          #expect(line.bar(columns: columns, title: title).columns <= columns - 1)
        }
      }
    }
  }

  @Test func `the bar is as wide from beginning to end, and full only there`() {
    let bars = (0...1000).map { line(.readingBackup, $0, of: 1000).bar(columns: 100).split(separator: "[")[1] }
    #expect(Set(bars.map { $0.split(separator: "]")[0].count }) == [26])
    #expect(bars.filter { !$0.contains(">") }.count == 1 && bars.last?.hasPrefix("==========================]") == true)
  }

  @Test(arguments: [(6, "日本語"), (5, "日本…"), (4, "日…"), (3, "日…"), (2, "…"), (1, "…"), (0, ""), (-3, "")])
  func `a text is cut between its characters`(columns: Int, text: String) {
    #expect("日本語".cut(to: columns) == text)
  }
}
