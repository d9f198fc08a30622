import ExtendedJSON
import Query
import Values

/// The query that an object has to match to be in a partial index (`partialFilterExpression`).
package struct PartialFilter {
  /// The query as JSON, by the export's names.
  package let json: [UInt8]
  private let query: Query

  /// - Parameter json: the query as Extended JSON.
  /// - Throws: `QueryError` where it cannot be understood.
  package init(json: [UInt8]) throws(QueryError) {
    self.json = json
    query = try Query(json: json)
  }

  /// - Parameters:
  ///   - expression: the query as the metadata's JSON has it.
  ///   - renamed: names as they are stored, and those that the export has for them.
  init(_ expression: ValueTree, renamed: [String: String]) throws(QueryError) {
    var writer = ExtendedJSONWriter(.relaxed)
    TypedValue(Self.renamed(expression, renamed)).tell(&writer)
    try self.init(json: writer.bytes)
  }

  /// The members of an object that it looks at.
  var members: Set<String> { query.members }

  /// Whether an object, or as much of it as the query looks at, is in the index.
  func matches(_ object: ValueTree) -> Bool { query.matches(TypedValue(object)) }

  private static func renamed(_ query: ValueTree, _ names: [String: String]) -> ValueTree {
    guard case .object(let members) = query, !names.isEmpty else { return query }
    return .object(
      members.map { member in
        guard member.name.utf8.first == UInt8(ascii: "$"), case .array(let queries) = member.value else {
          return .init(name: member.name.renamed(names), value: member.value)
        }
        return .init(name: member.name, value: .array(queries.map { renamed($0, names) }))
      }
    )
  }
}
