import Values

/// What a schema says of the objects of one table.
///
/// Objects of subclasses may stand among those of their superclass. While an object is compared, its class
/// need not be known yet: where two subclasses declare a field differently, it is compared as it is.
package struct TableSchema: Sendable {
  let schema: Schema
  let table: String
  /// The classes that inherit from the table's, and whose objects may stand in it.
  let subclasses: [String]
  /// The fields of all of them, by the export's names.
  let fields: [[UInt8]: DeclaredType]
  /// Whether a member that is null equals one that is not there.
  let nullEqualsAbsent: Bool
  /// The names under which fields are stored, and those that the export has for them.
  let renamed: [[UInt8]: [UInt8]]

  /// - Parameter renamed: names as they are stored, and those that the export has for them.
  /// - Returns: nil where the schema does not declare the table's class.
  package init?(_ schema: Schema, table: String, renamed: [String: String] = [:], nullEqualsAbsent: Bool = true) {
    guard schema.classes[table] != nil else { return nil }
    self.nullEqualsAbsent = nullEqualsAbsent
    self.schema = schema
    self.table = table
    subclasses = schema.subclasses(of: table)
    var fields = schema.fields(of: table).mapValues { $0 as DeclaredType? }
    for name in subclasses {
      for (field, type) in schema.fields(of: name) {
        if let known = fields[field], known != type { fields[field] = .some(nil) } else { fields[field] = type }
      }
    }
    self.fields = Self.withoutSpecialMembers(fields.compactMapValues { $0 })
    self.renamed = Dictionary(renamed.map { (Array($0.key.utf8), Array($0.value.utf8)) }) { first, _ in first }
  }

  /// What the schema says of the objects of one class alone.
  init(_ other: TableSchema, class name: String) {
    schema = other.schema
    table = other.table
    subclasses = other.subclasses
    renamed = other.renamed
    nullEqualsAbsent = other.nullEqualsAbsent
    fields = Self.withoutSpecialMembers(schema.fields(of: name.isEmpty ? table : name))
  }

  /// The fields by their names' bytes. Ids, versions and ACLs are read in all their forms anyway; times are
  /// those of every object.
  private static func withoutSpecialMembers(_ fields: [String: DeclaredType]) -> [[UInt8]: DeclaredType] {
    var fields = fields
    for name in special { fields[name] = nil }
    for name in ["createdAt", "updatedAt"] { fields[name] = .dateTime }
    return Dictionary(fields.map { (Array($0.key.utf8), $0.value) }) { first, _ in first }
  }

  /// What is the same in every object, whatever is declared.
  private static let special = ["id", "_id", "version", "acl", MemberRoles.dropped]

  /// Whether a member needs no declaration: what every object has, and internals, whose names begin so.
  static func isInternal(_ name: [UInt8]) -> Bool {
    name.first == UInt8(ascii: "_") || special.contains { name.elementsEqual($0.utf8) }
  }

  /// Members that may name an object's class.
  static let classNames: [[UInt8]] = ["_class", "class", "_type"].map { Array($0.utf8) }
}
