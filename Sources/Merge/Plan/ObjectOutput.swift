import BSON
import ExtendedJSON

/// Writes documents of the backup in one of the formats.
struct ObjectOutput {
  private let isBaqend: Bool
  private var baqend: BaqendWriter
  private var extended: ExtendedJSONWriter
  private var walker = BSONWalker(maxDepth: .max, checksText: true)

  /// - Parameter rules: those of the comparison, whose mapped names apply to what is written in the Baqend
  ///   form; Extended JSON keeps the stored ones.
  init(_ format: ObjectFormat, rules: ComparisonRules) {
    isBaqend = format == .baqend
    baqend = BaqendWriter(renamed: rules.mappedFields)
    extended = ExtendedJSONWriter(format.extendedJSON ?? .canonical)
  }

  /// The object of a document, or nil where the format cannot hold it.
  ///
  /// - Parameter id: the object's id in its normal form, which the Baqend form has in place of `_id`.
  mutating func json(of document: [UInt8], id: String) -> [UInt8]? {
    if isBaqend {
      baqend.id = id
      let isRead = document.withUnsafeBytes { (try? walker.walk($0, into: &baqend)) != nil }
      return isRead && !baqend.hasUnwritableValue ? baqend.bytes : nil
    }
    let isRead = document.withUnsafeBytes { (try? walker.walk($0, into: &extended)) != nil }
    return isRead ? extended.bytes : nil
  }
}
