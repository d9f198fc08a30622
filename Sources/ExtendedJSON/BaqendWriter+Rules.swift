// ACLs: the REST form has one rule a user or role, `{"/db/User/1":"allow","*":"deny"}`; some are
// stored with lists in place of rules, `{"allow":["/db/User/1"],"deny":["*"]}`.
//
// A list is written as it stands, and taken back and written anew as rules when it has ended and
// proves to name users and roles only. Any other list stays, and counts as unwritable.
extension BaqendWriter {
  /// The rules for reading or for writing, as far as they have been met.
  struct Rules: Sendable {
    /// The rule of each user or role, to notice those that contradict each other.
    fileprivate var bySubject: [[UInt8]: [UInt8]] = [:]
    /// The name of the member whose value comes next, or of the list that is open.
    fileprivate var name: [UInt8] = []
    /// Where that member begins.
    fileprivate var start = JSONOutput().mark
    /// How many elements the open list has had, and those that name a user or role.
    fileprivate var elements = 0
    fileprivate var subjects: [[UInt8]] = []

    mutating func reset() { bySubject.removeAll(keepingCapacity: true) }
  }

  /// Begins a member of the rules for reading or for writing.
  ///
  /// - Returns: whether it is the name of a list.
  mutating func beginRule(_ name: Span<UInt8>) -> Bool {
    rules.name = Array(name)
    rules.start = writer.output.mark
    rules.elements = 0
    rules.subjects.removeAll(keepingCapacity: true)
    return name.elementsEqual("allow".utf8) || name.elementsEqual("deny".utf8)
  }

  /// Counts a value that is about to be written as an element of the list, if one is open.
  mutating func countElement() {
    if place == .ruleList { rules.elements += 1 }
  }

  /// Takes a text that may be a rule, or an element of a list.
  mutating func takeRule(_ text: Span<UInt8>) {
    switch place {
    case .rules where isSubject(rules.name.span):
      if !text.elementsEqual("allow".utf8), !text.elementsEqual("deny".utf8) { hasUnwritableValue = true }
      note(rules.name, rule: Array(text))
    case .rules: hasUnwritableValue = true
    case .ruleList where isSubject(text): rules.subjects.append(Array(text))
    default: break
    }
  }

  /// Turns the list that has just ended into rules.
  mutating func endRuleList() {
    guard rules.subjects.count == rules.elements else {
      hasUnwritableValue = true
      return
    }
    writer.output.rewind(to: rules.start)
    let name = rules.name
    for subject in rules.subjects {
      note(subject, rule: name)
      writer.output.member(subject.span)
      writer.output.text(name.span)
    }
  }

  /// Takes back a list of users and roles that is null, as if it were empty; a rule that is null is none.
  mutating func endNullRule() {
    if rules.name.elementsEqual("allow".utf8) || rules.name.elementsEqual("deny".utf8) {
      writer.output.rewind(to: rules.start)
    } else {
      hasUnwritableValue = true
    }
  }

  /// A reader would take only one of two rules for the same user or role.
  private mutating func note(_ subject: [UInt8], rule: [UInt8]) {
    if let other = rules.bySubject.updateValue(rule, forKey: subject), other != rule { hasUnwritableValue = true }
  }

  /// Whether a text names whom a rule is for: a user, a role, or everybody.
  private func isSubject(_ name: Span<UInt8>) -> Bool {
    name.elementsEqual("*".utf8) || name.starts(with: "/db/User/".utf8) || name.starts(with: "/db/Role/".utf8)
  }
}
