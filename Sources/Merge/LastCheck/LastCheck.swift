import Compression
import Values

/// The check that stands between finished import files and their being published: no id that the
/// current export holds may be in one of them.
///
/// Both sides are read here once more, from the files as they are, with nothing taken over from the
/// work before. Ids are compared with their percent-encoding removed. Ids that are equal as written
/// are equal then too, so that one comparison finds both.
///
/// A check does not change once it is made; files can be checked on several threads at a time.
package struct LastCheck: Sendable {
  /// A file of objects.
  package struct File: Sendable {
    package var path: String
    /// The collection, `DATABASE.COLLECTION`, where the file is an archive of several.
    package var collection: String?
    /// Whether it holds BSON documents, and no text.
    package var isBSON: Bool
    /// The table of the objects, where it is their `_id` that counts.
    package var storedTable: String?
    /// Whether keys in an `_id` are percent-encoded.
    package var hasEncodedKeys: Bool
    /// Other classes of which an object with an `_id` may be.
    package var otherClasses: [String] = []

    package init(
      path: String,
      collection: String? = nil,
      isBSON: Bool = false,
      storedTable: String? = nil,
      hasEncodedKeys: Bool = false
    ) {
      self.path = path
      self.collection = collection
      self.isBSON = isBSON
      self.storedTable = storedTable
      self.hasEncodedKeys = hasEncodedKeys
    }
  }

  /// How many ids each import file holds, in the order of the files.
  package let importIDCounts: [Int]

  /// The hashes of all ids that are about to be published: 8 bytes each instead of a text.
  ///
  /// Two ids can have the same hash by chance, and the run is refused without need then. Among
  /// 600,000 hashes, that befalls an id of the export with a probability below 2^-44, and so one run
  /// in ten million where the export has two million ids. The next run hashes with another seed.
  private let hashes: Set<UInt64>
  private let counter: ReadCounter?

  /// Reads the ids of the import files.
  ///
  /// - Parameter counter: what counts the bytes and objects of all files.
  /// - Throws: `LastCheckError.cannotRead` or `.malformed`.
  package init(importFiles: [File], counter: ReadCounter? = nil) throws(LastCheckError) {
    var hashes: Set<UInt64> = []
    var counts: [Int] = []
    for file in importFiles {
      counts += try Self.read([file], counter) { (id, _) throws(LastCheckError) in
        hashes.insert(LastCheck.hash(of: id))
      }
    }
    self.hashes = hashes
    self.counter = counter
    importIDCounts = counts
  }

  /// Reads the export's files and looks each id up among those about to be published.
  ///
  /// - Parameter files: any files, or the collections of one archive.
  /// - Returns: how many objects each of them holds, in the order of `files`.
  /// - Throws: `LastCheckError.currentIDWouldBeWritten` at the first id that is among them;
  ///   `.cannotRead` or `.malformed`.
  package func check(export files: [File]) throws(LastCheckError) -> [Int] {
    // The closure holds what it needs for each id anew.
    let hashes = hashes
    return try Self.read(files, counter) { (id, number) throws(LastCheckError) in
      if Self.isAmong(hashes, id) { throw Self.currentID(id, in: files[number]) }
    }
  }

  /// Calls `body` with each id of some files, or of the collections of one archive, and the file's number.
  ///
  /// - Returns: how many objects each of them holds; in the Baqend form, how many ids.
  private static func read(
    _ files: [File],
    _ counter: ReadCounter?,
    _ body: (Span<UInt8>, Int) throws(LastCheckError) -> Void
  ) throws(LastCheckError) -> [Int] {
    var counts = Array(repeating: 0, count: files.count)
    if let first = files.first, first.collection != nil {
      try DocumentIDReader(files, counter: counter).forEach { (id, number, isFirst) throws(LastCheckError) in
        if isFirst { counts[number] += 1 }
        try body(id.span, number)
      }
      return counts
    }
    for (number, file) in files.enumerated() {
      if file.isBSON {
        try DocumentIDReader([file], counter: counter).forEach { (id, _, isFirst) throws(LastCheckError) in
          if isFirst { counts[number] += 1 }
          try body(id.span, number)
        }
      } else {
        try IDReader(file, counter: counter).forEach { (id, isFirst) throws(LastCheckError) in
          if isFirst { counts[number] += 1 }
          try body(id, number)
        }
      }
    }
    return counts
  }

  /// Looks up whatever looks like an id in a file that is damaged, as far as its bytes can be had.
  ///
  /// - Throws: `LastCheckError.currentIDWouldBeWritten` at the first id that is among those about to be
  ///   published; `.cannotRead` where the file cannot be opened.
  package func check(damaged file: File) throws(LastCheckError) {
    let lookUp = { (id: [UInt8]) throws(LastCheckError) in
      if Self.isAmong(hashes, id.span) { throw Self.currentID(id.span, in: file) }
    }
    if file.isBSON {
      try DocumentIDReader([file]).forEachLikely(lookUp)
    } else {
      try IDReader(file).forEachLikely(lookUp)
    }
  }

  /// Whether an id is among those about to be published.
  private static func isAmong(_ hashes: Set<UInt64>, _ id: Span<UInt8>) -> Bool { hashes.contains(hash(of: id)) }

  private static func currentID(_ id: Span<UInt8>, in file: File) -> LastCheckError {
    .currentIDWouldBeWritten(id: String(decoding: id, as: UTF8.self), file: file.path)
  }

  private static func hash(of id: Span<UInt8>) -> UInt64 {
    guard id.contains(UInt8(ascii: "%")) else { return hash(ofDecoded: id) }
    return hash(ofDecoded: percentDecoded(Array(id)).span)
  }

  private static func hash(ofDecoded id: Span<UInt8>) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(id.count)
    // Eight at a time: a collection of bytes is combined byte by byte.
    var offset = 0
    while id.count - offset >= 8 {
      hasher.combine(id.littleEndian(at: offset) as UInt64)
      offset += 8
    }
    while offset < id.count {
      hasher.combine(id[offset])
      offset += 1
    }
    return UInt64(truncatingIfNeeded: hasher.finalize())
  }
}
