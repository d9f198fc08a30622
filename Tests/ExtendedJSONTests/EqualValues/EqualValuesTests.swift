import JSONStream
import Testing
import Values

@testable import ExtendedJSON

/// The tables of what equals what, in each space of values.
@Suite struct EqualValuesTests {
  @Test(arguments: EqualValues.plain)
  func `in the plain space`(row: EqualValues) throws {
    try check(row) { try fingerprint(of: $0, member: $1, in: $2, space: .plain) }
  }

  @Test(arguments: EqualValues.typed)
  func `in the typed space`(row: EqualValues) throws {
    try check(row) { try fingerprint(of: $0, member: $1, in: $2, space: .typed) }
  }

  @Test(arguments: EqualValues.typed)
  func `a stored value equals what each version of Extended JSON writes for it`(row: EqualValues) throws {
    for case .bson(let value) in row.equal + row.different {
      for format in [ExtendedJSONWriter.Format.canonical, .relaxed, .legacy] {
        // v1 writes a pointer as it writes an ordinary reference.
        if format == .legacy, case .pointer = value { continue }
        let document = bson([(row.member, value)])
        let written = try extendedJSON(document, format)
        #expect(
          try ValueSpace.typed.fingerprint(extendedJSON: written) == ValueSpace.typed.fingerprint(document: document),
          "\(written)"
        )
      }
    }
  }

  // Trees know nothing of ACLs.
  @Test(arguments: EqualValues.plain.filter { $0.member != "acl" })
  func `as trees in the plain space`(row: EqualValues) throws {
    try check(row) { try tree(of: $0, member: $1, in: $2).plain().bytes }
  }

  /// - Parameter measure: what is the same for equal values, of a value under a name in a place.
  private func check<Measure: Equatable>(
    _ row: EqualValues,
    by measure: (WrittenValue, String, Place) throws -> Measure
  ) throws {
    for place in Place.allCases where place.takes(row) {
      let equal = try row.equal.map { (value: $0, measure: try measure($0, row.member, place)) }
      let different = try row.different.map { (value: $0, measure: try measure($0, row.member, place)) }
      for (index, one) in equal.enumerated() {
        for other in equal[..<index] where one.measure != other.measure {
          Issue.record("\(place): \(one.value) differs from \(other.value)")
        }
        for other in different where one.measure == other.measure {
          Issue.record("\(place): \(one.value) equals \(other.value)")
        }
      }
    }
  }

  /// Where in an object a value stands.
  private enum Place: CaseIterable {
    case object, embeddedObject, array

    func takes(_ row: EqualValues) -> Bool {
      switch self {
      case .object: true
      // Deeper down an ACL is a member like any other.
      case .embeddedObject: row.member != "acl"
      case .array: row.member != "acl" && !(row.equal + row.different).contains { $0.isAbsent }
      }
    }

    func members(_ name: String, _ value: Value?) -> [(String, Value)] {
      let members = value.map { [(name, $0)] } ?? []
      return switch self {
      case .object: members
      case .embeddedObject: [("o", .document(members))]
      case .array: [("o", .array(members.map(\.1)))]
      }
    }

    func json(_ name: String, _ value: String) -> String {
      switch self {
      case .object: #"{"\#(name)":\#(value)}"#
      case .embeddedObject: #"{"o":{"\#(name)":\#(value)}}"#
      case .array: #"{"o":[\#(value)]}"#
      }
    }
  }

  private func fingerprint(
    of value: WrittenValue,
    member: String,
    in place: Place,
    space: ValueSpace
  ) throws -> Fingerprint {
    switch value {
    case .absent: try space.fingerprint(document: bson(place.members(member, nil)))
    case .bson(let value): try space.fingerprint(document: bson(place.members(member, value)))
    case .json(let text): try space.fingerprint(json: place.json(member, text))
    case .extended(let text): try space.fingerprint(extendedJSON: place.json(member, text))
    }
  }

  private func tree(of value: WrittenValue, member: String, in place: Place) throws -> ValueTree {
    var builder = ValueTreeBuilder()
    switch value {
    case .absent: try walk(bson(place.members(member, nil)), into: &builder)
    case .bson(let value): try walk(bson(place.members(member, value)), into: &builder)
    case .json(let text): try scan(Array(place.json(member, text).utf8), into: &builder)
    case .extended(let text):
      var decoder = ExtendedJSONDecoder(builder)
      try scan(Array(place.json(member, text).utf8), into: &decoder)
      builder = decoder.sink
    }
    return builder.tree
  }
}

extension WrittenValue {
  fileprivate var isAbsent: Bool { if case .absent = self { true } else { false } }
}
