/// Reads the documents of an archive, or of a file of one collection's documents, and gives the ids in
/// them: of every document its `_id`, and an `id` that is a reference, as the references that they mean.
///
/// A second reader on purpose, as `IDReader` is: of BSON it knows how long each type is, and of an archive
/// no more than where its blocks begin. What is not looked at: checksums, and all that stands within the
/// members of a document. None of that can hide an id.
struct DocumentIDReader: ~Copyable {
  private static let magic: [UInt8] = [0x6d, 0xe2, 0x99, 0x81]

  private var bytes: IDReader.Bytes
  /// The collections whose ids are wanted, by their names; of a file of documents the only one.
  private let collections: [String: LastCheck.File]
  private let only: LastCheck.File?
  /// The document that was read last.
  private var document: [UInt8] = []

  /// - Parameter files: the collections that stand in one file.
  init(_ files: [LastCheck.File], bufferBytes: Int = 1 << 20) throws(LastCheckError) {
    bytes = try IDReader.Bytes(path: files[0].path, bufferBytes: bufferBytes)
    only = files[0].collection == nil ? files[0] : nil
    collections = Dictionary(files.map { ($0.collection ?? "", $0) }) { first, _ in first }
  }

  /// Reads the file to its end and calls `body` with each id, and with the table of its document.
  ///
  /// - Throws: `LastCheckError.cannotRead` or `.malformed`, or what `body` throws.
  consuming func forEach(
    _ body: (_ id: [UInt8], _ table: String, IDReader.Kind) throws(LastCheckError) -> Void
  ) throws(LastCheckError) {
    guard only == nil else {
      while try bytes.peek() != nil { try readDocument(of: only, body) }
      return
    }
    for byte in DocumentIDReader.magic { guard try bytes.next() == byte else { throw bytes.malformed } }
    while try readNext() {}
    while try bytes.peek() != nil {
      guard try readNext() else { throw bytes.malformed }
      let database = try member("db").map { String(decoding: $0, as: UTF8.self) } ?? ""
      let collection = try member("collection").map { String(decoding: $0, as: UTF8.self) } ?? ""
      let file = collections["\(database).\(collection)"]
      while try readDocument(of: file, body) {}
    }
  }

  @discardableResult
  private mutating func readDocument(
    of file: LastCheck.File?,
    _ body: (_ id: [UInt8], _ table: String, IDReader.Kind) throws(LastCheckError) -> Void
  ) throws(LastCheckError) -> Bool {
    guard try readNext() else {
      guard only == nil else { throw bytes.malformed }
      return false
    }
    guard let file, let table = file.storedTable else { return true }
    try forEachMember { (name, type, value) throws(LastCheckError) in
      if name.elementsEqual("_id".utf8) {
        let key = DocumentIDReader.key(type: type, value)
        try body(IDReader.reference(key: key, table: table, isEncoded: file.hasEncodedKeys), table, .storedID)
      } else if name.elementsEqual("id".utf8), type == 0x02, value.dropFirst(4).starts(with: "/db/".utf8) {
        try body(Array(value.dropFirst(4).dropLast()), table, .id)
      }
    }
    return true
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
