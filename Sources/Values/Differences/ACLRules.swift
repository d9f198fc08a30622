// ACLs in one form: an object of parts, each an object of rules, whatever the lists that they are stored as.
extension TypedValue {
  /// The ACL with its lists of users and roles as rules, one a user or role; a null is an empty ACL.
  var aclRules: TypedValue {
    guard case .object(let parts) = self else { return isNull ? .object([]) : self }
    return .object(parts.map { Member(name: $0.name, value: Self.isRules($0.name) ? $0.value.rules : $0.value) })
  }

  /// Whether a part of an ACL holds rules.
  static func isRules(_ name: [UInt8]) -> Bool { ["read", "write"].contains { name.elementsEqual($0.utf8) } }

  private var rules: TypedValue {
    guard case .object(let rules) = self else { return self }
    return .object(
      rules.flatMap { rule -> [Member] in
        guard ["allow", "deny"].contains(where: { rule.name.elementsEqual($0.utf8) }),
          case .array(let subjects) = rule.value
        else { return [rule] }
        return subjects.filter { !$0.isNull }.map { subject in
          guard case .text(let name) = subject else { return Member(name: rule.name, value: subject) }
          return Member(name: name, value: .text(rule.name))
        }
      }
    )
  }
}
