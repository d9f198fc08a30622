import Compression
import Export
import Glibc
import JSONStream
import Synchronization
import Values

/// The export of one table while it is read by several threads: each takes the next chunk of the file, walks over its
/// objects and adds what it found.
///
/// Where an object begins is guessed by how the first one begins, so that nobody has to look at the text twice. What
/// stands before a guess has to end there, so that a wrong one is noticed; so is everything that is wrong with a file.
/// Nothing is made of it here: the file is read once more, from its beginning, by the reader that knows all places.
final class ChunkedExport: Sendable {
  let table: String
  private let file: TableFile
  private let key: FingerprintKey
  private let options: PlanOptions
  private let reading: Mutex<Reading>
  private let export: Mutex<IndexedExport>
  /// What was found in chunks and has not been added yet.
  private let found = Mutex<[ExportChunk.Found]>([])

  /// How far the file has been read.
  fileprivate struct Reading: ~Copyable {
    /// The file, from the first chunk to the last.
    var source: InflatingSource?
    /// What was read already of the next chunk.
    var rest: [UInt8] = []
    /// How objects begin; nil before the first one.
    var beginning: [UInt8]?
    var isArray = false
    /// How much has been read, as it is stored.
    var bytesRead: UInt64 = 0
    /// What was read, when that is all and the file is still the same.
    var input: InputFile?
    var hasFailed = false
    var error: MergeError?
  }

  /// - Returns: nil where the export is not to be read so: it is in several files or in another form, needs a schema, or
  ///   is small.
  init?(table: String, files: [TableFile], key: FingerprintKey, options: PlanOptions) {
    guard files.count == 1, let file = files.first, file.form == .baqend, file.collection == nil,
      file.identity.size > options.chunkBytes * 4,
      options.comparison.tableSchema(of: table, file.form) == nil
    else { return nil }
    self.table = table
    self.file = file
    self.key = key
    self.options = options
    reading = Mutex(Reading())
    export = Mutex(IndexedExport(files: files, isLarge: true))
  }

  /// Has the thread that calls take one chunk after the other, until there are no more.
  func read() {
    let chunk = ExportChunk(capacity: options.chunkBytes)
    var scanner = JSONScanner(maxDepth: options.comparison.maxDepth)
    var object = options.comparison.fingerprinter(of: table, file.form, key: key)
    while reading.withLock({ $0.read(file, into: chunk, options: options) }) {
      guard let found = chunk.walk(with: &scanner, into: &object, key: key, options: options) else {
        reading.withLock { $0.hasFailed = true }
        return
      }
      options.progress?.counter?.add(objects: found.objectCount)
      self.found.withLock { $0.append(found) }
      do throws(MergeError) {
        // Another thread that adds is not waited for: it takes this too, or whoever comes next.
        _ = try export.withLockIfAvailable { (export) throws(MergeError) in try add(to: &export) }
      } catch {
        reading.withLock { ($0.hasFailed, $0.error) = (true, error) }
      }
    }
  }

  /// Adds what was found in chunks.
  private func add(to export: inout IndexedExport) throws(MergeError) {
    while let found = found.withLock({ $0.popLast() }) {
      // Asked for only where there have to be more slots: else the thread that reads would be waited for.
      try export.add(found, bytesRead: reading.withLock { $0.bytesRead })
    }
  }

  /// Whether all of the file was read and found sound.
  var isWhole: Bool { reading.withLock { $0.input != nil && !$0.hasFailed } }

  /// The export, when all threads are done with it.
  func finished() throws(MergeError) -> IndexedExport {
    let (input, error) = reading.withLock { ($0.hasFailed ? nil : $0.input, $0.error) }
    if let error { throw error }
    guard let input else {
      return try IndexedExport(table: table, files: [file], key: key, options: options)
    }
    return try export.withLock { (export) throws(MergeError) in
      try add(to: &export)
      try export.finish(table: table, input: input, key: key, options: options)
      return export
    }
  }
}

extension ChunkedExport.Reading {
  /// Reads as much as there is room for, up to the beginning of an object.
  ///
  /// - Returns: false where there is no more, or something is wrong.
  fileprivate mutating func read(_ file: TableFile, into chunk: ExportChunk, options: PlanOptions) -> Bool {
    guard input == nil, !hasFailed else { return false }
    // Failed, unless all goes well.
    hasFailed = true
    guard let source = try? source ?? Self.open(file, options: options),
      let isFull = try? chunk.fill(with: rest, from: source)
    else { return false }
    self.source = source
    bytesRead = source.file.bytesRead
    let isLast = !isFull
    let memory = chunk.memory
    let text = memory.span.extracting(..<chunk.count)
    guard let start = beginning == nil ? firstObject(text) : 0,
      let end = isLast ? text.count : lastBeginning(text, behind: start)
    else { return false }
    rest = [UInt8](text.extracting(end...))
    if isLast {
      guard !source.file.hasChanged(), source.file.identity == file.identity else { return false }
      input = InputFile(path: file.path, bytes: bytesRead, sha256: source.file.sha256)
      self.source = nil
    }
    chunk.take(start..<end, ExportChunk.Position(isArray: isArray, isLast: isLast))
    hasFailed = false
    return true
  }

  private static func open(_ file: TableFile, options: PlanOptions) throws(CompressionError) -> InflatingSource {
    InflatingSource(
      try FileSource(
        path: file.path,
        digest: options.hashesInputs,
        regularOnly: true,
        counter: options.progress?.counter
      )
    )
  }

  /// The offset of the first object of the file, by which it is seen how objects begin.
  private mutating func firstObject(_ text: Span<UInt8>) -> Int? {
    var offset = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = spaceEnd(text, offset)
    guard offset < text.count else { return nil }
    if text[offset] == 0x5B {
      isArray = true
      offset = spaceEnd(text, offset + 1)
    }
    guard offset < text.count, text[offset] == 0x7B, let colon = text.firstIndex(of: 0x3A, from: offset) else {
      return nil
    }
    var end = colon + 1
    // An id as a rule: then the table belongs to it, which objects within objects are not of.
    let prefix = Array("\"\(ObjectKey.referencePrefix)".utf8)
    if text.extracting(end...).starts(with: prefix), let slash = text.firstIndex(of: 0x2F, from: end + prefix.count) {
      end = slash + 1
    }
    beginning = [UInt8](text.extracting(offset..<end))
    return offset
  }

  /// The offset of the last object that begins behind an offset.
  private func lastBeginning(_ text: Span<UInt8>, behind start: Int) -> Int? {
    guard let beginning else { return nil }
    var offset = text.count - beginning.count
    while offset > start {
      if text[offset] == 0x7B, text.extracting(offset...).starts(with: beginning) { return offset }
      offset -= 1
    }
    return nil
  }
}
