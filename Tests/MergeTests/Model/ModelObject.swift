import TestSupport

/// An object at one time.
struct ModelObject: Equatable, Sendable {
  var version: Int64?
  var createdAt: Int64?
  var updatedAt: Int64?
  /// Who may read and write it: `"/db/User/KEY"` to "allow" or "deny"; nobody is named where anybody may.
  var read: [ModelMember] = []
  var write: [ModelMember] = []
  /// All other members.
  var members: [ModelMember]

  /// What is compared.
  var body: ModelValue { ModelValue.object(members + acl).normal }

  /// What is compared once it was written in the REST form.
  var exported: ModelObject {
    var object = self
    object.members = members.map { ModelMember($0.name, $0.value.exported) }
    return object
  }

  private var acl: [ModelMember] {
    let rules = [("read", read), ("write", write)].filter { !$0.1.isEmpty }.map { ModelMember($0.0, .object($0.1)) }
    return rules.isEmpty ? [] : [ModelMember("acl", .object(rules))]
  }

  private var evidence: [ModelMember] {
    [
      ModelMember("version", version.map { .whole($0) } ?? .null),
      ModelMember("createdAt", createdAt.map { .date($0) } ?? .null),
      ModelMember("updatedAt", updatedAt.map { .date($0) } ?? .null),
    ]
  }

  /// The whole object in the REST form, as a value.
  func whole(id: String) -> ModelValue {
    ModelValue.object([ModelMember("id", .text(id))] + evidence + acl + members).normal
  }

  /// The normal ids of all objects that it refers to.
  var references: Set<String> { ModelValue.object(acl + members).references }

  /// The value at a member that an index names; nil where there is none.
  subscript(name: String) -> ModelValue? { members.first { $0.name == name }?.value.normal }

  // MARK: Writing

  /// The document that a backup has.
  func stored(_ key: [(String, Document.Value)], _ random: inout SeededGenerator) -> Document {
    var members = evidence + self.members
    if random.chance(0.3) { members.append(ModelMember("writeSet", random.chance(0.5) ? .null : .array([]))) }
    let usesLists = random.chance(0.2)
    members += spelledACL(usesLists: usesLists, &random)
    guard case .document(let document) = ModelValue.object(members).stored(&random) else { return Document() }
    return Document((key + document.members.map { ($0.name, $0.value) }).shuffled(using: &random))
  }

  /// The text that the export has.
  func json(id: String, _ random: inout SeededGenerator) -> String {
    var members = [ModelMember("id", .text(id))] + evidence + exported.members
    if random.chance(0.3) { members.append(ModelMember("writeSet", .null)) }
    return ModelValue.object(members + spelledACL(usesLists: false, &random)).json(&random)
  }

  private func spelledACL(usesLists: Bool, _ random: inout SeededGenerator) -> [ModelMember] {
    let empty: [ModelMember] = [ModelMember("read", .object([])), ModelMember("write", .object([]))]
    if read.isEmpty && write.isEmpty {
      return random.element(of: [[], [ModelMember("acl", .null)], [ModelMember("acl", .object(empty))]])
    }
    let rules = [("read", read), ("write", write)].map { name, rules in
      guard usesLists else { return ModelMember(name, .object(rules)) }
      let lists = ["allow", "deny"].map { verdict in
        ModelMember(verdict, .array(rules.filter { $0.value == .text(verdict) }.map { .text($0.name) }))
      }
      return ModelMember(name, .object(lists))
    }
    return [ModelMember("acl", .object(rules))]
  }
}

extension ModelValue {
  /// The value as the export has it where it has another type there.
  fileprivate var exported: ModelValue {
    switch self {
    case .binary(let bytes): .text(ModelKey.hex(bytes))
    case .double(let value) where !value.isFinite: .text("\(value)")
    default: self
    }
  }
}
