import Glibc
import TestSupport
import Testing
import Values

@testable import Export

/// What reading a table file gave, to its end or to the first error.
struct Reading: Equatable {
  struct Object: Equatable {
    var tree: ValueTree
    /// The object as it stands in the file.
    var text: String
    var offset: UInt64
  }

  var objects: [Object] = []
  var error: ExportError?

  init(path: String, maxDepth: Int = 200, bufferBytes: Int = 1 << 20) {
    do throws(ExportError) {
      let reader = try TableFileReader(path: path, maxDepth: maxDepth, bufferBytes: bufferBytes)
      var builder = ValueTreeBuilder()
      while try reader.next(into: &builder) {
        let text = String(decoding: reader.objectText, as: UTF8.self)
        objects.append(Object(tree: builder.tree, text: text, offset: reader.objectOffset))
      }
    } catch {
      self.error = error
    }
  }

  var damage: Damage? {
    error.map { Damage($0.cause, object: $0.object, at: $0.offset) }
  }
}

/// An `ExportError` without its path.
struct Damage: Equatable {
  var cause: ExportError.Cause
  var object: Int
  var offset: UInt64

  init(_ cause: ExportError.Cause, object: Int, at offset: UInt64) {
    self.cause = cause
    self.object = object
    self.offset = offset
  }
}

extension TemporaryFolder {
  /// What reading a file of these bytes gives, read at once.
  func reading(_ bytes: [UInt8], maxDepth: Int = 200) throws -> Reading {
    Reading(path: try write(bytes, to: "T.json"), maxDepth: maxDepth)
  }

  func reading(_ text: String, maxDepth: Int = 200) throws -> Reading {
    try reading(Array(text.utf8), maxDepth: maxDepth)
  }

  /// Makes a FIFO, which nobody writes to.
  func makeFIFO(_ name: String) -> String {
    let path = path(of: name)
    #expect(mkfifo(path, 0o600) == 0)
    return path
  }
}
