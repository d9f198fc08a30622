import Values

extension JSONScanner {
  /// Tells the sink the values of an object that is in memory as a whole, and that may lie anywhere: it is
  /// copied to where it has its padding.
  ///
  /// - Parameter start: the offset of the object's `{`.
  /// - Returns: the offset behind the object, or nil where none begins there.
  package mutating func scan<Sink: ValueSink>(
    whole json: some Collection<UInt8>,
    from start: Int = 0,
    into sink: inout Sink
  ) -> Int? {
    scan(whole: Array(json).span, from: start, into: &sink)
  }

  /// The same of bytes that are somewhere in memory.
  package mutating func scan<Sink: ValueSink>(
    whole json: Span<UInt8>,
    from start: Int = 0,
    into sink: inout Sink
  ) -> Int? {
    var padded: [UInt8] = []
    padded.reserveCapacity(json.count + Self.padding)
    padded.append(contentsOf: json)
    padded.append(contentsOf: repeatElement(0, count: Self.padding))
    return (try? scanObject(padded.span, from: start, into: &sink)) ?? nil
  }
}
