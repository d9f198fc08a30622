import Compression
import TestSupport
import Testing

@testable import Merge

@Suite struct SalvageTests {
  private let message = ArchiveWriter.Collection("Message", (1...4).map { World.stored("k\($0)") })
  private let other = ArchiveWriter.Collection("Other", [World.stored("o1"), World.stored("o2")])
  private let world: World

  init() throws {
    world = try World(
      backup: [],
      export: ["Message.json": World.array([World.exported("k1")]), "Other.json": #"[{"id":"/db/Other/x"}]"#]
    )
  }

  private func plan(_ bytes: [UInt8], salvage: Bool = true) throws -> Plan {
    try world.replaceBackup(bytes)
    return try world.plan { $0.lifted.salvage = salvage }
  }

  private func causes(_ plan: Plan) -> [StopCause] {
    plan.warnings.compactMap { if case .salvaged(let cause, _) = $0.kind { cause } else { nil } }
  }

  @Test func `what stands before a cut is used, and marked`() throws {
    var writer = ArchiveWriter(prelude: [message, other])
    writer.slice(of: message, Array(message.documents.prefix(2)))
    writer.slice(of: other, other.documents)
    writer.slice(of: message, Array(message.documents.suffix(2)))
    let cut = Array(writer.bytes.dropLast(10))
    #expect(throws: MergeError.self) { try self.plan(cut, salvage: false) }
    let plan = try self.plan(cut)
    #expect(try plan.recoveredIDs() == ["/db/Message/k2", "/db/Message/k3", "/db/Other/o1", "/db/Other/o2"])
    #expect(plan.tables.map(\.isUnverified) == [true, true])
    #expect(plan.stops.isEmpty && causes(plan).count == 3)
  }

  @Test func `how much of a file was lost is said`() throws {
    let archive = GzipWriter.gzip(ArchiveWriter.archive([message, other]))
    var broken = archive
    broken[broken.count - 6] ^= 1
    let plan = try self.plan(broken)
    let lost = plan.warnings.compactMap { if case .salvaged(_, let bytes?) = $0.kind { bytes } else { nil } }
    #expect(lost.count == 1 && lost[0] < 20)
    #expect(try plan.recoveredIDs().count == 5)
  }

  @Test func `a table with a wrong checksum is used, one without is not marked`() throws {
    var writer = ArchiveWriter(prelude: [message, other])
    writer.slice(of: message, message.documents)
    writer.close(message, checksum: 1)
    writer.slice(of: other, other.documents)
    writer.close(other)
    #expect(try self.plan(writer.bytes, salvage: false).guards() == [.damagedBackup])
    let plan = try self.plan(writer.bytes)
    #expect(try plan.recoveredIDs().count == 5)
    #expect(plan.tables.map(\.isUnverified) == [true, false])
    #expect(causes(plan) == [.checksum(collection: "app.Message")])
  }

  @Test func `a damaged document is left out`() throws {
    var wrongType = World.stored("k2").bytes
    wrongType[4] = 0x99
    var wrongText = World.stored("k3").bytes
    wrongText[wrongText.count - 3] = 0xFF
    let archive = ArchiveWriter.archive([
      .init("Message", raw: [World.stored("k1").bytes, wrongType, wrongText, World.stored("k4").bytes])
    ])
    #expect(try plan(archive).recoveredIDs() == ["/db/Message/k4"])
  }

  @Test func `nothing of the current side is salvaged`() throws {
    let archive = ArchiveWriter.archive([message, other])
    try world.replaceBackup(archive)
    let current = try world.folder.write(Array(archive.dropLast(10)), to: "current")
    let plan = try world.plan { options in
      options.current = [current]
      options.lifted.salvage = true
    }
    #expect(try plan.guards() == [.damagedExport] && plan.recoveredIDs().isEmpty)
  }
}
