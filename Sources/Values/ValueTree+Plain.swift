// Values as the plain space has them: what is equal there is equal here.
extension ValueTree {
  /// The value with ISO date text as dates, the members of objects in the order of their names (those of
  /// one name in that of their values), and null members left out.
  package func plain(nullEqualsAbsent: Bool = true) -> ValueTree {
    switch self {
    case .text(let string):
      let bytes = Array(string.utf8)
      guard let moment = ISODate.parse(bytes.span) else { return self }
      if moment.fractionDigits <= 3 { return .date(moment.milliseconds) }
      // A finer moment is its text without the zeros at its end.
      return .text(String(decoding: bytes.prefix(20 + moment.fractionDigits), as: UTF8.self) + "Z")
    case .array(let elements):
      return .array(elements.map { $0.plain(nullEqualsAbsent: nullEqualsAbsent) })
    case .object(let members):
      let kept = members.filter { !nullEqualsAbsent || $0.value != .null }
      let plain = kept.map { Member(name: $0.name, value: $0.value.plain(nullEqualsAbsent: nullEqualsAbsent)) }
      return .object(plain.sorted { $0.precedes($1) })
    case .number, .boolean, .null, .date, .other:
      return self
    }
  }

  /// Bytes that are the same for two values of the plain space exactly when these are equal.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    func add(_ tag: Character, _ content: [UInt8]) {
      bytes += "\(tag)\(content.count):".utf8
      bytes += content
    }
    switch self {
    case .null: add("0", [])
    case .boolean(let value): add("b", [value ? 1 : 0])
    case .date(let milliseconds): add("d", Array(String(milliseconds).utf8))
    case .text(let text): add("t", Array(text.utf8))
    case .number(.integer(let value)): add("i", Array(String(value).utf8))
    case .number(.double(let bits)): add("f", Array(String(bits).utf8))
    case .number(.decimal(let digits)): add("n", Array(digits.text.utf8))
    case .other(let type, let content): add("x", Array(type.utf8) + [0] + content)
    case .array(let elements):
      add("a", Array(String(elements.count).utf8))
      for element in elements { element.append(to: &bytes) }
    case .object(let members):
      add("o", Array(String(members.count).utf8))
      for member in members {
        add("m", Array(member.name.utf8))
        member.value.append(to: &bytes)
      }
    }
  }
}

extension ValueTree.Member {
  /// By bytes: Swift takes names for equal that are written with other characters.
  fileprivate func precedes(_ other: Self) -> Bool {
    name.utf8.elementsEqual(other.name.utf8)
      ? value.bytes.lexicographicallyPrecedes(other.value.bytes)
      : name.utf8.lexicographicallyPrecedes(other.name.utf8)
  }
}
