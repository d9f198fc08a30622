import Compression

/// Reads the documents of an archive, or of a file of one collection's documents, and gives the ids in
/// them: of every document its `_id`, and an `id` that is a reference, as the references that they mean.
///
/// A second reader on purpose, as `IDReader` is: of BSON it knows how long each type is, and of an archive
/// no more than where its blocks begin. What is not looked at: checksums, and all that stands within the
/// members of a document. None of that can hide an id.
struct DocumentIDReader: ~Copyable {
  private static let magic: [UInt8] = [0x6d, 0xe2, 0x99, 0x81]

  private var bytes: IDReader.Bytes
  private let files: [LastCheck.File]
  /// The numbers of the files that are collections of an archive, by their names.
  private let collections: [String: Int]
  /// The document that was read last.
  private var document: [UInt8] = []

  /// - Parameters:
  ///   - files: the collections that stand in one file.
  ///   - counter: what counts the bytes and documents.
  init(
    _ files: [LastCheck.File],
    bufferBytes: Int = 1 << 20,
    counter: ReadCounter? = nil
  ) throws(LastCheckError) {
    bytes = try IDReader.Bytes(path: files[0].path, bufferBytes: bufferBytes, counter: counter)
    self.files = files
    collections = Dictionary(files.enumerated().map { ($1.collection ?? "", $0) }) { first, _ in first }
  }

  /// Whether the file holds the documents of one collection, and is no archive.
  private var isLone: Bool { files[0].collection == nil }

  /// Reads the file to its end and calls `body` with each id, the number of its file, and whether it is the first
  /// one of its document.
  ///
  /// - Throws: `LastCheckError.cannotRead` or `.malformed`, or what `body` throws.
  consuming func forEach(
    _ body: (_ id: [UInt8], _ file: Int, _ isFirst: Bool) throws(LastCheckError) -> Void
  ) throws(LastCheckError) {
    guard !isLone else {
      while try bytes.peek() != nil { try readDocument(of: 0, body) }
      return
    }
    for byte in DocumentIDReader.magic { guard try bytes.next() == byte else { throw bytes.malformed } }
    while try readNext() {}
    while try bytes.peek() != nil {
      guard try readNext() else { throw bytes.malformed }
      let database = try member("db").map { String(decoding: $0, as: UTF8.self) } ?? ""
      let collection = try member("collection").map { String(decoding: $0, as: UTF8.self) } ?? ""
      let file = collections[database.isEmpty ? collection : "\(database).\(collection)"]
      while try readDocument(of: file, body) {}
    }
  }

  /// - Returns: false where there is a terminator in place of a document.
  @discardableResult
  private mutating func readDocument(
    of file: Int?,
    _ body: (_ id: [UInt8], _ file: Int, _ isFirst: Bool) throws(LastCheckError) -> Void
  ) throws(LastCheckError) -> Bool {
    guard try readNext() else {
      guard !isLone else { throw bytes.malformed }
      return false
    }
    bytes.uncountedObjects += 1
    guard let number = file, let table = files[number].storedTable else { return true }
    let (classes, isEncoded) = ([table] + files[number].otherClasses, files[number].hasEncodedKeys)
    var isFirst = true
    try forEachMember { (name, type, value) throws(LastCheckError) in
      var ids: [[UInt8]] = []
      if name.elementsEqual("_id".utf8) {
        let key = DocumentIDReader.key(type: type, value)
        ids = IDReader.references(key: key, classes: classes, isEncoded: isEncoded)
      } else if name.elementsEqual("id".utf8), type == 0x02, value.dropFirst(4).starts(with: "/db/".utf8) {
        ids = [Array(value.dropFirst(4).dropLast())]
      }
      for id in ids {
        try body(id, number, isFirst)
        isFirst = false
      }
    }
    return true
  }

  /// Reads a damaged file as far as its bytes can be had, and calls `body` with each reference that looks like the
  /// value of a member `id`, wherever that is.
  ///
  /// - Throws: what `body` throws; that the file cannot be read on is no error here.
  consuming func forEachLikely(_ body: ([UInt8]) throws(LastCheckError) -> Void) throws(LastCheckError) {
    // The type of text, the name, and the beginning of a reference behind the text's length.
    let name: [UInt8] = [0x02] + Array("id".utf8) + [0]
    let prefix = Array("/db/".utf8)
    var matched = 0
    while let byte = try? bytes.next() {
      matched = byte == name[matched] ? matched + 1 : byte == name[0] ? 1 : 0
      guard matched == name.count else { continue }
      matched = 0
      var value: [UInt8] = []
      guard (try? bytes.take(4 + prefix.count, into: &value)) != nil, value.suffix(prefix.count).elementsEqual(prefix)
      else { continue }
      var id = prefix
      while id.count < IDReader.mostKept, let next = try? bytes.next(), next != 0 { id.append(next) }
      try body(id)
    }
  }

  // MARK: Documents

  /// Reads the next document; false where a terminator comes instead.
  private mutating func readNext() throws(LastCheckError) -> Bool {
    document.removeAll(keepingCapacity: true)
    for _ in 0..<4 { document.append(try bytes.next()) }
    let length = Int(Int32(truncatingIfNeeded: DocumentIDReader.integer(document[...])))
    if length == -1 { return false }
    guard length >= 5, length <= 1 << 25 else { throw bytes.malformed }
    try bytes.take(length - 4, into: &document)
    return true
  }

  /// The value of a member that is text.
  private func member(_ wanted: String) throws(LastCheckError) -> [UInt8]? {
    var found: [UInt8]?
    try forEachMember { (name, type, value) throws(LastCheckError) in
      if name.elementsEqual(wanted.utf8), type == 0x02 { found = Array(value.dropFirst(4).dropLast()) }
    }
    return found
  }

  /// Calls `body` with each member of the document: its name, its type, and the bytes of its value.
  private func forEachMember(
    _ body: (ArraySlice<UInt8>, UInt8, ArraySlice<UInt8>) throws(LastCheckError) -> Void
  ) throws(LastCheckError) {
    var rest = document[4...]
    while let type = rest.popFirst(), type != 0 {
      guard let end = rest.firstIndex(of: 0) else { throw bytes.malformed }
      let name = rest[..<end]
      rest = rest[(end + 1)...]
      guard let length = DocumentIDReader.length(of: type, rest), length >= 0, length <= rest.count else {
        throw bytes.malformed
      }
      try body(name, type, rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    guard rest.isEmpty else { throw bytes.malformed }
  }

  /// How many bytes a value takes; nil where that cannot be.
  private static func length(of type: UInt8, _ rest: ArraySlice<UInt8>) -> Int? {
    let stated = rest.count >= 4 ? Int(Int32(truncatingIfNeeded: integer(rest.prefix(4)))) : nil
    switch type {
    case 0x06, 0x0a, 0x7f, 0xff: return 0
    case 0x08: return 1
    case 0x10: return 4
    case 0x01, 0x09, 0x11, 0x12: return 8
    case 0x07: return 12
    case 0x13: return 16
    // Each states its length, which counts itself or not.
    case 0x02, 0x0d, 0x0e: return stated.map { 4 + $0 }
    case 0x03, 0x04, 0x0f: return stated
    case 0x05: return stated.map { 5 + $0 }
    case 0x0c: return stated.map { 16 + $0 }
    case 0x0b:
      guard let pattern = rest.firstIndex(of: 0), let options = rest[(pattern + 1)...].firstIndex(of: 0) else {
        return nil
      }
      return options + 1 - rest.startIndex
    default: return nil
    }
  }

  /// The key that an `_id` means. Values of which no key can be made stand for themselves.
  private static func key(type: UInt8, _ value: ArraySlice<UInt8>) -> String {
    switch type {
    case 0x02: String(decoding: value.dropFirst(4).dropLast(), as: UTF8.self)
    case 0x07: hexadecimal(value)
    case 0x10: String(Int32(truncatingIfNeeded: integer(value)))
    case 0x12: String(Int64(bitPattern: integer(value)))
    case 0x01: IDReader.digits("\(Double(bitPattern: integer(value)))")
    case 0x05 where value.count == 21 && value[value.startIndex + 4] == 4: uuid(hexadecimal(value.dropFirst(5)))
    default: "\(type):" + hexadecimal(value)
    }
  }

  private static func uuid(_ digits: String) -> String {
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return parts.map { String(digits.dropFirst($0.lowerBound).prefix($0.count)) }.joined(separator: "-")
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The unsigned little-endian integer of up to 8 bytes.
  private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
