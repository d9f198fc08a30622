import Values

#if ISAL
  import CISAL
#endif

/// The checksum of an archive's namespaces: CRC-64/XZ (ECMA-182's polynomial, reflected, all ones
/// at both ends).
package struct CRC64: Equatable, Sendable {
  /// The checksum of all bytes so far.
  package private(set) var value: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: Span<UInt8>) {
    guard !bytes.isEmpty else { return }
    #if ISAL
      // SAFETY: no more bytes are read than there are.
      value = unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe crc64_ecma_refl(value, bytes.baseAddress, UInt64(bytes.count))
      }
    #else
      value = ~Self.update(~value, bytes)
    #endif
  }

  /// The register after more bytes, eight at a time ("slicing by 8", Kounavis and Berry, 2005).
  static func update(_ register: UInt64, _ bytes: Span<UInt8>) -> UInt64 {
    let tables = tables.span
    var register = register
    var offset = 0
    while bytes.count - offset >= 8 {
      let word: UInt64 = register ^ bytes.littleEndian(at: offset)
      register = 0
      for index in 0..<8 {
        let place = (7 - index) << 8 | Int(truncatingIfNeeded: word >> UInt64(index * 8)) & 0xFF
        // SAFETY: there are 8 tables, each with a place for any byte.
        register ^= unsafe tables[unchecked: place]
      }
      offset += 8
    }
    while offset < bytes.count {
      register = tables[Int((register ^ UInt64(bytes[offset])) & 0xFF)] ^ register >> 8
      offset += 1
    }
    return register
  }

  /// Eight tables of 256: what a byte does to the register when 0 to 7 bytes follow it.
  private static let tables: [UInt64] = {
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var register = UInt64(byte)
      for _ in 0..<8 {
        register = register & 1 == 1 ? register >> 1 ^ 0xC96C_5795_D787_0F42 : register >> 1
      }
      tables[byte] = register
    }
    for index in 256..<(8 * 256) {
      let shorter = tables[index - 256]
      tables[index] = tables[Int(shorter & 0xFF)] ^ shorter >> 8
    }
    return tables
  }()
}
