import CFingerprint

/// 128 bits that stand for a value: equal values have equal fingerprints under one key.
public struct Fingerprint: Hashable, Sendable {
  /// The lower 64 bits.
  public var low: UInt64
  /// The upper 64 bits.
  public var high: UInt64

  /// A fingerprint of its two halves.
  @inlinable public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// 32 lower-case hex digits.
  public var hex: String {
    let text = { (half: UInt64) in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return text(high) + text(low)
  }
}

extension Fingerprint {
  @usableFromInline
  init(_ other: regraft_fingerprint) { self.init(low: other.low, high: other.high) }
}

extension regraft_fingerprint {
  @usableFromInline
  init(_ other: Fingerprint) { self.init(low: other.low, high: other.high) }
}

/// The secret of a run, and the keyed hash that is made with it.
///
/// There are two hashes. One folds 64 × 64 → 128 bit products of the bytes and the secret (the construction of wyhash and
/// its descendants), in two lanes of 64 bits; it is the same on every machine. The other one makes rounds of AES, where the
/// processor has instructions for them: faster, and for what is not written down (`Rounds.h`). Without the secret nobody can
/// choose two values that collide; by chance, two of n values do with a probability of about n² / 2^129.
public struct FingerprintKey: Sendable {
  @usableFromInline let secret: regraft_key

  /// - Parameter words: 12 of them.
  private init(words: [UInt64], isOfRounds: Bool) {
    // An even word would throw bits away in a product.
    let words = isOfRounds ? words : words.map { $0 | 1 }
    secret = regraft_key(
      words: (
        words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7], words[8], words[9], words[10],
        words[11]
      ),
      is_of_rounds: isOfRounds
    )
  }

  /// A new secret, from the system's random numbers, of the fastest hash that this machine has.
  public static func random() -> FingerprintKey { random(isOfRounds: hasRounds) }

  /// - Parameter isOfRounds: whether for the hash of rounds, which only some machines have.
  package static func random(isOfRounds: Bool) -> FingerprintKey {
    precondition(hasRounds || !isOfRounds)
    var generator = SystemRandomNumberGenerator()
    return FingerprintKey(words: (0..<12).map { _ in generator.next() }, isOfRounds: isOfRounds)
  }

  /// Whether it is for the hash of rounds.
  package var isOfRounds: Bool { secret.is_of_rounds }

  /// Whether this machine has the hash of rounds.
  package static var hasRounds: Bool { regraft_has_rounds() }

  /// The key of fingerprints that are written down and compared in a later run: the first 512
  /// fractional bits of pi.
  public static let published = FingerprintKey(
    words: [
      0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89,
      0x4528_21E6_38D0_1377, 0xBE54_66CF_34E9_0C6C, 0xC0AC_29B7_C97C_50DD, 0x3F84_D5B5_B547_0917, 0, 0, 0, 0,
    ],
    isOfRounds: false
  )

  /// The fingerprint of bytes.
  @inlinable
  public func hash(_ bytes: Span<UInt8>) -> Fingerprint {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      secret.is_of_rounds
        ? Fingerprint(unsafe regraft_hash_by_rounds(secret, bytes.baseAddress, bytes.count))
        : unsafe hashByProducts(UnsafeRawBufferPointer(bytes))
    }
  }

  /// The fingerprint of bytes in an array.
  @inlinable
  public func hash(_ bytes: [UInt8]) -> Fingerprint { hash(bytes.span) }

  /// What stands for a text in `mix`.
  @inlinable
  func text(_ bytes: Span<UInt8>) -> Fingerprint {
    guard secret.is_of_rounds else { return hash(bytes) }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      Fingerprint(unsafe regraft_text_by_rounds(secret, bytes.baseAddress, bytes.count))
    }
  }

  /// The fingerprint of a value of a type (`tag`, below 32), under the name or the place in which it stands.
  @inlinable
  func mix(_ place: Fingerprint, tag: UInt64, _ a: UInt64, _ b: UInt64) -> Fingerprint {
    secret.is_of_rounds
      ? Fingerprint(
        regraft_mix_by_rounds(secret, regraft_fingerprint(place), tag, regraft_fingerprint(low: a, high: b))
      )
      : mixByProducts(place, tag: tag, a, b)
  }

  /// The sum of two fingerprints: of their halves, or modulo 2^128.
  @inlinable
  func sum(_ a: Fingerprint, _ b: Fingerprint) -> Fingerprint {
    let (low, carries) = a.low.addingReportingOverflow(b.low)
    return Fingerprint(low: low, high: a.high &+ b.high &+ (carries && !secret.is_of_rounds ? 1 : 0))
  }
}

// MARK: Products

extension FingerprintKey {
  // SAFETY: every load is of bytes below `offset + rest`, which is the count.
  @inlinable
  func hashByProducts(_ bytes: UnsafeRawBufferPointer) -> Fingerprint {
    let words = secret.words
    guard let start = bytes.baseAddress else { return finish(fold(words.4, words.0), fold(words.1, words.5), 0) }
    var a = words.0
    var b = words.1
    var offset = 0
    var rest = bytes.count
    while rest > 16 {
      let x = unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let y = unsafe start.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      a = fold(x ^ words.2, y ^ a)
      b = fold(x ^ b, y ^ words.3)
      offset += 16
      rest -= 16
    }
    let x: UInt64
    let y: UInt64
    if rest >= 8 {
      x = unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      y = unsafe start.loadUnaligned(fromByteOffset: offset + rest - 8, as: UInt64.self)
    } else if rest >= 4 {
      x = UInt64(unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      y = UInt64(unsafe start.loadUnaligned(fromByteOffset: offset + rest - 4, as: UInt32.self))
    } else if rest > 0 {
      let first = UInt64(unsafe start.load(fromByteOffset: offset, as: UInt8.self))
      let middle = UInt64(unsafe start.load(fromByteOffset: offset + rest / 2, as: UInt8.self))
      let last = UInt64(unsafe start.load(fromByteOffset: offset + rest - 1, as: UInt8.self))
      x = first << 16 | middle << 8 | last
      y = 0
    } else {
      x = 0
      y = 0
    }
    return finish(fold(x ^ words.4, y ^ a), fold(x ^ b, y ^ words.5), UInt64(bytes.count))
  }

  @inlinable
  func mixByProducts(_ place: Fingerprint, tag: UInt64, _ a: UInt64, _ b: UInt64) -> Fingerprint {
    let words = secret.words
    // Made secret first: a place may be zero, as an empty container's is, and so may the value.
    let low = place.low ^ words.4
    let high = place.high ^ words.5
    let u = fold(a ^ words.0, b ^ low)
    let v = fold(a ^ high, b ^ words.1 &+ tag &* 0x9E37_79B9_7F4A_7C15)
    return Fingerprint(low: fold(u ^ words.2, v ^ low), high: fold(u ^ high, v ^ words.3))
  }

  @inlinable
  func finish(_ a: UInt64, _ b: UInt64, _ count: UInt64) -> Fingerprint {
    Fingerprint(low: fold(a ^ secret.words.6, b ^ count), high: fold(a ^ count, b ^ secret.words.7))
  }
}

/// Both halves of the product, folded into one.
@inlinable
func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = a.multipliedFullWidth(by: b)
  return product.high ^ product.low
}
