import Compression

/// Reads one file of JSON objects and gives the ids in it: every string that is the value of a member
/// `id` of a top-level object, however the member's name is spelled and however often it stands there;
/// or, in a file of Extended JSON, every `_id`, as the reference that it means.
///
/// The file is an array of objects, or objects one behind the other; plain or gzip; with or without a
/// byte order mark. A file of white space only has no objects.
///
/// This is a second reader on purpose. It shares nothing but the bytes with the program's own reading
/// of exports, so that a mistake there is not made here again.
///
/// What is not looked at: whether numbers and literals are spelled rightly, and, within strings that
/// are no ids, UTF-8 and what follows a backslash. None of that can hide an id.
package struct IDReader: ~Copyable {
  /// The most bytes of an id, and the most brackets open at a time.
  static let mostKept = 1 << 20

  /// The name of the member that holds an object's id.
  private static let idName = Array("id".utf8)
  private static let storedIDName = Array("_id".utf8)
  private static let names = [idName, storedIDName]

  var bytes: Bytes

  /// The table whose objects are in the file, where these have an `_id` as MongoDB stores it; nil where
  /// they have an `id` that is a reference.
  private let storedTable: String?
  /// Whether keys in an `_id` are percent-encoded.
  let hasEncodedKeys: Bool
  /// Other classes of which an object with an `_id` may be.
  let otherClasses: [String]

  /// The bytes of the string read last, as far as they were to be kept.
  var text: [UInt8] = []

  /// The brackets that will close those that are open within the present object, innermost last.
  private var closers: [UInt8] = []

  /// Opens a file, which must be a regular file; nothing is read yet.
  ///
  /// - Parameters:
  ///   - bufferBytes: how many bytes to look at at a time, at least 1.
  ///   - counter: what counts the bytes and objects.
  package init(
    _ file: LastCheck.File,
    bufferBytes: Int = 1 << 20,
    counter: ReadCounter? = nil
  ) throws(LastCheckError) {
    storedTable = file.storedTable
    hasEncodedKeys = file.hasEncodedKeys
    otherClasses = file.otherClasses
    bytes = try Bytes(path: file.path, bufferBytes: bufferBytes, counter: counter)
  }

  /// What an id stands in: a member `id`, or `_id`, as MongoDB stores it.
  private enum Kind { case id, storedID }

  /// Reads the file to its end and calls `body` with each id in order: its UTF-8, escapes resolved. Of an
  /// object with an `_id`, an `id` counts too where it is a reference.
  ///
  /// - Throws: `LastCheckError.cannotRead` or `.malformed`, behind the ids that stand before it; or
  ///   what `body` throws.
  ///
  /// - Parameter body: gets each id, and whether it is the first one of its object; where objects have a
  ///   reference in `id`, every id counts as one.
  package consuming func forEach(_ body: (Span<UInt8>, _ isFirst: Bool) throws(LastCheckError) -> Void)
    throws(LastCheckError)
  {
    try skipByteOrderMark()
    if try bytes.peekVisible() == UInt8(ascii: "[") {
      try readArray(body)
    } else {
      while try bytes.peekVisible() == UInt8(ascii: "{") { try readObjects(separator: nil, body) }
    }
    guard try bytes.peekVisible() == nil else { throw bytes.malformed }
  }

  private mutating func skipByteOrderMark() throws(LastCheckError) {
    guard try bytes.peek() == 0xef else { return }
    bytes.take()
    guard try bytes.next() == 0xbb, try bytes.next() == 0xbf else { throw bytes.malformed }
  }

  /// Reads the array of objects that is next.
  private mutating func readArray(_ body: (Span<UInt8>, _ isFirst: Bool) throws(LastCheckError) -> Void)
    throws(LastCheckError)
  {
    bytes.take()
    if try bytes.peekVisible() == UInt8(ascii: "]") {
      bytes.take()
      return
    }
    while true {
      guard try bytes.peekVisible() == UInt8(ascii: "{") else { throw bytes.malformed }
      try readObjects(separator: UInt8(ascii: ","), body)
      switch try bytes.nextVisible() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return
      default: throw bytes.malformed
      }
    }
  }

  /// Reads the top-level object that is next, and perhaps more of them: see `Bytes.takeObjectsInMemory`.
  private mutating func readObjects(
    separator: UInt8?,
    _ body: (Span<UInt8>, _ isFirst: Bool) throws(LastCheckError) -> Void
  ) throws(LastCheckError) {
    if storedTable == nil,
      try bytes.takeObjectsInMemory(separator: separator, { (id) throws(LastCheckError) in try body(id, true) })
    {
      return
    }
    try readObject(body)
  }

  /// Reads the top-level object that is next, with all that is nested in it: at each turn a bracket
  /// that closes, or one member or element up to its value's first bracket.
  private mutating func readObject(_ body: (Span<UInt8>, _ isFirst: Bool) throws(LastCheckError) -> Void)
    throws(LastCheckError)
  {
    bytes.take()
    bytes.uncountedObjects += 1
    closers.removeAll(keepingCapacity: true)
    closers.append(UInt8(ascii: "}"))
    var isFirst = true
    var hasMetID = false
    while let closer = closers.last {
      var byte = try bytes.nextVisible()
      if byte == closer {
        closers.removeLast()
        isFirst = false
        continue
      }
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { throw bytes.malformed }
        byte = try bytes.nextVisible()
      }

      var kind: Kind?
      if closer == UInt8(ascii: "}") {
        guard byte == UInt8(ascii: "\"") else { throw bytes.malformed }
        kind = try readName()
        guard try bytes.nextVisible() == UInt8(ascii: ":") else { throw bytes.malformed }
        byte = try bytes.nextVisible()
      }

      isFirst = false
      switch byte {
      case _ where kind == .storedID:
        for id in try readStoredIDs(first: byte, table: storedTable ?? "") {
          try body(id.span, !hasMetID)
          hasMetID = true
        }
      case UInt8(ascii: "\"") where kind == .id:
        try readID()
        if storedTable == nil {
          try body(text.span, true)
        } else if text.starts(with: "/db/".utf8) {
          try body(text.span, !hasMetID)
          hasMetID = true
        }
      case UInt8(ascii: "\""):
        try skipString()
      case UInt8(ascii: "{"):
        try open(UInt8(ascii: "}"))
        isFirst = true
      case UInt8(ascii: "["):
        try open(UInt8(ascii: "]"))
        isFirst = true
      default:
        try skipScalar(byte)
      }
    }
  }

  /// Reads the rest of a member's name, and tells whether its value is an id.
  private mutating func readName() throws(LastCheckError) -> Kind? {
    guard closers.count == 1 else {
      try skipString()
      return nil
    }
    let name: Int?
    if let plain = bytes.takePlainString(among: IDReader.names) {
      name = plain
    } else {
      guard try readString(keeping: IDReader.storedIDName.count) else { return nil }
      name = IDReader.names.firstIndex(of: text)
    }
    return name == 0 ? .id : name == 1 && storedTable != nil ? .storedID : nil
  }

  private mutating func open(_ closer: UInt8) throws(LastCheckError) {
    guard closers.count < IDReader.mostKept else { throw bytes.malformed }
    closers.append(closer)
  }

  /// Takes the rest of a number or literal that begins with `first`.
  private mutating func skipScalar(_ first: UInt8) throws(LastCheckError) {
    guard IDReader.isScalar(first) else { throw bytes.malformed }
    while let byte = try bytes.peek(), IDReader.isScalar(byte) { bytes.take() }
  }

  /// Whether `byte` can stand in a number or a literal.
  static func isScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      true
    default:
      false
    }
  }
}
