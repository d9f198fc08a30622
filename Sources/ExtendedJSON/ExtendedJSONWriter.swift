import Values

/// Writes an object as MongoDB Extended JSON: compact, without a newline at its end.
///
/// The text of values is that of the Extended JSON specification as MongoDB's Go driver, and so
/// mongoexport, writes it; the options of regular expressions are sorted.
package struct ExtendedJSONWriter: ValueSink, Sendable {
  package enum Format: Sendable {
    /// v2, in which every type has its own wrapper.
    case canonical
    /// v2, with plain numbers, and dates of the years 1970 to 9999 as text.
    case relaxed
    /// v1, as mongoexport wrote it before 4.2. What v1 writes in a way that is no JSON (`NaN`,
    /// infinities), and what it has no form for (symbols), is wrapped as in the canonical format,
    /// and a date that has no text as `{"$date":{"$numberLong":"…"}}`, so that every line is JSON.
    case legacy
  }

  private let format: Format
  var output = JSONOutput()

  package init(_ format: Format) {
    self.format = format
  }

  /// What was written since the last reset: when the walk is over, the object.
  package var bytes: [UInt8] { output.bytes }

  package mutating func reset() { output.reset() }

  // MARK: Containers

  package mutating func member(_ name: Span<UInt8>) { output.member(name) }
  package mutating func beginObject() { output.beginObject() }
  package mutating func endObject() { output.endObject() }
  package mutating func beginArray() { output.beginArray() }
  package mutating func endArray() { output.endArray() }

  // MARK: Values that JSON has

  package mutating func null() { output.plain("null") }
  package mutating func boolean(_ value: Bool) { output.plain(value ? "true" : "false") }
  package mutating func text(_ bytes: Span<UInt8>) { output.text(bytes) }

  /// Writes a number of a JSON text: as an int32 or int64 where it is written as an integer and
  /// fits, else as the nearest double.
  package mutating func number(_ number: JSONNumber) {
    guard let whole = number.plainInteger else { return double(number.nearestDouble) }
    if let small = Int32(exactly: whole) { int32(small) } else { int64(whole) }
  }

  // MARK: Numbers

  package mutating func int32(_ value: Int32) {
    if format == .canonical { wrap("$numberInt", String(value)) } else { output.plain(String(value)) }
  }

  package mutating func int64(_ value: Int64) {
    if format == .relaxed { output.plain(String(value)) } else { wrap("$numberLong", String(value)) }
  }

  package mutating func double(_ value: Double) {
    let text = value.extendedJSONText
    if format == .canonical || !value.isFinite { wrap("$numberDouble", text) } else { output.plain(text) }
  }

  package mutating func decimal(_ value: Decimal128) { wrap("$numberDecimal", value.text) }

  // MARK: Other scalars

  package mutating func date(_ milliseconds: Int64) {
    wrap("$date") { writer in
      if let text = writer.dateText(milliseconds) {
        writer.output.text(text)
      } else {
        writer.wrap("$numberLong", String(milliseconds))
      }
    }
  }

  /// The text of a date, or nil where the format has none for it.
  private func dateText(_ milliseconds: Int64) -> String? {
    switch format {
    case .canonical: return nil
    case .relaxed: return milliseconds >= 0 ? ISODate.text(milliseconds) : nil
    case .legacy:
      // The remainder takes the sign of the moment; the fraction counts from the second before it.
      let fraction = (milliseconds % 1000 + 1000) % 1000
      guard ISODate.range.contains(milliseconds), let second = ISODate.text(milliseconds - fraction) else {
        return nil
      }
      return second.dropLast() + "." + String(1000 + fraction).dropFirst() + "Z"
    }
  }

  package mutating func objectID(_ bytes: Span<UInt8>) { wrap("$oid", Hex.text(bytes)) }

  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    let data = Base64.text(bytes)
    let type = Hex.text([subtype])
    if format == .legacy {
      wrap("$binary", data, "$type", type)
    } else {
      wrap("$binary") { $0.wrap("base64", data, "subType", type) }
    }
  }

  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    let pattern = String(decoding: pattern, as: UTF8.self)
    let options = String(String.UnicodeScalarView(String(decoding: options, as: UTF8.self).unicodeScalars.sorted()))
    if format == .legacy {
      wrap("$regex", pattern, "$options", options)
    } else {
      wrap("$regularExpression") { $0.wrap("pattern", pattern, "options", options) }
    }
  }

  package mutating func code(_ bytes: Span<UInt8>) { wrap("$code") { $0.output.text(bytes) } }

  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    output.beginObject()
    output.member("$code")
    output.text(code)
    output.member("$scope")
  }

  package mutating func endCodeWithScope() { output.endObject() }

  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    wrap("$timestamp") { writer in
      writer.output.beginObject()
      writer.output.member("t")
      writer.output.plain(String(seconds))
      writer.output.member("i")
      writer.output.plain(String(increment))
      writer.output.endObject()
    }
  }

  package mutating func symbol(_ bytes: Span<UInt8>) { wrap("$symbol") { $0.output.text(bytes) } }

  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    if format == .legacy {
      reference(namespace, objectID)
    } else {
      wrap("$dbPointer") { $0.reference(namespace, objectID) }
    }
  }

  private mutating func reference(_ namespace: Span<UInt8>, _ objectID: Span<UInt8>) {
    output.beginObject()
    output.member("$ref")
    output.text(namespace)
    output.member("$id")
    self.objectID(objectID)
    output.endObject()
  }

  package mutating func undefined() { wrap("$undefined") { $0.output.plain("true") } }
  package mutating func minKey() { wrap("$minKey") { $0.output.plain("1") } }
  package mutating func maxKey() { wrap("$maxKey") { $0.output.plain("1") } }

  // MARK: Wrappers

  /// Writes an object with one member.
  private mutating func wrap(_ name: String, _ value: (inout ExtendedJSONWriter) -> Void) {
    output.beginObject()
    output.member(name)
    value(&self)
    output.endObject()
  }

  private mutating func wrap(_ name: String, _ text: String) { wrap(name) { $0.output.text(text) } }

  /// Writes an object with two members that are texts.
  private mutating func wrap(_ name: String, _ text: String, _ secondName: String, _ secondText: String) {
    output.beginObject()
    output.member(name)
    output.text(text)
    output.member(secondName)
    output.text(secondText)
    output.endObject()
  }
}
