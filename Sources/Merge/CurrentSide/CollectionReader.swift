import Archive
import BSON
import Compression
import Export
import Values

/// Reads the collections of a backup that stands in an export's place: all those of one file, in one
/// reading, which is always to the file's end, for what breaks later may hold any id.
final class CollectionReader {
  /// Which document it is.
  struct Place {
    /// The number of its collection among those that are read.
    var collection: Int
    /// Its number in the collection, counted from 1.
    var number: Int
    /// Where it begins, in bytes of the inflated file.
    var offset: UInt64
  }

  /// What comes next.
  enum Event {
    case document(ArraySlice<UInt8>, Place)
    /// What is wrong with a collection.
    case damage(ExportDamage, collection: Int)
  }

  let path: String
  private let reader: BackupReader
  private let files: [TableFile]
  /// For each namespace the number of its collection; nil for what is not wanted.
  private let collections: [Int?]
  private var numbers: [Int]

  /// - Parameters:
  ///   - files: collections that stand in one file.
  ///   - counter: what counts the bytes and documents.
  /// - Throws: `MergeError.damagedExport`.
  init(_ files: [TableFile], digest: Bool = false, counter: ReadCounter? = nil) throws(MergeError) {
    self.files = files
    path = files.first?.path ?? ""
    do throws(ArchiveError) {
      reader = try BackupReader(path: path, digest: digest, counter: counter)
    } catch {
      throw .damagedExport(.backup(BackupFailure(error)))
    }
    collections = reader.prelude.namespaces.map { namespace in
      files.firstIndex { $0.collection == nil || $0.collection == namespace.name }
    }
    numbers = Array(repeating: 0, count: files.count)
  }

  /// - Returns: nil at the end of a whole file.
  /// - Throws: `MergeError.damagedExport` where it is not, and nothing of it counts.
  func next() throws(MergeError) -> Event? {
    do throws(ArchiveError) {
      while let event = try reader.next() {
        switch event {
        case .document(let namespace, let bytes, let offset):
          guard namespace < collections.count, let collection = collections[namespace] else { continue }
          numbers[collection] += 1
          return .document(bytes, Place(collection: collection, number: numbers[collection], offset: offset))
        case .end(let namespace, isIntact: false):
          guard namespace < collections.count, let collection = collections[namespace] else { continue }
          return .damage(.checksum(path: path, table: files[collection].table), collection: collection)
        case .end: continue
        case .broken(_, let error): throw error
        }
      }
      return nil
    } catch {
      throw .damagedExport(.backup(BackupFailure(error)))
    }
  }

  /// The damage that a document is which cannot be walked over.
  func damage(_ error: BSONError, at place: Place) -> ExportDamage {
    let table = files[place.collection].table
    let document = DocumentDamage(collection: table, number: place.number, offset: place.offset, error: error)
    return .document(path: path, document)
  }

  /// The file as it was read, at its end; nil where it is not the one that it was.
  var input: InputFile? {
    guard let known = files.first?.identity, (try? FileIdentity.of(path: path)) == known else { return nil }
    return InputFile(path: path, files: reader.files)
  }
}
