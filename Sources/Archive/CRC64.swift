#if ISAL
  import CISAL
#endif

/// The checksum of an archive's namespaces: CRC-64/XZ (ECMA-182's polynomial, reflected, all ones
/// at both ends).
package struct CRC64: Equatable, Sendable {
  /// The checksum of all bytes so far.
  package private(set) var value: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    #if ISAL
      value = crc64_ecma_refl(value, start.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    #else
      value = ~Self.update(~value, start, bytes.count)
    #endif
  }

  /// The register after more bytes, eight at a time ("slicing by 8", Kounavis and Berry, 2005).
  static func update(_ register: UInt64, _ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
    tables.withUnsafeBufferPointer { tables in
      var register = register
      var offset = 0
      while count - offset >= 8 {
        let word = register ^ UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        register = 0
        for index in 0..<8 {
          register ^= tables[(7 - index) << 8 | Int(truncatingIfNeeded: word >> UInt64(index * 8)) & 0xFF]
        }
        offset += 8
      }
      while offset < count {
        let byte = UInt64(start.load(fromByteOffset: offset, as: UInt8.self))
        register = tables[Int((register ^ byte) & 0xFF)] ^ register >> 8
        offset += 1
      }
      return register
    }
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
