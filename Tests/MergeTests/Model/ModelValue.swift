/// A value of an object, as the model knows it: the types that both a backup and the REST interface have, and
/// binary, which only a backup has.
indirect enum ModelValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case whole(Int64)
  case double(Double)
  case text(String)
  /// Milliseconds since 1970.
  case date(Int64)
  case objectID([UInt8])
  case binary([UInt8])
  case array([ModelValue])
  case object([ModelMember])
}

/// A member of an object.
struct ModelMember: Equatable, Sendable {
  var name: String
  var value: ModelValue

  init(_ name: String, _ value: ModelValue) {
    self.name = name
    self.value = value
  }
}

extension ModelValue {
  /// The one value that stands for all that are equal in the plain space: dates and ObjectIds are text, whole
  /// doubles whole numbers; members are sorted, and those that are null left out.
  var normal: ModelValue {
    switch self {
    case .null, .boolean, .whole, .binary: self
    case .double(let value): Int64(exactly: value).map { .whole($0) } ?? self
    case .text(let text): .text(ModelDate.normalText(text) ?? text)
    case .date(let milliseconds): .text(ModelDate.text(milliseconds))
    case .objectID(let bytes): .text(ModelKey.hex(bytes))
    case .array(let elements): .array(elements.map(\.normal))
    case .object(let members):
      .object(
        members.filter { $0.value != .null }.map { ModelMember($0.name, $0.value.normal) }
          .sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
      )
    }
  }

  /// The same of a whole object, in whose ACL what says nothing is left out too.
  var normalObject: ModelValue {
    guard case .object(var members) = normal else { return normal }
    for index in members.indices where members[index].name == "acl" {
      guard case .object(let rules) = members[index].value else { continue }
      let own = rules.filter { $0.value != .object([]) }
      members[index].value = own.isEmpty ? .null : .object(own)
    }
    return .object(members.filter { $0.value != .null })
  }

  /// The normal ids of all objects that it refers to, by its texts and by the names of its members.
  var references: Set<String> {
    switch self {
    case .text(let text): ModelKey.reference(text).map { [$0] } ?? []
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.references) }
    case .object(let members):
      members.reduce(into: []) { references, member in
        references.formUnion(ModelValue.text(member.name).references)
        references.formUnion(member.value.references)
      }
    default: []
    }
  }

  /// Whether the REST form has no way to write it.
  var hasNoForm: Bool {
    switch self {
    case .binary: true
    case .double(let value): !value.isFinite
    case .array(let elements): elements.contains(where: \.hasNoForm)
    case .object(let members): members.contains { $0.value.hasNoForm }
    default: false
    }
  }
}

extension ModelValue: Decodable {
  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads JSON, for which Foundation's reader is trusted.
  init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: Name.self) {
      self = .object(
        try members.allKeys.map { ModelMember($0.stringValue, try members.decode(ModelValue.self, forKey: $0)) }
      )
    } else if var elements = try? decoder.unkeyedContainer() {
      var values: [ModelValue] = []
      while !elements.isAtEnd { values.append(try elements.decode(ModelValue.self)) }
      self = .array(values)
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if let text = try? value.decode(String.self) {
        self = .text(text)
      } else if let boolean = try? value.decode(Bool.self) {
        self = .boolean(boolean)
      } else if let whole = try? value.decode(Int64.self) {
        self = .whole(whole)
      } else {
        self = .double(try value.decode(Double.self))
      }
    }
  }
}

extension ModelValue: CustomStringConvertible {
  var description: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .whole(let value): "\(value)"
    case .double(let value): "\(value)"
    case .text(let text): "\"\(text)\""
    case .date(let milliseconds): "date \(milliseconds)"
    case .objectID(let bytes): "ObjectId \(bytes)"
    case .binary(let bytes): "binary \(bytes)"
    case .array(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .object(let members): "{" + members.map { "\($0.name):\($0.value)" }.joined(separator: ",") + "}"
    }
  }
}
