import Compression
import ExtendedJSON
import Merge

/// Writes the import files of one table.
struct TableWriter {
  /// What was written so far.
  private(set) var files: [PublishedFile] = []

  private let table: ImportTable
  private let shape: ImportShape
  private let folder: String
  /// The name of the table's file, without its ending.
  private let name: String
  private var file: OutputFile?
  private var path = ""
  private var gzip: GzipWriter?
  /// What is in the file that is open, before it is gzip'ed.
  private var bytes = 0
  private var objects = 0

  /// - Parameters:
  ///   - folder: the folder in which `import` is.
  ///   - name: the name of the table's file, without its ending.
  init(_ table: ImportTable, shape: ImportShape, folder: String, name: String) {
    self.table = table
    self.shape = shape
    self.folder = folder
    self.name = name
  }

  /// Writes an object, perhaps to the next file.
  mutating func add(_ json: [UInt8]) throws(ImportFolderError) {
    // The two bytes are what stands between objects, or around them.
    if let most = shape.splitBytes, objects > 0, bytes + json.count + 2 > most { try end() }
    if file == nil { try begin() }
    if !shape.isNDJSON { try write(objects == 0 ? "[" : ",\n") }
    try write(json)
    if shape.isNDJSON { try write("\n") }
    objects += 1
  }

  /// Completes the last file.
  mutating func finish() throws(ImportFolderError) {
    if file != nil { try end() }
  }

  private mutating func begin() throws(ImportFolderError) {
    path = "import/\(shape.fileName(name, part: files.count + 1))"
    file = try OutputFile(path: "\(folder)/\(path)")
    gzip = shape.isGzip ? GzipWriter() : nil
    (bytes, objects) = (0, 0)
  }

  private mutating func write(_ text: String) throws(ImportFolderError) { try write(Array(text.utf8)) }

  private mutating func write(_ new: [UInt8]) throws(ImportFolderError) {
    bytes += new.count
    guard let gzip else {
      try file?.write(new)
      return
    }
    var deflated: [UInt8] = []
    gzip.append(new, into: &deflated)
    try file?.write(deflated)
  }

  private mutating func end() throws(ImportFolderError) {
    guard let file else { return }
    if !shape.isNDJSON { try write("]\n") }
    if let gzip {
      var deflated: [UInt8] = []
      gzip.finish(into: &deflated)
      try file.write(deflated)
    }
    let digest = try file.finish()
    files.append(
      PublishedFile(
        path: path,
        table: table.name,
        format: table.format,
        objects: objects,
        bytes: file.bytes,
        sha256: digest
      )
    )
    self.file = nil
    objects = 0
  }
}
