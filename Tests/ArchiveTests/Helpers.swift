import TestSupport
import Testing

@testable import Archive

/// What reading an archive gave, to its end or to the first error.
struct Reading: Equatable {
  enum Event: Equatable {
    case document(String, bytes: [UInt8], offset: UInt64)
    case end(String, isIntact: Bool)
  }

  /// With the namespaces that came up later; nil where the beginning cannot be read.
  var prelude: Prelude?
  var events: [Event] = []
  var error: ArchiveError?

  /// Reads one document after the other, and expects that the same comes of it where they are passed as they are in
  /// memory, one or all at a time.
  init(path: String) {
    self.init(path: path, passing: 0)
    for most in [1, .max] { #expect(Reading(path: path, passing: most) == self, "passing \(most) at a time") }
  }

  /// - Parameter most: how many documents are passed before the next event is asked for.
  private init(path: String, passing most: Int) {
    do throws(ArchiveError) {
      let reader = try BackupReader(path: path)
      defer { prelude = reader.prelude }
      while true {
        var passed = 0
        reader.passDocuments { namespace, bytes, offset in
          guard passed < most else { return false }
          passed += 1
          let name = reader.prelude.namespaces[namespace].name
          events.append(.document(name, bytes: Array(bytes), offset: offset))
          return true
        }
        guard let event = try reader.next() else { break }
        switch event {
        case .document(let namespace, let bytes, let offset):
          events.append(.document(reader.prelude.namespaces[namespace].name, bytes: Array(bytes), offset: offset))
        case .end(let namespace, let isIntact):
          events.append(.end(reader.prelude.namespaces[namespace].name, isIntact: isIntact))
        case .broken(let namespace, let error):
          events.append(.end(reader.prelude.namespaces[namespace].name, isIntact: false))
          self.error = error
        }
      }
    } catch {
      self.error = error
    }
  }

  /// Where the framing is broken, and how; nil where it is not.
  var damage: Damage? {
    guard case .damaged(_, let offset, let cause) = error else { return nil }
    return Damage(cause, at: offset)
  }

  /// The documents of each namespace that has any.
  var documents: [String: [[UInt8]]] {
    var documents: [String: [[UInt8]]] = [:]
    for case .document(let name, let bytes, _) in events { documents[name, default: []].append(bytes) }
    return documents
  }

  /// Whether each namespace that has ended has the checksum that is stated.
  var ends: [String: Bool] {
    var ends: [String: Bool] = [:]
    for case .end(let name, let isIntact) in events { ends[name] = isIntact }
    return ends
  }

  /// Whether the archive was read to its end and nothing speaks against what it gave.
  var isWhole: Bool { error == nil && ends.values.allSatisfy { $0 } }
}

struct Damage: Equatable {
  var cause: ArchiveError.Cause
  var offset: UInt64

  init(_ cause: ArchiveError.Cause, at offset: UInt64) {
    self.cause = cause
    self.offset = offset
  }
}

/// What reading an archive of these bytes gives.
func reading(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> Reading {
  Reading(path: try folder.write(bytes, to: "archive"))
}

func reading(_ bytes: [UInt8]) throws -> Reading { try reading(bytes, in: try TemporaryFolder()) }

/// A collection of small documents that are told from those of other collections.
func collection(_ name: String, _ count: Int) -> ArchiveWriter.Collection {
  ArchiveWriter.Collection(name, (0..<count).map { ["_id": .string("\(name)/\($0)"), "v": .int32(Int32($0))] })
}

/// A whole archive of 335 bytes as mongodump writes it: its collection `app.T` has two documents.
enum TinyArchive {
  static let header =
    "6500000010636f6e63757272656e745f636f6c6c656374696f6e7300040000000276657273696f6e0004000000302e31000273"
    + "65727665725f76657273696f6e0006000000342e302e350002746f6f6c5f76657273696f6e000700000072342e302e350000"
  static let entry =
    "4700000002646200040000006170700002636f6c6c656374696f6e00020000005400026d65746164617461000100000000"
    + "1073697a650000000000027479706500010000000000"
  static let data =
    "3600000002646200040000006170700002636f6c6c656374696f6e0002000000540008454f460000124352430000000000"
    + "0000000000"
  static let first = "17000000025f6964000200000031001076000700000000"
  static let second = "10000000025f69640002000000320000"
  static let closing =
    "3600000002646200040000006170700002636f6c6c656374696f6e0002000000540008454f460001124352430024f1f4295b8d32dc00"
  static let terminator = "ffffffff"

  /// The pieces that are read at once, the magic first.
  static let pieces = [
    "6de29981", header, entry, terminator, data, first, second, terminator, closing, terminator,
  ].map(unhex)
  static let bytes = pieces.flatMap { $0 }
  static let sha256 = "a4588061f150c4a139412d6ad304eeb54a41bda039b91998025d0ae5e5770bc7"

  /// Where the documents lie, which are all that the checksum covers.
  static let documents = 0xEA..<0x111
  /// Where the blocks behind the prelude begin.
  static let blocks = [0xB4, 0x115]

  private static func unhex(_ hex: String) -> [UInt8] {
    let digits = Array(hex.utf8).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
