/// A sink that reads which object it is that is walked over.
package protocol ObjectSink: ValueSink {
  /// Takes in which subclass of its table's class the object says it is of: empty for none, nil where it names
  /// several.
  mutating func settle(className: String?)
}

extension BodyFingerprinter: ObjectSink {
  package mutating func settle(className: String?) { identity.settle(className: className) }
}

extension MemberCollector: ObjectSink {
  package mutating func settle(className: String?) { identity?.settle(className: className) }
}
