import JSONStream
import Values

/// A value that does not fit what the schema declares.
public struct SchemaMisfit: Equatable, Sendable {
  /// The path of the member, by the export's names.
  public var path: String
  /// The type that is declared for it; nil where it is not declared.
  public var declaredType: String?
}

/// Turns values from the forms in which they may be stored into the one that the REST interface has for
/// their declared types.
struct ValueConversion {
  enum Purpose {
    /// Values that are equal become the same; the elements of sets get an order.
    case comparing
    /// What the REST interface has already stays as it is.
    case writing
    /// Everything stays as it is, but members of embedded objects that are not declared are left out.
    case pruning
  }

  let schema: Schema
  let purpose: Purpose
  /// Whether members of embedded objects that are not declared are left out.
  var dropsUndeclared = false
  /// Whether members of embedded objects that are null are left out.
  var omitsNull = false
  /// What does not fit; it is left as it is.
  private(set) var misfits: [SchemaMisfit] = []

  init(schema: Schema, purpose: Purpose, dropsUndeclared: Bool = false) {
    self.schema = schema
    self.purpose = purpose
    self.dropsUndeclared = dropsUndeclared
  }

  /// How deep the value that is converted lies.
  private var depth = 0
  /// What lies deeper is left as it is, and does not fit: classes may contain themselves.
  private static let mostDepth = 200

  mutating func reset() {
    misfits.removeAll(keepingCapacity: true)
    depth = 0
  }

  mutating func note(_ path: String, _ type: DeclaredType?) {
    misfits.append(SchemaMisfit(path: path, declaredType: type?.name))
  }

  /// The path of a part of a value; only where misfits are of interest.
  private func path(_ path: String, _ part: @autoclosure () -> String) -> String {
    purpose == .writing ? "\(path).\(part())" : ""
  }

  /// The value in the form of its declared type; as it is where it does not fit.
  mutating func convert(_ value: TypedValue, to type: DeclaredType, path: String) -> TypedValue {
    // Null is the same as absent, whatever the type.
    if value.isNull { return value }
    depth += 1
    defer { depth -= 1 }
    if depth <= Self.mostDepth {
      if purpose == .pruning { return pruned(value, type) }
      if let converted = converted(value, type, path) { return converted }
    }
    note(path, type)
    return value
  }

  /// The value in the form of the type, or nil where it does not fit.
  private mutating func converted(_ value: TypedValue, _ type: DeclaredType, _ path: String) -> TypedValue? {
    switch (type, value) {
    case (.string, .text), (.boolean, .boolean): value
    case (.string, .symbol(let bytes)): .text(bytes)
    case (.string, .objectID(let bytes)): .text(Array(Hex.text(bytes).utf8))
    case (.integer, _): integer(value)
    case (.double, _): double(value)
    case (.dateTime, _): dateTime(value)
    case (.date, _): date(value)
    case (.time, _): time(value)
    case (.file, .text(let bytes)): file(bytes)
    case (.geoPoint, _): geoPoint(value)
    case (.jsonObject, .object), (.jsonArray, .array): value
    case (.jsonObject, .text(let bytes)): json(bytes).flatMap { if case .object = $0 { $0 } else { nil } }
    case (.jsonArray, .text(let bytes)): json(bytes).flatMap { if case .array = $0 { $0 } else { nil } }
    case (.named(let name), _):
      schema.classes[name]?.isEmbedded == true ? embedded(value, name, path) : reference(value, name)
    case (.list(let element), .array(let elements)): .array(list(elements, element, path))
    case (.set(let element), .array(let elements)): .array(set(elements, element, path))
    case (.map(let key, let element), _): map(value, key, element, path)
    default: nil
    }
  }

  // MARK: Numbers

  private func integer(_ value: TypedValue) -> TypedValue? {
    guard case .integer(let integer)? = value.plainNumber else { return nil }
    return .int64(integer)
  }

  private func double(_ value: TypedValue) -> TypedValue? {
    guard let nearest = value.nearestDouble else { return nil }
    if purpose == .comparing { return .double(nearest) }
    // A decimal by all its digits.
    if case .decimal(let decimal) = value { return TypedValue.Number(decimal).map { .number($0) } ?? .double(nearest) }
    return value
  }

  // MARK: JSON as text

  /// The value that a JSON text is.
  private func json(_ text: [UInt8]) -> TypedValue? {
    var builder = TypedValueBuilder()
    var scanner = JSONScanner()
    let object = Array(#"{"v":"#.utf8) + text + Array("}".utf8)
    guard scanner.scan(whole: object, into: &builder) == object.count, case .object(let members)? = builder.value,
      members.count == 1
    else { return nil }
    return members[0].value
  }

  // MARK: Collections

  private mutating func list(_ elements: [TypedValue], _ type: DeclaredType, _ path: String) -> [TypedValue] {
    elements.enumerated().map { convert($1, to: type, path: self.path(path, "\($0)")) }
  }

  private mutating func set(_ elements: [TypedValue], _ type: DeclaredType, _ path: String) -> [TypedValue] {
    var keys: Set<[UInt8]> = []
    let keyed = list(elements, type, path).map { ($0.comparable, $0) }.filter { keys.insert($0.0).inserted }
    guard purpose == .comparing else { return keyed.map(\.1) }
    return keyed.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  private mutating func embedded(_ value: TypedValue, _ name: String, _ path: String) -> TypedValue? {
    guard case .object(let members) = value else { return nil }
    let fields = schema.fields(of: name)
    var converted: [TypedValue.Member] = []
    for member in members {
      let own = self.path(path, String(decoding: member.name, as: UTF8.self))
      if member.value.isNull, omitsNull {
        continue
      } else if let type = fields[String(decoding: member.name, as: UTF8.self)] {
        converted.append(.init(name: member.name, value: convert(member.value, to: type, path: own)))
      } else if TableSchema.classNames.contains(member.name), names(member.value, kindOf: name) {
        if purpose == .pruning { converted.append(member) }
      } else if member.name.first == UInt8(ascii: "_") || member.value.isNull {
        converted.append(member)
      } else if !dropsUndeclared {
        note(own, nil)
        converted.append(member)
      }
    }
    return .object(converted)
  }

  /// A value of which only embedded objects change.
  private mutating func pruned(_ value: TypedValue, _ type: DeclaredType) -> TypedValue {
    switch (type, value) {
    case (.named(let name), .object) where schema.classes[name]?.isEmbedded == true:
      embedded(value, name, "") ?? value
    case (.list(let element), .array(let elements)), (.set(let element), .array(let elements)):
      .array(list(elements, element, ""))
    case (.map(_, let element), .object(let members)):
      .object(members.map { .init(name: $0.name, value: convert($0.value, to: element, path: "")) })
    default: value
    }
  }

  /// Whether a value names a class, or one that inherits from it.
  private func names(_ value: TypedValue, kindOf name: String) -> Bool {
    value.string.map { schema.isKind(Self.className($0), of: name) } ?? false
  }

  /// The name of a class that is written with or without `/db/`.
  static func className(_ text: String) -> String {
    text.hasPrefix(ObjectKey.referencePrefix) ? String(text.dropFirst(ObjectKey.referencePrefix.count)) : text
  }

  // MARK: Maps

  private mutating func map(
    _ value: TypedValue,
    _ key: DeclaredType,
    _ type: DeclaredType,
    _ path: String
  ) -> TypedValue? {
    guard let entries = Self.entries(of: value) else { return nil }
    var names: Set<[UInt8]> = []
    var members: [TypedValue.Member] = []
    for entry in entries {
      guard let name = mapKey(entry.key, key), names.insert(name).inserted else { return nil }
      let own = self.path(path, String(decoding: name, as: UTF8.self))
      members.append(.init(name: name, value: convert(entry.value, to: type, path: own)))
    }
    return .object(members)
  }

  /// The entries of a map: an object's members, pairs, or objects with `key` and `value`.
  private static func entries(of value: TypedValue) -> [(key: TypedValue, value: TypedValue)]? {
    switch value {
    case .object(let members): return members.map { (.text(unescaped($0.name)), $0.value) }
    case .array(let elements):
      var entries: [(key: TypedValue, value: TypedValue)] = []
      for element in elements {
        switch element {
        case .array(let pair) where pair.count == 2: entries.append((pair[0], pair[1]))
        case .object(let members):
          guard let key = element.member("key".utf8) else { return nil }
          let value = element.member("value".utf8)
          guard members.count == (value == nil ? 1 : 2) else { return nil }
          entries.append((key, value ?? .null))
        default: return nil
        }
      }
      return entries
    default: return nil
    }
  }

  /// A member's name without the escapes that stand for `.` and `$`, which names could not hold once.
  private static func unescaped(_ name: [UInt8]) -> [UInt8] {
    var text = String(decoding: name, as: UTF8.self)
    for (escape, character) in [("%2E", "."), ("%2e", "."), ("%24", "$"), ("\u{FF0E}", "."), ("\u{FF04}", "$")]
    where text.contains(escape) {
      text = text.split(separator: escape, omittingEmptySubsequences: false).joined(separator: character)
    }
    return Array(text.utf8)
  }

  /// The text that a map has for a key.
  private mutating func mapKey(_ key: TypedValue, _ type: DeclaredType) -> [UInt8]? {
    let text = key.string
    let isValid: Bool
    switch type {
    case .integer where text != nil: isValid = Int64(text ?? "").map { "\($0)" == text } ?? false
    case .double where text != nil: isValid = Double(text ?? "") != nil
    case .boolean where text != nil: isValid = text == "true" || text == "false"
    default: return converted(key, type, "").flatMap(Self.keyText)
    }
    return isValid ? text.map { Array($0.utf8) } : nil
  }

  private static func keyText(_ value: TypedValue) -> [UInt8]? {
    switch value {
    case .text(let bytes): bytes
    case .boolean(let value): Array("\(value)".utf8)
    case .date(let milliseconds): ISODate.text(milliseconds).map { Array($0.utf8) }
    default:
      switch value.plainNumber {
      case .integer(let value)?: Array("\(value)".utf8)
      case .double(let bits)?: Array("\(Double(bitPattern: bits))".utf8)
      default: nil
      }
    }
  }
}

extension TypedValue {
  /// Bytes that are the same for two values exactly when these are equal.
  fileprivate var comparable: [UInt8] {
    var builder = ValueTreeBuilder()
    TypedValue.object([Member(name: [], value: self)]).tell(&builder)
    return builder.tree.plain().bytes
  }
}
