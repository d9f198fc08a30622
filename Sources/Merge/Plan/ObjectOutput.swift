import BSON
import ExtendedJSON
import Values

/// Writes objects of one table in one of the formats; in the Baqend form, by the schema where there is one.
struct ObjectOutput {
  /// Whether objects are written in the Baqend form.
  let isBaqend: Bool
  private var baqend: BaqendWriter
  private var ambiguity: BaqendWriter
  private var extended: ExtendedJSONWriter
  private var walker = BSONWalker(maxDepth: .max, checksText: true)
  private let schema: TableSchema?
  private let dropsUndeclared: Bool
  /// What was written last as Extended JSON, where that is not all of the document.
  private var written: TypedValue?
  /// Writers of the classes whose objects stand in the table.
  private var converters: [String: SchemaConverter<BaqendWriter>] = [:]

  /// - Parameter rules: those of the comparison, whose mapped names apply to what is written in the Baqend
  ///   form; Extended JSON keeps the stored ones.
  init(_ format: ObjectFormat, table: String, rules: ComparisonRules) {
    isBaqend = format == .baqend
    baqend = BaqendWriter(renamed: rules.mappedFields)
    ambiguity = BaqendWriter(renamed: rules.mappedFields, writesACLOnly: true)
    extended = ExtendedJSONWriter(format.extendedJSON ?? .canonical)
    schema = rules.tableSchema(of: table, .bson)
    dropsUndeclared = rules.dropsUndeclared
  }

  /// Whether what was written last as Extended JSON reads back as what was meant.
  func isProven(_ json: [UInt8], of object: SpilledObject) -> Bool {
    written.map { ExtendedJSONProof.holds(json, $0) } ?? ExtendedJSONProof.holds(json, object.document)
  }

  /// Whether a schema declares the table's class.
  var hasSchema: Bool { schema != nil }

  /// The object, or nil where the format cannot hold it.
  ///
  /// - Parameter id: the object's id in its normal form, which the Baqend form has in place of `_id`.
  mutating func json(of object: SpilledObject, id: String) -> [UInt8]? {
    if isBaqend {
      guard let writer = schema == nil ? walked(object.document, id) : converted(object, id)?.sink else { return nil }
      return writer.hasUnwritableValue ? nil : writer.bytes
    }
    written = nil
    guard !object.traits.contains(.hasDroppedMember), schema == nil || !dropsUndeclared else {
      return withoutDroppedMembers(object)
    }
    let isRead = (try? walker.walk(object.document.span, into: &extended)) != nil
    return isRead ? extended.bytes : nil
  }

  /// Whether a reader of the Baqend form takes the object for the one that is meant: whether its ACL can be written, and
  /// no two members of its own become one. It needs a form for all other values besides.
  mutating func isUnambiguous(_ object: SpilledObject) -> Bool {
    (try? walker.walk(object.document.span, into: &ambiguity)) != nil && !ambiguity.hasUnwritableValue
  }

  /// The object without what is never written and, where that is wanted, without what is not declared.
  private mutating func withoutDroppedMembers(_ object: SpilledObject) -> [UInt8]? {
    var builder = TypedValueBuilder()
    if dropsUndeclared, let own = classSchema(of: object) {
      var converter = SchemaConverter(builder, table: own, purpose: .pruning, dropsUndeclared: true)
      guard (try? walker.walk(object.document.span, into: &converter)) != nil else { return nil }
      builder = converter.sink
    } else {
      guard (try? walker.walk(object.document.span, into: &builder)) != nil else { return nil }
    }
    guard case .object(let members)? = builder.value else { return nil }
    let value = TypedValue.object(members.filter { !$0.name.elementsEqual(MemberRoles.dropped.utf8) })
    written = value
    extended.reset()
    value.tell(&extended)
    return extended.bytes
  }

  private func classSchema(of object: SpilledObject) -> TableSchema? {
    schema.map { TableSchema($0, class: String(decoding: object.subclass, as: UTF8.self)) }
  }

  /// What of an object does not fit its class.
  mutating func misfits(of object: SpilledObject, id: String) -> [SchemaMisfit] {
    schema == nil ? [] : converted(object, id)?.conversion.misfits ?? []
  }

  private mutating func walked(_ document: [UInt8], _ id: String) -> BaqendWriter? {
    baqend.id = id
    return (try? walker.walk(document.span, into: &baqend)) != nil ? baqend : nil
  }

  private mutating func converted(_ object: SpilledObject, _ id: String) -> SchemaConverter<BaqendWriter>? {
    let name = String(decoding: object.subclass, as: UTF8.self)
    // Taken out first, so that nothing is copied.
    guard
      var converter = converters.removeValue(forKey: name)
        ?? classSchema(of: object).map({
          SchemaConverter(baqend, table: $0, purpose: .writing, dropsUndeclared: dropsUndeclared)
        })
    else { return nil }
    converter.sink.id = id
    let isRead = (try? walker.walk(object.document.span, into: &converter)) != nil
    converters[name] = converter
    return isRead ? converter : nil
  }
}
