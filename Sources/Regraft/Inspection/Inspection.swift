import Archive
import BSON
import Compression
import Export
import Merge
import Values

/// What is in a backup or an export, and whether it is whole.
public struct Inspection: Sendable {
  /// Objects in which a member's name stands twice.
  public struct Repetitions: Sendable {
    /// How many such objects there are.
    public internal(set) var objects = 0
    /// The number of the first of them, counted from 1.
    public internal(set) var number = 0
    /// The name that stands there twice.
    public internal(set) var name = ""

    mutating func add(_ name: String?, number: Int) {
      guard let name else { return }
      if objects == 0 { (self.number, self.name) = (number, name) }
      objects += 1
    }
  }

  /// A collection of an archive, or what stands in its place.
  public struct Collection: Sendable {
    /// `DATABASE.COLLECTION`.
    public var name: String
    /// What it is: `collection`, `view`, `time series`, `system` or `oplog`.
    public var kind: String
    /// How many documents it holds.
    public internal(set) var documents = 0
    /// How many bytes its documents have.
    public internal(set) var bytes: UInt64 = 0
    /// Whether its checksum is right; nil where its end was not reached.
    public internal(set) var isIntact: Bool?
    /// The names of its unique indexes, the one of the id left out.
    public var uniqueIndexes: [String]
    /// Its first damaged document.
    public internal(set) var damage: DocumentDamage?
    /// Its documents in which a name stands twice.
    public internal(set) var repetitions = Repetitions()
  }

  /// A file of an export.
  public struct TableFile: Sendable {
    /// The file's path.
    public var path: String
    /// The table whose objects it holds.
    public var table: String
    /// How many objects were read.
    public var objects: Int
    /// How many bytes of the file were read.
    public var bytes: UInt64
    /// What is wrong with it.
    public var damage: ExportDamage?
    /// Its objects in which a name stands twice.
    public var repetitions: Repetitions
  }

  /// The path as it was given.
  public let path: String
  /// What it is.
  public let kind: InputKind
  /// How many bytes were read.
  public private(set) var bytes: UInt64 = 0
  /// The versions that wrote an archive.
  public private(set) var createdWith = BackupVersions(server: "", tool: "")
  /// The collections of an archive, in its order.
  public private(set) var collections: [Collection] = []
  /// The files of an export, in the order of their tables.
  public private(set) var files: [TableFile] = []
  /// Files in the folder of an export that hold no table.
  public private(set) var otherFiles: [String] = []
  /// Why an archive could not be read to its end.
  public private(set) var failure: MergeError?

  /// Whether everything could be read and is as it was written.
  public var isWhole: Bool {
    failure == nil && collections.allSatisfy { $0.isIntact == true && $0.damage == nil }
      && files.allSatisfy { $0.damage == nil }
  }

  /// Reads an input to its end.
  ///
  /// - Parameters:
  ///   - path: an archive, a table file, or a folder of table files; "-" is an archive on standard input.
  ///   - maxDepth: how deep objects and arrays may be nested.
  ///   - progress: what is told how far it is.
  /// - Throws: `MergeError` where it is neither, or cannot be opened.
  public init(path: String, maxDepth: Int = 200, progress: RunProgress? = nil) throws(MergeError) {
    self.path = path
    kind = try InputKind(path: path)
    switch kind {
    case .archive, .dump: try readArchive(maxDepth: maxDepth, progress: progress)
    case .export: try readExport(maxDepth: maxDepth, progress: progress)
    }
  }

  // MARK: Archives

  private mutating func readArchive(maxDepth: Int, progress: RunProgress?) throws(MergeError) {
    progress?.begin(.readingBackup, totalBytes: BackupReader.storedBytes(path: path))
    let reader = try BackupReader.opening(path, counter: progress?.counter)
    createdWith = BackupVersions(server: reader.prelude.serverVersion, tool: reader.prelude.toolVersion)
    collections = reader.prelude.namespaces.map(Collection.init)
    do throws(ArchiveError) {
      try read(reader, walker: BSONWalker(maxDepth: maxDepth, checksText: true))
    } catch {
      failure = .backup(BackupFailure(error))
    }
    bytes = reader.files.reduce(0) { $0 + $1.bytesRead }
    // A view has no end of its own unless it was dumped as a collection.
    for index in collections.indices where collections[index].kind == "view" && collections[index].isIntact == nil {
      collections[index].isIntact = failure == nil ? true : nil
    }
  }

  private mutating func read(_ reader: BackupReader, walker: BSONWalker) throws(ArchiveError) {
    var walker = walker
    var names = RepeatedNames()
    while let event = try reader.next() {
      // The operation log need not be named by the prelude, and comes in later.
      while collections.count < reader.prelude.namespaces.count {
        collections.append(Collection(reader.prelude.namespaces[collections.count]))
      }
      switch event {
      case .document(let index, let document, let offset):
        collections[index].documents += 1
        collections[index].bytes += UInt64(document.count)
        do throws(BSONError) {
          try walker.walk(document.span, into: &names)
          collections[index].repetitions.add(names.first, number: collections[index].documents)
        } catch  where collections[index].damage == nil {
          collections[index].damage = DocumentDamage(
            collection: collections[index].name,
            number: collections[index].documents,
            offset: offset,
            error: error
          )
        } catch {}
      case .end(let index, let isIntact):
        collections[index].isIntact = isIntact
      case .broken(let index, let error):
        collections[index].isIntact = false
        failure = failure ?? .backup(BackupFailure(error))
      }
    }
  }

  // MARK: Exports

  private mutating func readExport(maxDepth: Int, progress: RunProgress?) throws(MergeError) {
    let inventory = try ExportInventory.reading([path])
    otherFiles = inventory.otherFiles
    // Once for whether it is sound, once for names that stand twice.
    progress?.begin(.readingExport, reading: inventory.files, times: 2)
    for file in inventory.files {
      let check = try TableFileCheck(file, maxDepth: maxDepth, progress: progress)
      let inspected = TableFile(
        path: file.path,
        table: file.table,
        objects: check.objects,
        bytes: file.identity.size,
        damage: check.damage,
        repetitions: repetitions(in: file, maxDepth: maxDepth, counter: progress?.counter)
      )
      bytes += inspected.bytes
      files.append(inspected)
    }
  }
}

extension Inspection {
  /// Reads a file once more, as far as it is sound.
  private func repetitions(in file: Export.TableFile, maxDepth: Int, counter: ReadCounter?) -> Repetitions {
    var repetitions = Repetitions()
    var names = RepeatedNames()
    guard var objects = try? ObjectReader(file, for: names, maxDepth: maxDepth, counter: counter) else {
      return repetitions
    }
    while case .success(true) = objects.next(into: &names) {
      repetitions.add(names.first, number: objects.reader.objectNumber)
    }
    return repetitions
  }
}

extension Inspection.Collection {
  fileprivate init(_ namespace: Namespace) {
    name = namespace.name
    kind = namespace.kind.rawValue
    uniqueIndexes = namespace.indexes.filter(\.isUnique).map(\.name)
  }
}
