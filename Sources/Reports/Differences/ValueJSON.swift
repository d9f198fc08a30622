import ExtendedJSON
import JSONStream
import Values

extension TypedValue {
  /// The value as JSON: in Baqend's form where it is compared in the plain space, else in relaxed Extended
  /// JSON, which tells types apart.
  package func json(_ space: ValueSpace) -> [UInt8] {
    // Writers write objects: the value is what stands in one.
    let object = TypedValue.object([Member(name: Array("m".utf8), value: self)])
    let bytes: [UInt8]
    switch space {
    case .plain:
      var writer = BaqendWriter()
      object.tell(&writer)
      bytes = writer.bytes
    case .typed:
      var writer = ExtendedJSONWriter(.relaxed)
      object.tell(&writer)
      bytes = writer.bytes
    }
    return Array(bytes.dropFirst(#"{"m":"#.utf8.count).dropLast())
  }
}
