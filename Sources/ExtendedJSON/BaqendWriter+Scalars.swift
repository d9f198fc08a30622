import Values

// How the Baqend form writes each type.
extension BaqendWriter {
  // MARK: Types that the form has

  package mutating func null() {
    scalar { $0.null() }
    if place == .rules { endNullRule() }
  }
  package mutating func boolean(_ value: Bool) { scalar { $0.boolean(value) } }

  package mutating func text(_ bytes: Span<UInt8>) {
    guard takesScalar() else { return }
    takeRule(bytes)
    writer.text(bytes)
  }

  package mutating func number(_ number: JSONNumber) { scalar { $0.output.plain(number.text) } }

  // MARK: Types that become others

  package mutating func int32(_ value: Int32) {
    scalar({ $0.output.plain(String(value)) }, inScope: { $0.int32(value) })
  }

  package mutating func int64(_ value: Int64) {
    scalar({ $0.output.plain(String(value)) }, inScope: { $0.int64(value) })
  }

  package mutating func double(_ value: Double) {
    guard value.isFinite else { return unwritable { $0.double(value) } }
    scalar({ $0.output.plain(value.baqendText) }, inScope: { $0.double(value) })
  }

  package mutating func date(_ milliseconds: Int64) {
    guard let text = ISODate.text(milliseconds) else { return unwritable { $0.date(milliseconds) } }
    scalar({ $0.output.text(text) }, inScope: { $0.date(milliseconds) })
  }

  package mutating func objectID(_ bytes: Span<UInt8>) {
    scalar({ $0.output.text(Hex.text(bytes)) }, inScope: { $0.objectID(bytes) })
  }

  package mutating func symbol(_ bytes: Span<UInt8>) {
    if place == .scope { scalar { $0.symbol(bytes) } } else { text(bytes) }
  }

  package mutating func undefined() { scalar({ $0.null() }, inScope: { $0.undefined() }) }

  // MARK: Types for which the form has none

  package mutating func decimal(_ value: Decimal128) { unwritable { $0.decimal(value) } }

  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    unwritable { $0.binary(bytes, subtype: subtype) }
  }

  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    unwritable { $0.regularExpression(pattern: pattern, options: options) }
  }

  package mutating func code(_ bytes: Span<UInt8>) { unwritable { $0.code(bytes) } }

  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    unwritable { $0.timestamp(seconds: seconds, increment: increment) }
  }

  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    unwritable { $0.pointer(namespace: namespace, objectID: objectID) }
  }

  package mutating func minKey() { unwritable { $0.minKey() } }
  package mutating func maxKey() { unwritable { $0.maxKey() } }

  // MARK: Writing them

  private mutating func scalar(_ write: (inout ExtendedJSONWriter) -> Void) {
    if takesScalar() { write(&writer) }
  }

  /// - Parameter inScope: writes the value in the scope of code.
  private mutating func scalar(
    _ write: (inout ExtendedJSONWriter) -> Void,
    inScope: (inout ExtendedJSONWriter) -> Void
  ) {
    scalar(place == .scope ? inScope : write)
  }

  private mutating func unwritable(_ write: (inout ExtendedJSONWriter) -> Void) {
    guard takesScalar() else { return }
    hasUnwritableValue = true
    write(&writer)
  }
}
