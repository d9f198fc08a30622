import Archive
import BSON
import Compression
import TestSupport
import Values

/// The reader of archives, gzip'ed or not.
struct ArchiveTarget: FuzzTarget {
  private let file = InputFile()

  func read(_ input: UnsafeRawBufferPointer) {
    file.write(input)
    do throws(ArchiveError) {
      let reader = try ArchiveReader(path: file.path)
      while let event = try reader.next() { look(at: event, of: reader) }
      demand(!reader.prelude.namespaces.contains { $0.name.isEmpty }, "namespaces have names")
    } catch {}
  }

  private func look(at event: ArchiveReader.Event, of reader: ArchiveReader) {
    switch event {
    case .document(let namespace, let bytes, _):
      demand(reader.prelude.namespaces.indices ~= namespace, "a document is of a namespace that the prelude names")
      var walker = BSONWalker()
      var sink = DiscardingSink()
      try? walker.walk(bytes.span, into: &sink)
      _ = BSONWalker.firstID(bytes.span)
    case .end(let namespace, _), .broken(let namespace, _):
      demand(reader.prelude.namespaces.indices ~= namespace, "what ends is a namespace that the prelude names")
    }
  }

  static var seeds: [[UInt8]] {
    let indexes = #"{"indexes":[{"v":2,"unique":true,"key":{"name":{"$numberInt":"1"}},"name":"name_1"}]}"#
    let user = ArchiveWriter.Collection(
      "User",
      [["_id": "1", "name": "a"], ["_id": "2", "name": "b"]],
      metadata: indexes
    )
    let item = ArchiveWriter.Collection("Item", [["_id": "x", "list": [.int32(1)]]], type: nil)
    let view = ArchiveWriter.Collection("View", [], type: "view")
    let archives = [[], [user], [user, item, view]].map { ArchiveWriter.archive($0, slice: 1) }
    return archives + archives.map { GzipWriter.gzip($0) }
  }
}
