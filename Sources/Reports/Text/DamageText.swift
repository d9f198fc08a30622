import Archive
import BSON
import Compression
import Export
import Foundation
import Glibc
import JSONStream
import Merge
import Values

/// Sentences about what is wrong with files: what and where.
package enum DamageText {
  /// The last part of a path, safe for a terminal.
  package static func name(_ path: String) -> String {
    path == "-" ? "standard input" : URL(fileURLWithPath: path).lastPathComponent.visible
  }

  /// The system's words for an error number.
  package static func system(_ errno: Int32) -> String { SystemCall.text(ofError: errno) }

  package static func text(_ error: CompressionError) -> String {
    switch error {
    case .cannotOpen(let path, let errno): return "\(path.visible): cannot be opened: \(system(errno))"
    case .notReadable(let path): return "\(path.visible): is not a regular file"
    case .cannotRead(let path, let offset, let errno):
      return "\(path.visible): cannot be read on at byte \(offset): \(system(errno))"
    case .damagedGzip(let path, let offset, let cause):
      return "\(path.visible): damaged gzip at byte \(offset): \(text(cause))"
    }
  }

  private static func text(_ cause: GzipDamage) -> String {
    switch cause {
    case .header: "a member's header is wrong"
    case .data: "the compressed data cannot be decoded"
    case .checksum: "the data have another checksum than the file states"
    case .length: "the data have another length than the file states"
    case .cutShort: "the file ends too early"
    case .trailingBytes: "something that is not gzip stands behind the data"
    }
  }

  package static func text(_ error: ArchiveError) -> String {
    switch error {
    case .notAnArchive(let path, let isEmpty):
      return isEmpty
        ? "\(path.visible): is empty, and not a MongoDB archive"
        : "\(path.visible): is not a MongoDB archive (its first bytes are not those of `mongodump --archive`)"
    case .source(let error): return text(error)
    case .damaged(let path, let offset, let cause):
      return "\(path.visible), byte \(offset) of the inflated archive: \(text(cause))"
    }
  }

  private static func text(_ cause: ArchiveError.Cause) -> String {
    switch cause {
    case .cutShort: "the archive ends within a block"
    case .documentLength(let length): "\(length) is neither a document's length nor a terminator"
    case .unterminatedDocument: "a document does not end with a NUL byte"
    case .headerlessBlock: "a block has no header"
    case .malformedHeader: "a header is not a document with the fields that it needs"
    case .unknownNamespace(let name): "a block is of \(name.visible), which the archive's beginning does not name"
    case .reopenedNamespace(let name): "a block of \(name.visible) stands behind its end"
    case .documentsInClosingBlock(let name): "the closing block of \(name.visible) holds documents"
    case .tooManyNamespaces(let limit): "it names more than \(limit.grouped) collections"
    case .unfinishedNamespaces(let names):
      "the archive ends before \(some(names)) \(names.count == 1 ? "does" : "do")"
    }
  }

  /// The first of some names, and how many more there are.
  private static func some(_ names: [String]) -> String {
    let first = names.prefix(10).map(\.visible).joined(separator: ", ")
    return names.count > 10 ? "\(first) and \((names.count - 10).grouped) more" : first
  }

  package static func text(_ error: ExportError) -> String {
    var place = name(error.path)
    if error.object > 0 { place += ", object \(error.object)" }
    switch error.cause {
    case .source(let error): return "\(place): \(text(error))"
    default: return "\(place), byte \(error.offset): \(text(error.cause))"
    }
  }

  private static func text(_ cause: ExportError.Cause) -> String {
    switch cause {
    case .source(let error): text(error)
    case .json(let cause): text(cause)
    case .malformedWrapper(let key): "\(key.visible) is not used as Extended JSON has it"
    case .notAnExport: "does not begin with `[` or `{`, as a table's export does"
    case .notAnObject: "a value that is not an object"
    case .missingComma: "neither `,` nor `]` stands behind an object"
    case .trailingBytes: "something stands behind the end of the array"
    case .cutShort: "the file ends too early"
    case .objectTooLarge(let limit): "an object has more than \(UInt64(limit).byteSize)"
    }
  }

  package static func text(_ cause: JSONError.Cause) -> String {
    switch cause {
    case .unexpectedByte(let byte): "\(character(byte)) cannot stand here"
    case .cutShort: "the text ends too early"
    case .malformedNumber: "a number that is none in JSON"
    case .malformedEscape: "an escape that JSON does not have"
    case .loneSurrogate: "half of a surrogate pair stands alone"
    case .controlCharacter(let byte): "the control character \(character(byte)) stands in a text unescaped"
    case .notUTF8: "a text is not UTF-8"
    case .tooDeep(let limit): "nested deeper than \(limit) levels (--max-depth)"
    }
  }

  private static func character(_ byte: UInt8) -> String {
    0x21...0x7E ~= byte ? "`\(Character(Unicode.Scalar(byte)))`" : "byte 0x\(String(byte, radix: 16))"
  }

  package static func text(_ error: BSONError) -> String {
    "at byte \(error.offset) of the document: \(text(error.cause))"
  }

  private static func text(_ cause: BSONError.Cause) -> String {
    switch cause {
    case .documentLength(let length): "a document's length, \(length), does not fit"
    case .cutShort: "a value goes beyond the end of its document"
    case .missingTerminator: "a document does not end where its length says"
    case .unknownType(let type): "0x\(String(type, radix: 16)) is not a type of BSON"
    case .stringLength(let length): "a text's length, \(length), does not fit"
    case .unterminatedString: "a text does not end where its length says"
    case .binaryLength(let length): "a binary value's length, \(length), does not fit"
    case .codeLength(let length): "the length of code with scope, \(length), does not fit"
    case .boolean(let value): "a Boolean is \(value), and neither 0 nor 1"
    case .notUTF8: "a text is not UTF-8"
    case .tooDeep(let limit): "nested deeper than \(limit) levels (--max-depth)"
    }
  }

  package static func text(_ damage: ExportDamage) -> String {
    switch damage {
    case .file(let damage): text(damage.error)
    case .object(let path, let number, let offset, let problem):
      "\(name(path)), object \(number), byte \(offset): \(text(problem))"
    case .repeatedID(let id, let path, let first, let second):
      "\(name(path)): \(id.visible) stands twice, as object \(first) and object \(second)"
    case .changed(let path): "\(name(path)): the file changed while it was read"
    case .document(let path, let damage): "\(name(path)): \(text(damage))"
    case .checksum(let path, let table):
      "\(name(path)): the checksum of \(table.visible) is wrong: some documents are not what was backed up"
    case .backup(let failure): text(failure.error)
    }
  }

  package static func text(_ problem: IDProblem) -> String {
    switch problem.problem {
    case .missing: "the object has no id"
    case .repeated: "the object has two ids"
    case .unsupportedType: "the object's id is of a type of which no key can be made"
    case .malformedReference: "the object's id is not of the form /db/TABLE/KEY"
    case .otherTable: "the object is of another table"
    case .disagreement: "the object's `id` and `_id` disagree"
    }
  }

  package static func text(_ damage: DocumentDamage) -> String {
    let place =
      "document \(damage.number) of \(damage.collection.visible), at byte \(damage.offset) of the inflated archive"
    return "\(place): \(text(damage.error))"
  }
}
