import Archive
import BSON
import Compression
import Foundation
import Values

/// The inflated archive of a data set, or its beginning, in memory and as a temporary file without a name.
final class SampleArchive {
  /// How much of an archive is taken.
  static let limitBytes = 512 << 20
  /// How much of it is walked over, and of an export: what stays in a processor's caches, as in a run that is there which
  /// was inflated or read just before.
  static let walkedBytes = 16 << 20

  private let path: String
  private let bytes: UnsafeRawBufferPointer
  /// Where each document is, and the number of its namespace.
  private var documents: [(range: Range<Int>, namespace: Int)] = []
  /// Those of them that are walked over, by their collections.
  private var walked: [(collection: String, ranges: [Range<Int>])] = []

  /// Inflates an archive, and finds its documents.
  init(path: String) throws {
    var name = Array(FileManager.default.temporaryDirectory.appendingPathComponent("regraft-XXXXXX").path.utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0, unlink(name) == 0, ftruncate(descriptor, Self.limitBytes) == 0,
      let memory = mmap(nil, Self.limitBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else { throw SampleError("no temporary file for the archive") }
    let whole = UnsafeMutableRawBufferPointer(start: memory, count: Self.limitBytes)
    let source = InflatingSource(try FileSource(path: path))
    var space = MutableSpan<UInt8>(_unsafeBytes: whole)
    var filled = 0
    while filled < whole.count {
      let count = try source.read(into: &space, from: filled)
      if count == 0 { break }
      filled += count
    }
    guard ftruncate(descriptor, filled) == 0 else { throw SampleError("the archive cannot be cut") }
    bytes = UnsafeRawBufferPointer(rebasing: whole[..<filled])
    self.path = "/proc/self/fd/\(descriptor)"
    try findDocuments(isWhole: filled < whole.count)
  }

  /// - Parameter isWhole: whether the archive does not break off.
  private func findDocuments(isWhole: Bool) throws {
    let reader = try ArchiveReader(path: path)
    do throws(ArchiveError) {
      while let event = try reader.next() {
        guard case .document(let namespace, let document, let offset) = event else { continue }
        documents.append((Int(offset)..<(Int(offset) + document.count), namespace))
      }
    } catch {
      if isWhole { throw error }
    }
    guard !documents.isEmpty else { throw SampleError("no documents in the archive") }
    // Collections stand in slices one after the other: pieces from everywhere are of all of them.
    let stride = max(1, bytes.count / Self.walkedBytes)
    walked = reader.prelude.namespaces.enumerated().map { number, namespace in
      let sample = documents.filter { $0.namespace == number && $0.range.lowerBound >> 16 % stride == 0 }
      return (namespace.collection, sample.map(\.range))
    }
  }

  /// Reads the archive up to its last document, and looks at no document.
  func walkFrames() throws -> Int {
    let reader = try ArchiveReader(path: path)
    var count = 0
    while count < documents.count, let event = try reader.next() {
      if case .document = event { count += 1 }
    }
    return documents[documents.count - 1].range.upperBound
  }

  /// Takes the checksum of all bytes, in pieces such as an archive is read in.
  func takeChecksum() -> Int {
    var checksum = CRC64()
    for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
      let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 1 << 20, bytes.count)])
      checksum.update(piece.span)
    }
    keep(checksum.value)
    return bytes.count
  }

  /// Takes the fingerprint of every document.
  func walkDocuments() throws -> Int {
    let key = FingerprintKey.random()
    var walker = BSONWalker()
    var count = 0
    var sum: UInt64 = 0
    for (collection, ranges) in walked {
      let identity = ObjectIdentity(table: collection, form: .stored)
      var object = BodyFingerprinter(identity: identity, key: key, roles: MemberRoles(key: key))
      // As in a run, where runs of documents of one collection are walked over.
      for range in ranges {
        try walker.walk(UnsafeRawBufferPointer(rebasing: bytes[range]).span, into: &object)
        sum &+= object.fingerprint.low
        count += range.count
      }
    }
    keep(sum)
    return count
  }
}

/// Why a data set cannot be used.
struct SampleError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Takes a result, so that no compiler leaves out the work that leads to it.
@inline(never)
func keep(_ result: UInt64) {
  withExtendedLifetime(result) {}
}
