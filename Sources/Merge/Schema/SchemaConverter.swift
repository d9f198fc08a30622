import Values

/// Tells another sink the values of an object in the forms that the schema declares.
///
/// The members of the object itself are looked at one by one, and each that is declared is put together
/// before it is told; all others are passed on as they come.
struct SchemaConverter<Sink: ValueSink>: ValueSink {
  /// What is told the values.
  var sink: Sink
  /// The class that the object says it is of.
  private var namedClass: String?
  /// Whether it names several.
  private var namesSeveral = false
  private(set) var conversion: ValueConversion

  private let table: TableSchema
  /// How many containers are open.
  private var depth = 0
  /// The name of the member that is put together.
  private var name: [UInt8] = []
  private var kind = Kind.other
  /// The value of that member, while it is a container that is open.
  private var builder: TypedValueBuilder?
  /// How many containers are open in it.
  private var builderDepth = 0

  /// What the member is whose value comes next.
  private enum Kind {
    /// Passed on as it is.
    case other
    case declared(DeclaredType)
    /// It may name the object's class.
    case className
    case undeclared
  }

  init(_ sink: Sink, table: TableSchema, purpose: ValueConversion.Purpose, dropsUndeclared: Bool = false) {
    self.sink = sink
    self.table = table
    conversion = ValueConversion(schema: table.schema, purpose: purpose, dropsUndeclared: dropsUndeclared)
    conversion.omitsNull = purpose == .comparing && table.nullEqualsAbsent
  }

  mutating func reset() {
    sink.reset()
    namedClass = nil
    namesSeveral = false
    conversion.reset()
    depth = 0
    kind = .other
    builder = nil
    builderDepth = 0
  }

  /// The subclass that the object says it is of: empty where it says none, nil where it names several classes.
  var className: String? { namesSeveral ? nil : namedClass == table.table ? "" : namedClass ?? "" }

  // MARK: Members

  mutating func member(_ name: Span<UInt8>) {
    if builder != nil {
      builder?.member(name)
      return
    }
    kind = .other
    if depth == 1 {
      self.name.removeAll(keepingCapacity: true)
      self.name.append(contentsOf: name)
      let exported = table.renamed[self.name] ?? self.name
      if let type = table.fields[exported] {
        kind = .declared(type)
      } else if TableSchema.classNames.contains(exported) {
        kind = .className
      } else if !TableSchema.isInternal(exported) {
        kind = .undeclared
      }
    }
    if case .other = kind { sink.member(name) }
  }

  /// Takes the whole value of a member of the object itself.
  private mutating func complete(_ value: TypedValue) {
    let kind = self.kind
    self.kind = .other
    let exported = String(decoding: table.renamed[name] ?? name, as: UTF8.self)
    switch kind {
    case .other: tell(value)
    // Null is the same as absent to whoever has a schema.
    case .declared where value.isNull && conversion.omitsNull: break
    case .declared(let type): tell(conversion.convert(value, to: type, path: exported))
    case .className:
      guard let named = value.string.map(ValueConversion.className),
        named == table.table || table.subclasses.contains(named)
      else { return completeUndeclared(value, exported) }
      if conversion.purpose == .pruning { tell(value) }
      namesSeveral = namesSeveral || namedClass ?? named != named
      namedClass = named
    case .undeclared: completeUndeclared(value, exported)
    }
  }

  private mutating func completeUndeclared(_ value: TypedValue, _ exported: String) {
    if !value.isNull, !TableSchema.isInternal(name) {
      if conversion.dropsUndeclared { return }
      conversion.note(exported, nil)
    }
    tell(value)
  }

  private mutating func tell(_ value: TypedValue) {
    let name = name
    sink.member(name.span)
    value.tell(&sink)
  }

  // MARK: Containers

  private mutating func open(_ build: (inout TypedValueBuilder) -> Void, _ pass: (inout Sink) -> Void) {
    if case .other = kind, builder == nil {
      depth += 1
      pass(&sink)
      return
    }
    var opened = builder ?? TypedValueBuilder()
    // Let go of first, so that nothing is copied.
    builder = nil
    build(&opened)
    builder = opened
    builderDepth += 1
  }

  private mutating func close(_ build: (inout TypedValueBuilder) -> Void, _ pass: (inout Sink) -> Void) {
    guard var ending = builder else {
      depth -= 1
      pass(&sink)
      return
    }
    builder = nil
    build(&ending)
    builderDepth -= 1
    guard builderDepth == 0 else {
      builder = ending
      return
    }
    if let value = ending.value { complete(value) }
  }

  mutating func beginObject() { open({ $0.beginObject() }, { $0.beginObject() }) }
  mutating func endObject() { close({ $0.endObject() }, { $0.endObject() }) }
  mutating func beginArray() { open({ $0.beginArray() }, { $0.beginArray() }) }
  mutating func endArray() { close({ $0.endArray() }, { $0.endArray() }) }
  mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    open({ $0.beginCodeWithScope(code) }, { $0.beginCodeWithScope(code) })
  }
  mutating func endCodeWithScope() { close({ $0.endCodeWithScope() }, { $0.endCodeWithScope() }) }

  // MARK: Scalars

  private mutating func take(_ value: @autoclosure () -> TypedValue, _ pass: (inout Sink) -> Void) {
    if builder != nil {
      builder?.add(value())
    } else if case .other = kind {
      pass(&sink)
    } else {
      complete(value())
    }
  }

  mutating func null() { take(.null) { $0.null() } }
  mutating func boolean(_ value: Bool) { take(.boolean(value)) { $0.boolean(value) } }
  mutating func text(_ bytes: Span<UInt8>) { take(.text(Array(bytes))) { $0.text(bytes) } }
  mutating func number(_ number: JSONNumber) { take(.number(.init(number))) { $0.number(number) } }
  mutating func int32(_ value: Int32) { take(.int32(value)) { $0.int32(value) } }
  mutating func int64(_ value: Int64) { take(.int64(value)) { $0.int64(value) } }
  mutating func double(_ value: Double) { take(.double(value)) { $0.double(value) } }
  mutating func decimal(_ value: Decimal128) { take(.decimal(value)) { $0.decimal(value) } }
  mutating func date(_ milliseconds: Int64) { take(.date(milliseconds)) { $0.date(milliseconds) } }
  mutating func objectID(_ bytes: Span<UInt8>) { take(.objectID(Array(bytes))) { $0.objectID(bytes) } }
  mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    take(.binary(Array(bytes), subtype: subtype)) { $0.binary(bytes, subtype: subtype) }
  }
  mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    take(.regularExpression(pattern: Array(pattern), options: Array(options))) {
      $0.regularExpression(pattern: pattern, options: options)
    }
  }
  mutating func code(_ bytes: Span<UInt8>) { take(.code(Array(bytes))) { $0.code(bytes) } }
  mutating func timestamp(seconds: UInt32, increment: UInt32) {
    take(.timestamp(seconds: seconds, increment: increment)) { $0.timestamp(seconds: seconds, increment: increment) }
  }
  mutating func symbol(_ bytes: Span<UInt8>) { take(.symbol(Array(bytes))) { $0.symbol(bytes) } }
  mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    take(.pointer(namespace: Array(namespace), objectID: Array(objectID))) {
      $0.pointer(namespace: namespace, objectID: objectID)
    }
  }
  mutating func undefined() { take(.undefined) { $0.undefined() } }
  mutating func minKey() { take(.minKey) { $0.minKey() } }
  mutating func maxKey() { take(.maxKey) { $0.maxKey() } }
}

extension SchemaConverter where Sink: ObjectSink {
  /// Tells the sink of which class the object was that has been walked over.
  mutating func settle() { sink.settle(className: className) }

  /// Has an object told to another sink by way of this converter.
  ///
  /// - Parameter walk: walks over the object.
  mutating func tell<Result, Failure: Error>(
    _ object: inout Sink,
    _ walk: (inout Self) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Swapped in and out, so that nothing is copied.
    swap(&sink, &object)
    defer { swap(&sink, &object) }
    let result = try walk(&self)
    settle()
    return result
  }
}

extension SchemaConverter: Sendable where Sink: Sendable {}
