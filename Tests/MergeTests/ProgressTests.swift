import Compression
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Merge

/// How far a run is, as it tells it.
@Suite struct ProgressTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [
        .init(
          "Message",
          (1...1000).map { World.stored("k\($0)") },
          metadata: #"{"indexes":[{"key":{"text":1},"name":"text_1","unique":true}]}"#
        )
      ],
      export: ["Message.json": World.array((11...1000).map { World.exported("k\($0)") })]
    )
  }

  private var exportBytes: UInt64 { FileIdentity.sizeOfFile(path: "\(world.export)/Message.json") ?? 0 }
  private var backupBytes: UInt64 { FileIdentity.sizeOfFile(path: world.backup) ?? 0 }

  @Test func `a plan tells its stages, and each ends with all that it had to read`() throws {
    let progress = RunProgress()
    #expect(progress.state == nil)
    _ = try world.plan { $0.progress = progress }
    let states = progress.states
    #expect(
      states.map(\.stage) == [.readingExport, .readingBackup, .deciding, .readingExportAgain, .deciding]
    )
    #expect(states.map(\.totalBytes) == [exportBytes, backupBytes, nil, exportBytes, nil])
    #expect(states.map(\.bytes) == [exportBytes, backupBytes, 0, exportBytes, 0])
    #expect(states.map(\.objects) == [990, 1000, 0, 990, 0])
    #expect(zip(states, states.dropFirst()).allSatisfy { $0.began <= $1.began })
  }

  @Test func `who looks on from another thread never sees a count fall`() throws {
    let progress = RunProgress()
    let isOver = Mutex(false)
    let faults = Mutex(0)
    let looked = DispatchGroup()
    looked.enter()
    Thread.detachNewThread {
      var last: [RunProgress.State] = []
      while !isOver.withLock({ $0 }) {
        let states = progress.states
        let isRising = zip(last, states).allSatisfy {
          $0.stage == $1.stage && $0.bytes <= $1.bytes && $0.objects <= $1.objects
        }
        let isWithin = states.allSatisfy { $0.bytes <= $0.totalBytes ?? 0 }
        if !isRising || !isWithin || states.count < last.count { faults.withLock { $0 += 1 } }
        last = states
        usleep(100)
      }
      looked.leave()
    }
    for _ in 0..<3 { _ = try world.plan { $0.progress = progress } }
    isOver.withLock { $0 = true }
    looked.wait()
    #expect(faults.withLock { $0 } == 0)
    #expect(progress.states.count == 15)
  }

  @Test func `several backups are read in one stage`() throws {
    let documents = (1...5).map { World.stored("k\($0)") }
    let older = try world.folder.write(ArchiveWriter.archive([.init("Message", documents)]), to: "2021-05-01Z.dump")
    let progress = RunProgress()
    _ = try world.plan {
      $0.backups.append(older)
      $0.selection.allDeleted = true
      $0.progress = progress
    }
    let reading = try #require(progress.states.first { $0.stage == .readingBackup })
    let all = try backupBytes + #require(FileIdentity.sizeOfFile(path: older))
    #expect(reading.totalBytes == all && reading.bytes == all && reading.objects == 1005)
  }

  @Test func `collections of one archive on the current side are counted once`() throws {
    let progress = RunProgress()
    _ = try world.plan {
      $0.current = [world.backup]
      $0.progress = progress
    }
    let reading = try #require(progress.states.first)
    #expect(reading.stage == .readingExport && reading.objects == 1000)
    #expect(reading.bytes == backupBytes && reading.totalBytes == backupBytes)
  }

  @Test func `a dump's folder has the bytes of its documents`() throws {
    let documents = (1...3).map { World.stored("k\($0)") }
    let bytes = documents.flatMap(\.bytes)
    try world.folder.write(bytes, to: "dump/app/Message.bson")
    try world.folder.write("{}", to: "dump/app/Message.metadata.json")
    let progress = RunProgress()
    _ = try world.plan {
      $0.backups = [world.folder.path(of: "dump")]
      $0.progress = progress
    }
    let reading = try #require(progress.states.first { $0.stage == .readingBackup })
    #expect(reading.totalBytes == UInt64(bytes.count) && reading.bytes == UInt64(bytes.count) && reading.objects == 3)
  }

  @Test func `a file that has grown never seems more than read`() {
    let progress = RunProgress()
    progress.begin(.readingExport, totalBytes: 10)
    progress.counter?.add(bytes: 11)
    #expect(progress.state?.bytes == 10)
  }

  @Test func `history counts what it need not read, too`() throws {
    let progress = RunProgress()
    var options = HistoryOptions(backups: [world.backup, world.backup], id: "/db/Message/k1")
    options.current = [world.export]
    options.progress = progress
    _ = try ObjectHistory(options)
    let states = progress.states
    #expect(states.map(\.stage) == [.readingBackup, .readingExport])
    #expect(states.map(\.totalBytes) == [2 * backupBytes, exportBytes])
    #expect(states.map(\.bytes) == [2 * backupBytes, exportBytes])
  }
}
