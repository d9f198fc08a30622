import JSONStream
import Values

extension Schema {
  /// The classes as `baqend schema download` writes them, in one list.
  package var json: JSONText {
    .array(
      classes.values.sorted { $0.name < $1.name }.map { own in
        let fields = own.fields.sorted { $0.key < $1.key }
        return [
          "class": .text(own.name), "superClass": own.superclass.map { .text($0) } ?? .null,
          "embedded": .boolean(own.isEmbedded),
          "fields": .object(fields.map { ($0.key, ["type": .text($0.value.declaration)]) }),
        ]
      }
    )
  }
}

extension DeclaredType {
  /// The type as a schema declares it: `/db/collection.List[/db/String]`.
  fileprivate var declaration: String {
    switch self {
    case .list(let element): "/db/collection.List[\(element.declaration)]"
    case .set(let element): "/db/collection.Set[\(element.declaration)]"
    case .map(let key, let value): "/db/collection.Map[\(key.declaration),\(value.declaration)]"
    default: "/db/\(name)"
    }
  }
}
