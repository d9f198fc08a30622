import Glibc

/// Which object of a table an object is, read from its `id` and `_id` members.
public struct ObjectIdentity: Sendable {
  /// Why an object has no usable key.
  public enum Problem: UInt8, Codable, Sendable {
    /// It has neither `id` nor `_id`.
    case missing = 1
    /// Its `id` (or `_id`) stands in it twice.
    case repeated
    /// The id is of a type that no key can be made of, or empty.
    case unsupportedType
    /// A reference that is not percent-encoded correctly.
    case malformedReference
    /// A reference to an object of another table.
    case otherTable
    /// `id` and `_id` name different objects.
    case disagreement
  }

  /// How ids are written on a side.
  public enum Form: Sendable {
    /// References only, in the member `id`: the Baqend form of an export.
    case references
    /// A key or a reference, in the member `_id` and perhaps `id`: as MongoDB stores them.
    case stored
    /// As `stored`, with keys that are percent-encoded.
    case storedEncoded
  }

  @usableFromInline let form: Form
  /// `/db/TABLE/`.
  @usableFromInline let prefix: [UInt8]
  /// Classes whose objects may stand among those of the table.
  private let subclasses: [[UInt8]]

  /// Why there is no usable key.
  public private(set) var problem: Problem? = .missing
  /// The key, not encoded.
  public var key: [UInt8] { hasKey ? keyBytes : [] }
  /// The key, or that of an earlier object: most keys of a table are of one length, and are written over each other.
  private var keyBytes: [UInt8] = []
  private var hasKey = false
  /// The key that is meant if the stored one is percent-encoded; empty where it cannot be.
  public private(set) var alternative: [UInt8] = []
  /// The other table that a full reference in `id` names, or the subclass that the object is of; empty for
  /// the object's own.
  public private(set) var table: [UInt8] = []

  /// Whether an id is a full reference, which says itself of which class the object is.
  public private(set) var isReference = false

  private var hasID = false
  /// Whether there was an `_id`.
  public private(set) var hasStoredID = false
  /// The id as it is written, while the other one of `id` and `_id` may still come.
  private var written: [UInt8] = []

  /// - Parameter subclasses: classes whose objects may stand among those of the table.
  public init(table: String, form: Form, subclasses: [String] = []) {
    self.form = form
    self.subclasses = subclasses.map { Array($0.utf8) }
    prefix = Array((ObjectKey.referencePrefix + table + "/").utf8)
  }

  /// Forgets all of an object.
  public mutating func reset() {
    problem = .missing
    hasKey = false
    // Emptying empty ones takes calls all the same.
    if !alternative.isEmpty { alternative.removeAll(keepingCapacity: true) }
    if !table.isEmpty { table.removeAll(keepingCapacity: true) }
    (hasID, hasStoredID, isReference) = (false, false, false)
  }

  /// Whether the object is of one of the subclasses.
  public var isOfSubclass: Bool { !table.isEmpty && subclasses.contains(table) }

  /// Whether it has a usable key, of an object of the table itself.
  package var isOrdinary: Bool { problem == nil && table.isEmpty }

  /// Takes in which subclass the object says it is of, where its id does not say so.
  ///
  /// - Parameter className: empty for none, nil where its members name several.
  mutating func settle(className: String?) {
    guard !isReference else { return }
    if let className { table = Array(className.utf8) } else { problem = .disagreement }
  }

  /// The id in its normal form, of an object of a table or of one of its subclasses.
  ///
  /// - Parameter isDecoded: whether the other reading of the key is meant.
  public func normalID(in table: String, isDecoded: Bool = false) -> String {
    ObjectKey.normalID(
      table: self.table.isEmpty ? table : String(decoding: self.table, as: UTF8.self),
      key: isDecoded ? alternative : key
    )
  }

  /// The key's fingerprint, by which the object is found among those of the table.
  public func fingerprint(_ key: FingerprintKey) -> Fingerprint {
    table.isEmpty && hasKey ? key.hash(keyBytes) : fingerprintOfOther(key)
  }

  /// The fingerprint of the key in its other reading.
  public func alternativeFingerprint(_ key: FingerprintKey) -> Fingerprint {
    table.isEmpty ? key.hash(alternative) : fingerprintOfSubclass(key, of: alternative)
  }

  private func fingerprintOfOther(_ key: FingerprintKey) -> Fingerprint {
    table.isEmpty ? key.hash([]) : fingerprintOfSubclass(key, of: self.key)
  }

  private func fingerprintOfSubclass(_ key: FingerprintKey, of own: [UInt8]) -> Fingerprint {
    Self.fingerprint(key, table: table, key: own)
  }

  /// The fingerprint of a subclass's key among those of a table.
  public static func fingerprint(_ hash: FingerprintKey, table: [UInt8], key: [UInt8]) -> Fingerprint {
    hash.hash(Array(ObjectKey.referencePrefix.utf8) + table + [0x2F] + key)
  }

  /// Takes the only id of an object, of which the key is known: it is not empty, and nothing in it is encoded.
  ///
  /// - Parameter isReference: whether it is a reference to an object of the table.
  @inline(__always)
  mutating func takeOnly(key: Span<UInt8>, isReference: Bool, isStoredID: Bool) {
    takeKey(key)
    // Emptying empty ones takes calls all the same.
    if !alternative.isEmpty { alternative.removeAll(keepingCapacity: true) }
    if !table.isEmpty { table.removeAll(keepingCapacity: true) }
    problem = nil
    (hasID, hasStoredID, self.isReference) = (!isStoredID, isStoredID, isReference)
  }

  /// Takes an id that is text.
  ///
  /// - Parameter isStoredID: whether the member is `_id`, not `id`.
  public mutating func take(text: Span<UInt8>, isStoredID: Bool) {
    guard begin(isStoredID: isStoredID) else { return }
    if hasID && hasStoredID {
      let earlier = self
      read(text, isStoredID: isStoredID)
      reconcile(with: earlier, text, isStoredID: isStoredID)
      return
    }
    read(text, isStoredID: isStoredID)
    if case .references = form { return }
    written.replaceAll(with: text)
  }

  /// Takes an id that is no text but has digits: an integer, an ObjectId, a UUID.
  @usableFromInline
  mutating func take(digits: some Collection<UInt8>, isStoredID: Bool) {
    take(text: Array(digits).span, isStoredID: isStoredID)
  }

  /// Takes an id of a type of which no key can be made.
  @usableFromInline
  mutating func takeUnsupported(isStoredID: Bool) {
    guard begin(isStoredID: isStoredID) else { return }
    problem = .unsupportedType
  }

  /// Whether the member counts: an export's `_id` is not looked at, a repeated one is a problem.
  private mutating func begin(isStoredID: Bool) -> Bool {
    if case .references = form, isStoredID { return false }
    if isStoredID ? hasStoredID : hasID {
      problem = .repeated
      return false
    }
    if isStoredID { hasStoredID = true } else { hasID = true }
    return problem != .repeated
  }

  private mutating func read(_ text: Span<UInt8>, isStoredID: Bool) {
    if text.starts(with: prefix.span) {
      isReference = true
      if !table.isEmpty { table.removeAll(keepingCapacity: true) }
      decodeKey(text.extracting(prefix.count...))
    } else if let length = foreignPrefixLength(text),
      case let name = [UInt8](text.extracting(ObjectKey.referencePrefix.utf8.count..<(length - 1))),
      case let isSubclass = subclasses.contains(name), isSubclass || !isStoredID
    {
      table = name
      isReference = true
      decodeKey(text.extracting(length...))
      if case .references = form, problem == nil, !isSubclass { problem = .otherTable }
    } else {
      readKey(text)
    }
  }

  @inline(__always)
  private mutating func takeKey(_ text: Span<UInt8>) {
    keyBytes.replaceAll(with: text)
    hasKey = true
  }

  private mutating func readKey(_ text: Span<UInt8>) {
    if !alternative.isEmpty { alternative.removeAll(keepingCapacity: true) }
    switch form {
    case .references:
      problem = .malformedReference
    case .storedEncoded:
      decodeKey(text)
    case .stored:
      takeKey(text)
      problem = text.isEmpty ? .unsupportedType : nil
      if text.contains(0x25), !ObjectKey.decode(text, into: &alternative) {
        alternative.removeAll(keepingCapacity: true)
      }
    }
  }

  private mutating func decodeKey(_ text: Span<UInt8>) {
    if !alternative.isEmpty { alternative.removeAll(keepingCapacity: true) }
    var isValid = true
    if text.contains(0x25) {
      isValid = ObjectKey.decode(text, into: &keyBytes)
      hasKey = true
    } else {
      takeKey(text)
    }
    problem = isValid && !keyBytes.isEmpty ? nil : .malformedReference
  }

  /// The length of `/db/OTHER/`, where the text begins so.
  private func foreignPrefixLength(_ text: Span<UInt8>) -> Int? {
    let start = ObjectKey.referencePrefix.utf8.count
    guard text.count > start, text[0] == 0x2F, text.starts(with: ObjectKey.referencePrefix.utf8),
      let slash = text.firstIndex(of: 0x2F, from: start), slash > start
    else { return nil }
    return slash + 1
  }

  /// Holds `id` and `_id` against each other: the one that was just read against the earlier one.
  private mutating func reconcile(with earlier: ObjectIdentity, _ text: Span<UInt8>, isStoredID: Bool) {
    let (id, stored) = isStoredID ? (earlier, self) : (self, earlier)
    let namesOne = !(id.isReference && stored.isReference) || id.table == stored.table
    let agree =
      namesOne && (stored.key == id.key || stored.alternative == id.key) || text.elementsEqual(earlier.written.span)
    // `id` counts: as a full reference it settles how the stored key is to be read.
    self = id
    if !id.isReference { (isReference, table) = (stored.isReference, stored.table) }
    problem = id.problem ?? stored.problem ?? (agree ? nil : .disagreement)
  }
}

extension [UInt8] {
  /// Puts other bytes in place of all.
  @inline(__always)
  fileprivate mutating func replaceAll(with bytes: Span<UInt8>) {
    if count == bytes.count {
      // Most ids of a table are of one length: nothing grows or shrinks.
      // SAFETY: there are as many bytes on either side.
      unsafe bytes.withUnsafeBytes { bytes in unsafe withUnsafeMutableBytes { unsafe $0.copyMemory(from: bytes) } }
    } else {
      removeAll(keepingCapacity: true)
      append(contentsOf: bytes)
    }
  }
}
