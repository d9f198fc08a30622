// Query: MongoDB's queries over one object that is in memory.
//
//   1. `ConditionReader` reads the query, Extended JSON of any version, and refuses what it does not know;
//   2. a `Condition` is what it reads: tests of the values at paths, and how they are combined;
//   3. `FieldPath` finds the values at a path, into arrays as MongoDB does;
//   4. `ValueTest` says of one of them whether it passes; `TypedValue+Order` has the order of values, and
//      `ValueType` their types.
//
// The rules are those of MongoDB's query documents without a collation, and three more, for exports have
// text where a backup has other types: text that says a moment is compared as a date, the digits of an
// ObjectId are equal to it, and `_id` and `id` stand for each other where an object has only one of them.
//
// What it does not promise: operators that are no tests of values (`$where`, `$expr`, `$text`,
// `$jsonSchema`, those on places and bits) are refused; of patterns, `Pattern` says what it leaves out.
import ExtendedJSON
import JSONStream
import Values

/// A MongoDB query.
package struct Query: Sendable {
  /// How deep a query may be nested.
  package static let maxDepth = 100

  private let condition: Condition
  /// The members of the object itself that it looks at, by their names.
  package let members: Set<String>

  /// Reads a query that is a JSON object, its values written as Extended JSON (v2 or v1).
  package init(json: some Collection<UInt8>) throws(QueryError) {
    try self.init(try Self.value(json: Array(json)))
  }

  /// Reads a query.
  package init(_ query: TypedValue) throws(QueryError) {
    var reader = ConditionReader()
    condition = try reader.conditions(query, path: "", depth: 1)
    members = reader.members
  }

  /// Whether an object matches it.
  package func matches(_ object: TypedValue) -> Bool { condition.holds(for: object) }

  /// The value of a text that is an Extended JSON object.
  private static func value(json: [UInt8]) throws(QueryError) -> TypedValue {
    let isSpace = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    let start = json.firstIndex { !isSpace($0) } ?? 0
    guard json.indices.contains(start), json[start] == UInt8(ascii: "{") else {
      throw QueryError(.notJSON(offset: start))
    }
    var scanner = JSONScanner(maxDepth: maxDepth)
    var decoder = ExtendedJSONDecoder(TypedValueBuilder())
    let padded = json + [UInt8](repeating: 0, count: JSONScanner.padding)
    let end: Int?
    do throws(JSONError) {
      end = try scanner.scanObject(padded.span, from: start, into: &decoder)
    } catch {
      throw QueryError(error.cause == .tooDeep(limit: maxDepth) ? .tooDeep : .notJSON(offset: error.offset))
    }
    guard let end else { throw QueryError(.notJSON(offset: json.count)) }
    if let rest = json[end...].firstIndex(where: { !isSpace($0) }) { throw QueryError(.notJSON(offset: rest)) }
    if let key = decoder.malformedKey { throw QueryError(.malformedValue(key: key)) }
    guard let value = decoder.sink.value else { throw QueryError(.notJSON(offset: start)) }
    return value
  }
}
