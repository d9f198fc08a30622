import Foundation
import TestSupport
import Testing

@testable import Regraft

@Suite struct HistoryTextTests {
  private let folder: TemporaryFolder
  private let history: ObjectHistory

  init() throws {
    folder = try TemporaryFolder()
    let states = [
      ("2021-05-04Z.gz", "one", "SECRET-1"), ("2021-05-05_06-00.gz", "two", "SECRET-2"),
      ("2021-05-06.gz", "two", "SECRET-2"),
    ]
    var paths: [String] = []
    for (name, text, hash) in states {
      var document = World.stored("k1", text: text)
      document["_hash"] = .string(hash)
      paths.append(try folder.write(ArchiveWriter.archive([.init("Message", [document])]), to: name))
    }
    paths.append(try folder.write(ArchiveWriter.archive([.init("Message", [World.stored("k2")])]), to: "2021-05-07.gz"))
    paths.append(try folder.write("no archive", to: "2021-05-08.gz"))
    try folder.write(World.array([World.exported("k1", version: 2, text: "two")]), to: "export/Message.json")
    var options = HistoryOptions(backups: paths, id: "/db/Message/k1")
    options.current = [folder.path(of: "export")]
    history = try ObjectHistory(options)
  }

  @Test func `a person reads a table, the oldest state first`() throws {
    let failure = ErrorText(try #require(history.backups.last?.failure)).message
    #expect(failure.hasPrefix(folder.path(of: "2021-05-08.gz: is not a MongoDB archive")))
    #expect(
      history.text == """
        /db/Message/k1

          backup               date              there  version  updated           what changed
          2021-05-04Z.gz       2021-05-04        yes          1  2021-05-03 00:01  first seen
          2021-05-05_06-00.gz  2021-05-05 06:00  yes          1  2021-05-03 00:01  ~ text: "one" → "two"
                                                                                   ~ _hash: changed, not shown
          2021-05-06.gz        2021-05-06        yes          1  2021-05-03 00:01  unchanged
          2021-05-07.gz        2021-05-07        no                                gone
          2021-05-08.gz        2021-05-08        ?                                 NOT READ: \(failure)
          export                                 yes          2  2021-05-03 00:02  there again
                                                                                   - _hash: removed, not shown

        First seen in 2021-05-04Z.gz, and there in the export.

        """
    )
  }

  @Test func `programs get every state`() throws {
    let bytes = history.json.serialized()
    #expect(!String(decoding: bytes, as: UTF8.self).contains("SECRET"))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let backups = try #require(json["backups"] as? [[String: Any]])
    #expect(backups.map { $0["present"] as? Bool } == [true, true, true, false, nil])
    #expect(backups.map { $0["checked"] as? Bool } == [false, false, false, true, false])
    #expect(backups.map { $0["date"] as? String }[1] == "2021-05-05T06:00:00Z")
    #expect((backups[1]["differences"] as? [[String: Any]])?.map { $0["path"] as? String } == ["text", "_hash"])
    #expect((backups[4]["error"] as? [String: Any])?["code"] as? String == "not-an-archive")
    #expect(json["firstSeen"] as? String == folder.path(of: "2021-05-04Z.gz"))
    #expect(json["lastSeen"] as? String == folder.path(of: "export") && json["firstMissing"] is NSNull)
  }
}
