import Glibc

// Members that are not simply part of the body: the id, the evidence, the ACL, and what is left out.
extension BodyFingerprinter {
  @usableFromInline
  mutating func specialText(_ bytes: UnsafeRawBufferPointer) {
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

  private mutating func specialBodyText(_ bytes: UnsafeRawBufferPointer) {
    let hash = key.hash(bytes)
    switch frame.kind {
    case .discarded: return
    case .allowList, .denyList:
      if !isSubject(bytes) { traits.insert(.hasForeignACL) }
      let rule = frame.kind == .allowList ? allow : deny
      add(member: key.mix(hash, tag: Tag.text, rule.low, rule.high))
      return
    case .readRules, .writeRules:
      if ruleName != .subject || hash != allow && hash != deny { traits.insert(.hasForeignACL) }
    default: traits.insert(.hasForeignACL)
    }
    if isIgnoredACL { return }
    add(Tag.text, hash.low, hash.high)
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
  func ruleName(_ name: UnsafeRawBufferPointer) -> RuleName {
    switch frame.kind {
    case .acl: name.isText("read") ? .read : name.isText("write") ? .write : .other
    case .readRules, .writeRules:
      isSubject(name) ? .subject : name.isText("allow") ? .allow : name.isText("deny") ? .deny : .other
    default: .other
    }
  }

  /// Whether a text names whom a rule is for: a user, a role, or everybody.
  private func isSubject(_ name: UnsafeRawBufferPointer) -> Bool {
    // A key has to follow the nine bytes.
    name.isText("*") || name.count > 9 && (name.begins(with: "/db/User/") || name.begins(with: "/db/Role/"))
  }

  private mutating func unusable() { traits.insert(.hasUnusableEvidence) }

  // MARK: Ids of other types

  @usableFromInline
  mutating func withHex(
    _ bytes: UnsafeRawBufferPointer,
    _ body: (inout BodyFingerprinter, UnsafeRawBufferPointer) -> Void
  ) {
    withUnsafeTemporaryAllocation(byteCount: bytes.count * 2, alignment: 1) { hex in
      for (index, byte) in bytes.enumerated() {
        hex[index * 2] = Hex.digit(byte >> 4)
        hex[index * 2 + 1] = Hex.digit(byte & 15)
      }
      body(&self, UnsafeRawBufferPointer(hex))
    }
  }

  mutating func takeUUID(_ bytes: UnsafeRawBufferPointer) {
    identity.take(digits: Hex.uuid(bytes), isStoredID: role == .storedID)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are a text.
  @inline(__always)
  func isText(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && begins(with: text) }

  /// Whether the bytes begin with a text, which is not empty.
  @inline(__always)
  func begins(with text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount, let base = baseAddress else { return false }
    return memcmp(base, text.utf8Start, text.utf8CodeUnitCount) == 0
  }
}

/// Lower-case hex digits.
package enum Hex {
  @inlinable
  static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
  }

  /// The digits of a UUID, 8-4-4-4-12.
  package static func uuid(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.enumerated().flatMap { index, byte in
      ([4, 6, 8, 10].contains(index) ? [0x2D] : []) + [digit(byte >> 4), digit(byte & 15)]
    }
  }
}
