import Export
import Values

/// What reading a table file gave, to its end or to the first fault.
struct TableFileOutcome<Value: Equatable>: Equatable {
  var values: [Value] = []
  var offsets: [UInt64] = []
  var error: ExportError?

  /// Reads one input.
  ///
  /// - Parameter value: what of a sink is kept of each object.
  private init<Sink: ValueSink>(
    path: String,
    _ form: ObjectForm,
    _ empty: Sink,
    bufferBytes: Int,
    value: (Sink) -> Value
  ) {
    var sink = empty
    do throws(ExportError) {
      var objects = try ObjectReader(path: path, form: form, for: empty, maxDepth: 50, bufferBytes: bufferBytes)
      while try objects.next(into: &sink).get() {
        values.append(value(sink))
        offsets.append(objects.reader.objectOffset)
      }
    } catch {
      self.error = error
    }
  }

  /// Reads one input through buffers of several sizes, which must make no difference.
  ///
  /// What begins as gzip is passed over: how much is read before damage shows depends on the buffer, and
  /// inflating has a target of its own.
  static func read<Sink: ValueSink>(
    _ input: UnsafeRawBufferPointer,
    in file: InputFile,
    _ form: ObjectForm,
    _ empty: Sink,
    value: (Sink) -> Value
  ) -> Self? {
    guard !input.starts(with: [0x1F, 0x8B]) else { return nil }
    file.write(input)
    let whole = Self(path: file.path, form, empty, bufferBytes: 1 << 16, value: value)
    for bufferBytes in [1, 13] {
      let other = Self(path: file.path, form, empty, bufferBytes: bufferBytes, value: value)
      demand(other == whole, "buffers of \(bufferBytes) bytes make no difference")
    }
    return whole
  }
}
