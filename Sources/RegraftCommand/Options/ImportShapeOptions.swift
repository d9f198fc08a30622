import ArgumentParser
import Regraft

/// In what files objects are written.
struct ImportShapeOptions: ParsableArguments {
  @Flag(help: "One object a line, with no array around them.")
  var ndjson = false

  @Option(
    help: ArgumentHelp(
      "Several files a table, of at most this size each before they are gzip'ed: 500K, 20M, 1G, or bytes.",
      valueName: "size"
    )
  )
  var splitSize: ByteSize?

  @Flag(help: "Gzip'ed files.")
  var gzip = false

  var shape: ImportShape {
    var shape = ImportShape()
    shape.isNDJSON = ndjson
    shape.isGzip = gzip
    shape.splitBytes = splitSize?.bytes
    return shape
  }
}
