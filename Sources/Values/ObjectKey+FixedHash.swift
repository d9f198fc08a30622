extension ObjectKey {
  /// A hash of a key that is the same in every run and on every machine, and for all readings of the key: a stored
  /// key may be meant as it stands or percent-encoded, so that it is decoded as often as it can be.
  package static func fixedHash(_ key: [UInt8]) -> UInt64 {
    FingerprintKey.published.hash(key.contains(0x25) ? decodedWholly(key) : key).low
  }

  /// What is left when nothing can be decoded any more. Each time there is less, so that it comes to an end.
  private static func decodedWholly(_ key: [UInt8]) -> [UInt8] {
    var key = key
    var decoded: [UInt8] = []
    while key.contains(0x25), decode(key.span, into: &decoded) { swap(&key, &decoded) }
    return key
  }
}
