import Export
import ExtendedJSON
import JSONStream
import Merge
import Values

/// Writes `undo.json`: the id of each object that the import will make, and a fingerprint of its body,
/// by which it can be told later whether it is still as it was brought.
final class UndoFile {
  private let file: OutputFile
  private var isFirstTable = true
  private var isFirstObject = true
  private var objects = 0
  private var bodies: BodyFingerprints?

  init(path: String) throws(ImportFolderError) {
    file = try OutputFile(path: path)
    try file.write("{\"tables\":[")
  }

  func begin(table: String, format: ObjectFormat) throws(ImportFolderError) {
    if !isFirstTable { try file.write("]},") }
    (isFirstTable, isFirstObject) = (false, true)
    try file.write("\n{\"table\":")
    try file.write(JSONText.text(table).serialized())
    try file.write(",\"objects\":[")
    bodies = BodyFingerprints(table: table, format: format)
  }

  func add(_ object: Plan.RecoveredObject) throws(ImportFolderError) {
    let body = bodies?.fingerprint(of: object.json)?.hex ?? ""
    let entry: JSONText = ["id": .text(object.id), "body": .text(body)]
    try file.write(isFirstObject ? "\n" : ",\n")
    try file.write(entry.serialized())
    isFirstObject = false
    objects += 1
  }

  func finish() throws(ImportFolderError) -> PublishedFile {
    try file.write(isFirstTable ? "]}\n" : "]}]}\n")
    let digest = try file.finish()
    return PublishedFile(path: "undo.json", table: nil, objects: objects, bytes: file.bytes, sha256: digest)
  }
}

/// The fingerprints of the bodies of a table's objects as they are written, by the published key, in the
/// space of values of their format.
struct BodyFingerprints {
  private var scanner = JSONScanner(maxDepth: .max)
  private var object: BodyFingerprinter
  private var decoder: ExtendedJSONDecoder<BodyFingerprinter>?

  init(table: String, format: ObjectFormat) {
    let form: ObjectForm = format == .baqend ? .baqend : .extendedJSON
    let key = FingerprintKey.published
    object = BodyFingerprinter(
      identity: ObjectIdentity(table: table, form: form.identityForm),
      key: key,
      roles: MemberRoles(key: key),
      space: form.space
    )
    decoder = form == .baqend ? nil : ExtendedJSONDecoder(object)
  }

  /// The fingerprint of the body of an object, or nil where the text is none.
  mutating func fingerprint(of json: [UInt8]) -> Fingerprint? {
    guard var decoder else { return scanner.scan(whole: json, into: &object) != nil ? object.fingerprint : nil }
    return scanner.scan(whole: json, into: &decoder) != nil ? decoder.sink.fingerprint : nil
  }
}
