/// What is wrong with a JSON text.
package struct JSONError: Error, Equatable, Sendable {
  /// Where it was noticed, in bytes from the beginning of the bytes that were scanned.
  package var offset: Int
  package var cause: Cause

  package enum Cause: Codable, Equatable, Sendable {
    /// A byte that cannot stand where it stands.
    case unexpectedByte(UInt8)
    /// The text ends before the value does.
    case cutShort
    case malformedNumber
    case malformedEscape
    /// Half of a surrogate pair stands alone.
    case loneSurrogate
    /// A control character stands in a string unescaped.
    case controlCharacter(UInt8)
    case notUTF8
    /// Objects and arrays are nested deeper than the limit.
    case tooDeep(limit: Int)
  }

  @usableFromInline
  init(_ cause: Cause, at offset: Int) {
    self.cause = cause
    self.offset = offset
  }
}
