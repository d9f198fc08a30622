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

  func begin(table: String) throws(ImportFolderError) {
    if !isFirstTable { try file.write("]},") }
    (isFirstTable, isFirstObject) = (false, true)
    try file.write("\n{\"table\":")
    try file.write(JSONText.text(table).serialized())
    try file.write(",\"objects\":[")
    bodies = BodyFingerprints(table: table)
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

/// The fingerprints of the bodies of a table's objects in the Baqend form, by the published key.
struct BodyFingerprints {
  private var scanner = JSONScanner(maxDepth: .max)
  private var object: BodyFingerprinter

  init(table: String) {
    let key = FingerprintKey.published
    object = BodyFingerprinter(
      identity: ObjectIdentity(table: table, form: .references),
      key: key,
      roles: MemberRoles(key: key)
    )
  }

  /// The fingerprint of the body of an object, or nil where the text is none.
  mutating func fingerprint(of json: [UInt8]) -> Fingerprint? {
    let padded = json + [UInt8](repeating: 0, count: JSONScanner.padding)
    let end = padded.withUnsafeBytes { bytes in
      let text = UnsafeRawBufferPointer(rebasing: bytes[..<json.count])
      return (try? scanner.scanObject(text, from: 0, into: &object)) ?? nil
    }
    return end == nil ? nil : object.fingerprint
  }
}
