// A value as the events of a walk over it. No call is made for a level: nesting may be deep.
extension TypedValue {
  /// What is still to be told of the containers that are open, the next thing last.
  private enum Step {
    case value(TypedValue)
    case member(Member)
    case endObject, endArray, endCodeWithScope
  }

  /// Tells a sink the value.
  ///
  /// - Parameter isTold: whether a member is, at any depth.
  package func tell<Sink: ValueSink>(_ sink: inout Sink, where isTold: (Member) -> Bool = { _ in true }) {
    var steps: [Step] = []
    begin(&sink, &steps)
    while let step = steps.popLast() {
      switch step {
      case .value(let value): value.begin(&sink, &steps)
      case .member(let member):
        guard isTold(member) else { continue }
        sink.member(member.name.span)
        member.value.begin(&sink, &steps)
      case .endObject: sink.endObject()
      case .endArray: sink.endArray()
      case .endCodeWithScope: sink.endCodeWithScope()
      }
    }
  }

  /// Tells a scalar, or begins a container.
  private func begin<Sink: ValueSink>(_ sink: inout Sink, _ steps: inout [Step]) {
    switch self {
    case .object(let members):
      sink.beginObject()
      steps.append(.endObject)
      for member in members.reversed() { steps.append(.member(member)) }
    case .array(let elements):
      sink.beginArray()
      steps.append(.endArray)
      for element in elements.reversed() { steps.append(.value(element)) }
    case .codeWithScope(let code, let scope):
      sink.beginCodeWithScope(code.span)
      steps += [.endCodeWithScope, .value(scope)]
    default: tellScalar(&sink)
    }
  }

  private func tellScalar<Sink: ValueSink>(_ sink: inout Sink) {
    switch self {
    case .object, .array, .codeWithScope: break
    case .null: sink.null()
    case .boolean(let value): sink.boolean(value)
    case .text(let bytes): sink.text(bytes.span)
    case .number(let number): number.withNumber { sink.number($0) }
    case .int32(let value): sink.int32(value)
    case .int64(let value): sink.int64(value)
    case .double(let value): sink.double(value)
    case .decimal(let value): sink.decimal(value)
    case .date(let milliseconds): sink.date(milliseconds)
    case .objectID(let bytes): sink.objectID(bytes.span)
    case .binary(let bytes, let subtype): sink.binary(bytes.span, subtype: subtype)
    case .regularExpression(let pattern, let options):
      sink.regularExpression(pattern: pattern.span, options: options.span)
    case .code(let bytes): sink.code(bytes.span)
    case .timestamp(let seconds, let increment): sink.timestamp(seconds: seconds, increment: increment)
    case .symbol(let bytes): sink.symbol(bytes.span)
    case .pointer(let namespace, let objectID):
      sink.pointer(namespace: namespace.span, objectID: objectID.span)
    case .undefined: sink.undefined()
    case .minKey: sink.minKey()
    case .maxKey: sink.maxKey()
    }
  }
}
