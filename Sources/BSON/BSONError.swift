/// What is wrong with a BSON document.
package struct BSONError: Error, Codable, Equatable, Sendable {
  /// Where it was noticed, in bytes from the beginning of the document.
  package var offset: Int
  package var cause: Cause

  package enum Cause: Codable, Equatable, Sendable {
    /// A document's or an array's length is below 5 or does not fit what is around it.
    case documentLength(Int32)
    /// The bytes end, or a document's do, before the value does.
    case cutShort
    /// A document does not end with a NUL where its length says.
    case missingTerminator
    case unknownType(UInt8)
    /// A string's length is below 1 or goes beyond the document.
    case stringLength(Int32)
    /// A string does not end with a NUL where its length says.
    case unterminatedString
    case binaryLength(Int32)
    case codeLength(Int32)
    /// A Boolean is neither 0 nor 1.
    case boolean(UInt8)
    case notUTF8
    /// Documents and arrays are nested deeper than the limit.
    case tooDeep(limit: Int)
  }

  @usableFromInline
  init(_ cause: Cause, at offset: Int) {
    self.cause = cause
    self.offset = offset
  }
}
