import GRDB
import Reports
import TestSupport
import Testing
import Values

@testable import PlanStore

@Suite struct PlanReportTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path(of: "today.plan")
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(
        sql: PlanSchema.statements + """
          PRAGMA application_id = \(PlanSchema.applicationID);
          PRAGMA user_version = \(PlanSchema.version);
          INSERT INTO meta VALUES ('database', 'shop'), ('created', '2026-11-23T09:20:00Z');
          INSERT INTO inputs VALUES
            ('export', 0, '/home/ann/export/T.json', 20, 'cd', NULL, NULL),
            ('backup', 0, '/home/ann/2026-11-23.gz', 10, 'ab', '2026-11-23T00:00:00Z', 'MongoDB 4');
          INSERT INTO tables VALUES
            ('T', 'baqend', 4, 3, 2, 0, 1, 0, 1, 2, 0, 2, 0, 0, NULL),
            ('U', 'baqend', 4, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL);
          INSERT INTO stops VALUES ('U', 'missing table', 'no file', '--assume-empty');
          INSERT INTO warnings VALUES (NULL, 'look');
          INSERT INTO lost_references VALUES ('/db/T/k', 'T', '["/db/T/1"]');
          INSERT INTO objects (id, table_name, status, action, label, backup_version, backup_updated_at, last_seen,
              first_missing, body) VALUES
            ('/db/T/1', 'T', 'deleted', 'recover', 'Ann', 3, '2026-11-22T10:00:00.5Z', '2026-11-23.gz', 'export',
              'BODY'),
            ('/db/T/2', 'T', 'deleted', 'recover', NULL, NULL, NULL, '2026-11-23.gz', 'export', 'BODY');
          INSERT INTO objects (id, table_name, status, reason, action, differences) VALUES
            ('/db/T/3', 'T', 'modified', 'updated', 'keep', '[{"path":"p","kind":"changed","backup":1,"current":2}]');
          INSERT INTO decisions VALUES ('/db/T/2', 0, '2026-11-23T10:00:00Z'), ('/db/T/1', 1, '2026-11-23T10:00:00Z');
          """
      )
    }
    try queue.close()
  }

  @Test func `a plan file gives all that stands on its page`() throws {
    let report = PlanReport(try PlanFile(path: path))
    let page = try report.page()
    #expect(page.database == "shop" && page.created == ISODate.moment(of: "2026-11-23T09:20:00Z"))
    #expect(page.inputs.map(\.kind) == ["backup", "export"] && page.inputs[0].date != nil)
    #expect(page.tables.map(\.name) == ["T", "U"] && page.tables[1].statuses.isEmpty)
    #expect(page.tables[0].statuses["deleted"] == 2 && page.tables[0].recovered == 2 && page.tables[0].leftOut == 1)
    #expect(page.stops.first?.table == "U" && page.stops.first?.liftedBy == "--assume-empty")
    #expect(page.warnings.first?.message == "look" && page.lostReferences.first?.lost == ["/db/T/1"])
    #expect(page.labels == PlanFile.labels)

    var objects: [ReportObject] = []
    try report.forEachObject { objects.append($0) }
    #expect(objects.map(\.id) == ["/db/T/1", "/db/T/2", "/db/T/3"])
    #expect(objects.map(\.action) == ["recover", "exclude", "keep"])
    #expect(objects[0].backup.updatedAt == ISODate.moment(of: "2026-11-22T10:00:00.5Z"))
    #expect(objects[0].backup.version == 3 && objects[0].firstMissing == "export")
  }

  @Test func `recovered objects are called by the member that is asked for`() throws {
    try DatabaseQueue(path: path).write { database in
      try database.execute(sql: #"UPDATE objects SET body = '{"id":"/db/T/1","mail":"ann@x"}' WHERE id = '/db/T/1'"#)
    }
    let report = PlanReport(try PlanFile(path: path), label: "mail")
    #expect(try report.page().labels == ["mail"])
    var labels: [String?] = []
    try report.forEachObject { labels.append($0.label) }
    #expect(labels == ["ann@x", nil, nil])
  }

  @Test func `a page holds no body and no path of the machine`() throws {
    var bytes: [UInt8] = []
    try HTMLReport(PlanReport(try PlanFile(path: path))).write { bytes += $0 }
    let page = String(decoding: bytes, as: UTF8.self)
    #expect(page.contains(#"["/db/T/3",0,"modified","updated","keep","#))
    #expect(page.contains(#""name":"T.json""#) && !page.contains("/home/ann") && !page.contains("BODY"))
  }
}
