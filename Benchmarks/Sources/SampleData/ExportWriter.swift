/// Writes the objects of one table as Baqend exports them: one JSON array, on one line.
package struct ExportWriter {
  private let output: OutputFile
  private let table: String
  private var isEmpty = true

  /// Begins the file `TABLE.json` in a folder.
  package init(folder: String, table: String) throws {
    self.table = table
    output = try OutputFile(path: "\(folder)/\(table).json")
    try output.write(Array("[".utf8))
  }

  /// Writes a stored document as the object that the REST interface makes of it: `_id` becomes `id`.
  package mutating func write(_ document: Document) throws {
    var object = Document([])
    object["id"] = .string(id(of: document, in: table))
    object.append(Document(document.members.filter { $0.name != "_id" }))
    var bytes: [UInt8] = isEmpty ? [] : [UInt8(ascii: ",")]
    object.appendJSON(to: &bytes)
    try output.write(bytes)
    isEmpty = false
  }

  /// Ends the array and the file.
  package func close() throws {
    try output.write(Array("]".utf8))
    try output.close()
  }
}

/// The id of a stored document in its REST form, whether `_id` holds the key or the whole id.
package func id(of document: Document, in table: String) -> String {
  guard case .string(let key) = document["_id"] else { return "" }
  return key.hasPrefix("/db/") ? key : reference(to: key, in: table)
}
