import BSON
import Values

extension BackupPass {
  /// Takes a document of which its record has told what becomes of it.
  mutating func take(
    _ bytes: Span<UInt8>,
    settledAs verdict: Verdict,
    offset: UInt64,
    of table: TableRun
  ) throws(MergeError) {
    guard verdict != .older else { return }
    guard verdict.isWalked else {
      table.count(verdict.reason, isUnchanged: true, normalID: "")
      guard table.tally.kept.wants(offset) else { return }
      try walk(bytes, into: table)
      try keepSample(bytes, evidence: table.object.evidence, offset: offset, of: table)
      return
    }
    try walk(bytes, into: table)
    let id = table.object.identity.fingerprint(key)
    if table.object.traits.isCounted { table.countTraits(of: table.object, in: bytes) }
    let status = table.count(
      verdict.reason,
      isUnchanged: !verdict.isChanged,
      normalID: table.object.identity.normalID(in: table.name)
    )
    if table.tally.named.contains(id.low) { table.namedStatuses[id.low] = status }
    try takeMatched(
      bytes,
      reason: verdict.isChanged ? verdict.reason : nil,
      isFirst: true,
      id: id,
      offset: offset,
      walkedBy: table,
      in: table
    )
  }

  /// Walks over a document that could be walked over before.
  private mutating func walk(_ bytes: Span<UInt8>, into table: TableRun) throws(MergeError) {
    do throws(BSONError) {
      try table.document.walk(bytes, with: &walker)
    } catch {
      throw .changedBackup(path: paths[backup])
    }
  }
}
