extension ObjectKey {
  /// A hash of a key that is the same in every run and on every machine, and for all readings of the key: a stored
  /// key may be meant as it stands or percent-encoded, so that it is decoded as often as it can be.
  package static func fixedHash(_ key: [UInt8]) -> UInt64 {
    FingerprintKey.published.hash(key.contains(0x25) ? decodedWholly(key) : key).low
  }

  /// What is left when nothing can be decoded any more. In which order that is done makes no difference, so that one
  /// pass does it: decoding the whole as often as it goes would take a pass for each level.
  private static func decodedWholly(_ key: [UInt8]) -> [UInt8] {
    var rest: [UInt8] = []
    rest.reserveCapacity(key.count)
    for byte in key {
      rest.append(byte)
      while rest.count > 2, rest[rest.count - 3] == 0x25,
        let high = hexValue(rest[rest.count - 2]), let low = hexValue(rest[rest.count - 1])
      {
        rest.removeLast(3)
        rest.append(high << 4 | low)
      }
    }
    return rest
  }
}
