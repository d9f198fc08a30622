import TestSupport
import Testing
import Values

@testable import Merge

/// Records of an export are found by their ids, however many there are and were expected.
@Suite struct ExportIndexTests {
  private let key = FingerprintKey.random()

  private func id(_ number: Int) -> Fingerprint { key.hash(Array("id \(number)".utf8)) }

  private func record(_ number: Int) -> ExportRecord {
    let body = Fingerprint(low: UInt64(number), high: 0)
    return ExportRecord(id: id(number), body: body, evidence: Evidence(version: Int64(number)), hasReadRules: false)
  }

  @Test(arguments: [0, 1, 40_000, 100_000, 400_000])
  func `all are found, and no other`(estimate: Int) throws {
    let index = ExportIndex()
    let count = 100_000
    for number in 0..<count { try index.append(record(number), of: estimate) }
    #expect(try index.finish() == nil)
    #expect(index.distinctCount == count)
    for number in 0..<count {
      let found = try #require(index.find(id(number)))
      #expect(index[found].body == UInt64(number) && index[found].evidence.version == Int64(number))
      index[found].isSeen = number % 2 == 0
    }
    for number in count..<(2 * count) { #expect(index.find(id(number)) == nil) }
    #expect(index.unseen == Set((0..<count).filter { $0 % 2 == 1 }.map { id($0).low }))
    index.turnToOlder()
    #expect(index.unseen.count == count / 2)
    #expect(index[try #require(index.find(id(0)))].isSeenInNewer)
  }

  @Test func `an id that comes twice is told`() throws {
    let index = ExportIndex()
    for number in 0..<50_000 { try index.append(record(number == 40_000 ? 77 : number), of: 50_000) }
    #expect(try index.finish()?.hasID(id(77)) == true)
    #expect(index.count == 50_000)
    #expect(index.distinctCount == 49_999)
  }

  @Test func `an index without records finds nothing`() throws {
    let index = ExportIndex()
    #expect(index.find(id(1)) == nil)
    #expect(try index.finish() == nil)
    #expect(index.find(id(1)) == nil)
    #expect(index.unseen.isEmpty)
  }
}
