// Members that are not simply part of the body: the id, the evidence, the ACL, and what is left out.
extension BodyFingerprinter {
  @usableFromInline
  mutating func specialText(_ bytes: Span<UInt8>) {
    switch role {
    case .id: identity.take(text: bytes, isStoredID: false)
    case .storedID: identity.take(text: bytes, isStoredID: true)
    case .createdAt, .updatedAt:
      if let moment = ISODate.parse(bytes) { specialDate(moment.milliseconds) } else { unusable() }
    case .version: unusable()
    case .dropped: traits.insert(.hasDroppedMember)
    case .ignored: break
    case .acl, .body: specialBodyText(bytes)
    }
  }

  /// Whether what comes next is the ACL itself, and is not compared.
  private var isIgnoredACL: Bool { role == .acl && roles.ignoresACL }

  private mutating func specialBodyText(_ bytes: Span<UInt8>) {
    let text = key.text(bytes)
    switch frame.kind {
    case .discarded: return
    case .allowList, .denyList:
      if !isSubject(bytes) { traits.insert(.hasForeignACL) }
      let rule = frame.kind == .allowList ? allow : deny
      add(member: key.mix(key.hash(bytes), tag: Tag.text, rule.low, rule.high))
      return
    case .readRules, .writeRules:
      if ruleName != .subject || text != allow && text != deny { traits.insert(.hasForeignACL) }
    default: traits.insert(.hasForeignACL)
    }
    if isIgnoredACL { return }
    add(Tag.text, text.low, text.high)
  }

  @usableFromInline
  mutating func special(_ tag: UInt64, _ a: UInt64, _ b: UInt64) {
    switch role {
    case .id, .storedID:
      if tag == Tag.double, let whole = UInt128(exactly: Double(bitPattern: a)) {
        identity.take(digits: String(whole).utf8, isStoredID: role == .storedID)
      } else {
        identity.takeUnsupported(isStoredID: role == .storedID)
      }
    case .version, .createdAt, .updatedAt: unusable()
    case .dropped: traits.insert(.hasDroppedMember)
    case .ignored: break
    case .acl, .body:
      guard frame.kind != .discarded else { return }
      traits.insert(.hasForeignACL)
      if isIgnoredACL { return }
      if frame.kind == .allowList || frame.kind == .denyList {
        add(member: key.mix(name, tag: tag, a, b))
      } else {
        add(tag, a, b)
      }
    }
  }

  @usableFromInline
  mutating func specialInteger(_ value: Int64) {
    switch role {
    case .id: identity.take(digits: String(value).utf8, isStoredID: false)
    case .storedID: identity.take(digits: String(value).utf8, isStoredID: true)
    case .version: evidence.version = value
    default: special(Tag.integer, UInt64(bitPattern: value), 0)
    }
  }

  @usableFromInline
  mutating func specialDate(_ milliseconds: Int64) {
    switch role {
    case .createdAt: evidence.createdAt = milliseconds
    case .updatedAt: evidence.updatedAt = milliseconds
    default: special(Tag.date, UInt64(bitPattern: milliseconds), 0)
    }
  }

  @usableFromInline
  mutating func specialNull() {
    switch role {
    case .id: identity.takeUnsupported(isStoredID: false)
    case .storedID: identity.takeUnsupported(isStoredID: true)
    case .dropped: traits.insert(.hasDroppedMember)
    default: break
    }
  }

  /// What a container is that stands where values are not simply part of the body.
  @usableFromInline
  mutating func specialKind(_ kind: Kind) -> Kind {
    switch role {
    case .id: identity.takeUnsupported(isStoredID: false)
    case .storedID: identity.takeUnsupported(isStoredID: true)
    case .version, .createdAt, .updatedAt: unusable()
    case .dropped: traits.insert(.hasDroppedMember)
    case .ignored: break
    case .acl:
      if kind == .object { return .acl }
      traits.insert(.hasForeignACL)
      return roles.ignoresACL ? .discarded : kind
    case .body:
      switch (frame.kind, kind, ruleName) {
      case (.discarded, _, _): return .discarded
      case (.acl, .object, .read): return .readRules
      case (.acl, .object, .write): return .writeRules
      case (.readRules, .array, .allow), (.writeRules, .array, .allow): return .allowList
      case (.readRules, .array, .deny), (.writeRules, .array, .deny): return .denyList
      default:
        traits.insert(.hasForeignACL)
        return kind
      }
    }
    return .discarded
  }

  /// Ends a part of an ACL: empty ones count as absent.
  @usableFromInline
  mutating func closeRules(_ ended: Frame) {
    switch ended.kind {
    case .allowList, .denyList:
      add(member: ended.sum)
      frame.count = frame.count &- 1 &+ ended.count
      return
    case .readRules where ended.count > 0: traits.insert(.hasReadRules)
    default: break
    }
    guard ended.count > 0 else { return }
    if ended.kind == .acl, roles.ignoresACL { return }
    let hash = key.mix(ended.sum, tag: Tag.object, ended.count, 0)
    add(Tag.object, hash.low, hash.high)
  }

  /// What a member's name means in an ACL.
  @usableFromInline
  func ruleName(_ name: Span<UInt8>) -> RuleName {
    switch frame.kind {
    case .acl: name.elementsEqual("read".utf8) ? .read : name.elementsEqual("write".utf8) ? .write : .other
    case .readRules, .writeRules:
      isSubject(name)
        ? .subject : name.elementsEqual("allow".utf8) ? .allow : name.elementsEqual("deny".utf8) ? .deny : .other
    default: .other
    }
  }

  /// Whether a text names whom a rule is for: a user, a role, or everybody.
  private func isSubject(_ name: Span<UInt8>) -> Bool {
    // A key has to follow the nine bytes.
    name.elementsEqual("*".utf8)
      || name.count > 9 && (name.starts(with: "/db/User/".utf8) || name.starts(with: "/db/Role/".utf8))
  }

  private mutating func unusable() { traits.insert(.hasUnusableEvidence) }

  // MARK: Ids of other types

  mutating func takeUUID(_ bytes: Span<UInt8>) {
    identity.take(digits: Hex.uuid(bytes), isStoredID: role == .storedID)
  }
}

/// Lower-case hex digits.
package enum Hex {
  static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

  package static func text(_ bytes: Span<UInt8>) -> String { String(decoding: digits(bytes), as: UTF8.self) }
  package static func text(_ bytes: some Sequence<UInt8>) -> String { text(Array(bytes).span) }

  static func digits(_ bytes: Span<UInt8>) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count * 2)
    for index in bytes.indices {
      digits.append(digit(bytes[index] >> 4))
      digits.append(digit(bytes[index] & 15))
    }
    return digits
  }

  /// The digits of a UUID, 8-4-4-4-12.
  package static func uuid(_ bytes: Span<UInt8>) -> [UInt8] {
    var digits = digits(bytes)
    for place in [20, 16, 12, 8] where place <= digits.count { digits.insert(0x2D, at: place) }
    return digits
  }
  package static func uuid(_ bytes: some Sequence<UInt8>) -> [UInt8] { uuid(Array(bytes).span) }
}
