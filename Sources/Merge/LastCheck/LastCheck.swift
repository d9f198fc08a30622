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
    /// The table of the objects, where it is their `_id` that counts.
    package var storedTable: String?
    /// Whether keys in an `_id` are percent-encoded.
    package var hasEncodedKeys: Bool

    package init(path: String, storedTable: String? = nil, hasEncodedKeys: Bool = false) {
      self.path = path
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

  /// Reads the ids of the import files.
  ///
  /// - Throws: `LastCheckError.cannotRead` or `.malformed`.
  package init(importFiles: [File]) throws(LastCheckError) {
    var hashes: Set<UInt64> = []
    var counts: [Int] = []
    for file in importFiles {
      var count = 0
      try IDReader(file).forEach { (id) throws(LastCheckError) in
        hashes.insert(LastCheck.hash(of: id))
        count += 1
      }
      counts.append(count)
    }
    self.hashes = hashes
    importIDCounts = counts
  }

  /// Reads the export's files and looks each id up among those about to be published.
  ///
  /// - Returns: how many ids each file holds, in the order of `files`.
  /// - Throws: `LastCheckError.currentIDWouldBeWritten` at the first id that is among them;
  ///   `.cannotRead` or `.malformed`.
  package func check(export files: [File]) throws(LastCheckError) -> [Int] {
    var counts: [Int] = []
    for file in files {
      var count = 0
      try IDReader(file).forEach { (id) throws(LastCheckError) in
        try lookUp(id, in: file)
        count += 1
      }
      counts.append(count)
    }
    return counts
  }

  /// Looks up whatever looks like an id in a file that is damaged, as far as its bytes can be had.
  ///
  /// - Throws: `LastCheckError.currentIDWouldBeWritten` at the first id that is among those about to be
  ///   published; `.cannotRead` where the file cannot be opened.
  package func check(damaged file: File) throws(LastCheckError) {
    guard file.storedTable == nil else { return }
    try IDReader(file).forEachLikely { (id) throws(LastCheckError) in try lookUp(id, in: file) }
  }

  private func lookUp(_ id: [UInt8], in file: File) throws(LastCheckError) {
    guard hashes.contains(LastCheck.hash(of: id)) else { return }
    throw .currentIDWouldBeWritten(id: String(decoding: id, as: UTF8.self), file: file.path)
  }

  private static func hash(of id: [UInt8]) -> UInt64 {
    var hasher = Hasher()
    percentDecoded(id).withUnsafeBytes { hasher.combine(bytes: $0) }
    return UInt64(truncatingIfNeeded: hasher.finalize())
  }
}
