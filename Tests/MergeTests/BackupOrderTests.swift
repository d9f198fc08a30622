import Testing
import Values

@testable import Merge

@Suite struct BackupOrderTests {
  @Test(arguments: [
    ("2021-05-04Z.dump.gz", "2021-05-04T00:00:00Z"), ("20210504.archive", "2021-05-04T00:00:00Z"),
    ("2021-05-04T06:00:00.gz", "2021-05-04T06:00:00Z"), ("shop-2021-05-04_06-00.dump", "2021-05-04T06:00:00Z"),
    ("2021-05-04-06-07-08Z", "2021-05-04T06:07:08Z"), ("backup_20210504T060708Z.gz", "2021-05-04T06:07:08Z"),
    ("20210504060708", "2021-05-04T06:07:08Z"), ("20210504-0607.gz", "2021-05-04T06:07:00Z"),
    ("2021.05.04.gz", "2021-05-04T00:00:00Z"), ("2021-05-04T06:00:00.123Z", "2021-05-04T06:00:00Z"),
    ("a1-2021-05-04 06:00.gz", "2021-05-04T06:00:00Z"), ("/backups/2021-05-04/", "2021-05-04T00:00:00Z"),
    ("1-20210504-99-x", "2021-05-04T00:00:00Z"), ("2021-05-04-25-00.gz", "2021-05-04T00:00:00Z"),
    ("2021-02-30.gz", nil), ("2021-13-01", nil), ("120210504", nil), ("202105041", nil), ("2021-05-041", nil),
    ("backup.gz", nil), ("1620108000.gz", nil), ("00010101", nil), ("2021-05_04", nil), ("2021-05-04/app", nil),
    ("-", nil), ("", nil),
  ])
  func `a date in a name is found`(name: String, date: String?) {
    #expect(BackupOrder(paths: [name]).newestFirst.first?.date.flatMap(ISODate.text) == date)
  }

  @Test(arguments: [
    (["2021-05-04.gz", "x/2021-05-06.gz", "20210505.gz"], ["x/2021-05-06.gz", "20210505.gz", "2021-05-04.gz"]),
    (["2021-05-04_06-00", "2021-05-04"], ["2021-05-04_06-00", "2021-05-04"]),
    // One has no date: the last one is the newest.
    (["2021-05-06.gz", "2021-05-04.gz", "old.gz"], ["old.gz", "2021-05-04.gz", "2021-05-06.gz"]),
    (["a/2021-05-04", "b/2021-05-04"], ["b/2021-05-04", "a/2021-05-04"]), (["a"], ["a"]), ([], []),
  ])
  func `backups are ordered by their dates where all have one, else as they are given`(
    paths: [String],
    newestFirst: [String]
  ) {
    #expect(BackupOrder(paths: paths).newestFirst.map(\.path) == newestFirst)
  }
}
