import BSON
import ExtendedJSON

/// Writes documents of the backup in one of the formats.
enum ObjectOutput {
  case baqend(BaqendWriter)
  case extended(ExtendedJSONWriter)

  /// - Parameter rules: those of the comparison, whose mapped names apply to what is written in the Baqend
  ///   form; Extended JSON keeps the stored ones.
  init(_ format: ObjectFormat, rules: ComparisonRules) {
    if let extended = format.extendedJSON {
      self = .extended(ExtendedJSONWriter(extended))
    } else {
      self = .baqend(BaqendWriter(renamed: rules.mappedFields))
    }
  }

  /// The object of a document, or nil where the format cannot hold it.
  ///
  /// - Parameter id: the object's id in its normal form, which the Baqend form has in place of `_id`.
  mutating func json(of document: [UInt8], id: String) -> [UInt8]? {
    var walker = BSONWalker(maxDepth: .max, checksText: true)
    switch self {
    case .baqend(var writer):
      writer.id = id
      let isRead = document.withUnsafeBytes { (try? walker.walk($0, into: &writer)) != nil }
      self = .baqend(writer)
      return isRead && !writer.hasUnwritableValue ? writer.bytes : nil
    case .extended(var writer):
      let isRead = document.withUnsafeBytes { (try? walker.walk($0, into: &writer)) != nil }
      self = .extended(writer)
      return isRead ? writer.bytes : nil
    }
  }
}
