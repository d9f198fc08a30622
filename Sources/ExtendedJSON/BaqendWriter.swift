import Values

/// Writes an object as Baqend's REST interface has it: compact, without a newline at its end.
///
/// - Of the members of the object itself, `writeSet` is left out, and stored names become those of
///   the export. Where `id` is set, it takes the place of the first of the members `id` and `_id`,
///   and the other one is left out; where it is not, both are members like any other.
/// - Lists of users and roles in an ACL become rules, one a user or role.
/// - Dates are ISO text, ObjectIds and symbols text, undefined is null; a number of a JSON text
///   keeps its spelling.
/// - A value for which the form has none is written as in canonical Extended JSON, and told.
package struct BaqendWriter: ValueSink, Sendable {
  /// The id of the next object in its normal form, or nil to leave `id` and `_id` as they are.
  package var id: String?
  /// Whether the object holds something that the Baqend form cannot hold: two ACLs, two
  /// members of one name in the ACL or by renaming, of which a reader would take one; a value that is wrapped
  /// (NaN, infinities, binary, regular expressions, code, decimals, timestamps, min and max key,
  /// pointers, dates outside of the years 0000 to 9999), or an ACL's list that cannot become rules
  /// or contradicts other rules.
  package internal(set) var hasUnwritableValue = false

  /// What a container is to the writer.
  enum Place: Sendable {
    /// The object itself.
    case object
    case acl
    /// The rules for reading or for writing in the ACL.
    case rules
    case ruleList
    /// The inside of code with scope, which is written as in canonical Extended JSON throughout.
    case scope
    case other
  }

  private let renamed: [(stored: [UInt8], exported: [UInt8])]
  private let writesACLOnly: Bool
  var writer = ExtendedJSONWriter(.canonical)
  /// The containers that are open.
  private var places: [Place] = []
  /// What the next value is if it is a container of the right kind.
  private var next = Place.other
  /// How many containers are open in a member that is left out, or nil outside of one.
  private var leftOutDepth: Int?
  private var hasID = false
  /// The names that were written and that must not come twice, in the object itself and in its ACL.
  private var names: [Place: [[UInt8]]] = [:]
  var rules = Rules()

  /// - Parameters:
  ///   - renamed: names as they are stored, and those that the export has for them.
  ///   - writesACLOnly: whether nothing is written but the ACL, where only that and the names of the other members are of
  ///     interest: `hasUnwritableValue` then says nothing of their values.
  package init(renamed: [String: String] = [:], writesACLOnly: Bool = false) {
    self.renamed = renamed.map { (Array($0.key.utf8), Array($0.value.utf8)) }
    self.writesACLOnly = writesACLOnly
  }

  /// What was written since the last reset: when the walk is over, the object.
  package var bytes: [UInt8] { writer.bytes }

  var place: Place { places.last ?? .other }

  package mutating func reset() {
    writer.reset()
    places.removeAll(keepingCapacity: true)
    next = .other
    leftOutDepth = nil
    hasID = false
    hasUnwritableValue = false
    names.removeAll(keepingCapacity: true)
  }

  /// Notes the name of a member where a second one of that name would be taken for the only one.
  private mutating func note(_ name: Span<UInt8>, in place: Place) {
    if names[place]?.contains(where: { name.elementsEqual($0) }) == true {
      hasUnwritableValue = true
    } else {
      names[place, default: []].append(Array(name))
    }
  }

  // MARK: Members

  package mutating func member(_ name: Span<UInt8>) {
    guard leftOutDepth == nil else { return }
    next = .other
    switch place {
    case .object:
      if let exported = renamed.first(where: { name.elementsEqual($0.stored) })?.exported {
        objectMember(exported.span)
      } else {
        objectMember(name)
      }
      return
    case .acl:
      note(name, in: .acl)
      if name.elementsEqual("read".utf8) || name.elementsEqual("write".utf8) { next = .rules }
    case .rules:
      if beginRule(name) { next = .ruleList }
    case .ruleList, .scope, .other: break
    }
    writer.member(name)
  }

  /// Begins a member of the object itself.
  private mutating func objectMember(_ name: Span<UInt8>) {
    if let id, name.elementsEqual("id".utf8) || name.elementsEqual("_id".utf8) {
      if !hasID {
        writer.output.member("id")
        writer.output.text(id)
      }
      hasID = true
      leftOutDepth = 0
    } else if name.elementsEqual("writeSet".utf8) {
      leftOutDepth = 0
    } else {
      let isACL = name.elementsEqual("acl".utf8)
      if isACL || renamed.contains(where: { name.elementsEqual($0.exported) }) { note(name, in: .object) }
      if isACL {
        next = .acl
      } else if writesACLOnly {
        leftOutDepth = 0
        return
      }
      writer.member(name)
    }
  }

  // MARK: Containers

  package mutating func beginObject() {
    switch next {
    case _ where places.isEmpty: open(.object) { $0.beginObject() }
    case .acl: open(.acl) { $0.beginObject() }
    case .rules:
      rules.reset()
      open(.rules) { $0.beginObject() }
    default: open(.other) { $0.beginObject() }
    }
  }

  package mutating func endObject() { close { $0.endObject() } }

  package mutating func beginArray() { open(next == .ruleList ? .ruleList : .other) { $0.beginArray() } }

  package mutating func endArray() {
    let ended = leftOutDepth == nil ? place : .other
    close { $0.endArray() }
    if ended == .ruleList { endRuleList() }
  }

  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    if leftOutDepth == nil { hasUnwritableValue = true }
    open(.scope) { $0.beginCodeWithScope(code) }
  }

  package mutating func endCodeWithScope() { close { $0.endCodeWithScope() } }

  private mutating func open(_ opened: Place, _ write: (inout ExtendedJSONWriter) -> Void) {
    if let depth = leftOutDepth {
      leftOutDepth = depth + 1
      return
    }
    countElement()
    write(&writer)
    places.append(place == .scope ? .scope : opened)
    next = .other
  }

  private mutating func close(_ write: (inout ExtendedJSONWriter) -> Void) {
    if let depth = leftOutDepth {
      leftOutDepth = depth > 1 ? depth - 1 : nil
      return
    }
    write(&writer)
    places.removeLast()
  }

  // MARK: Scalars

  /// Whether the next scalar is written; the one that makes up a member that is left out is not.
  mutating func takesScalar() -> Bool {
    if let depth = leftOutDepth {
      if depth == 0 { leftOutDepth = nil }
      return false
    }
    countElement()
    return true
  }
}
