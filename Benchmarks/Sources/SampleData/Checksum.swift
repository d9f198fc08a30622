/// The CRC-64/XZ of bytes that come in pieces: the checksum of a collection in an archive.
///
/// Eight bytes a step ("slicing by 8"): table `k` holds what a byte does to the checksum when `k`
/// more bytes follow it.
struct Checksum {
  /// The checksum of all bytes so far.
  var value: UInt64 { ~register }

  private var register = ~UInt64(0)

  /// Takes in the bytes that come next.
  mutating func update(_ bytes: [UInt8]) {
    register = bytes.withUnsafeBytes { bytes in
      Self.tables.withUnsafeBufferPointer { tables in
        var register = register
        var offset = 0
        while offset + 8 <= bytes.count {
          let word = register ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
          register = 0
          for index in 0..<8 {
            register ^= tables[256 * (7 - index) + Int(word >> (8 * UInt64(index)) & 0xFF)]
          }
          offset += 8
        }
        for byte in bytes[offset...] {
          register = register >> 8 ^ tables[Int((register ^ UInt64(byte)) & 0xFF)]
        }
        return register
      }
    }
  }

  /// Eight tables of 256 numbers, one behind the other.
  private static let tables: [UInt64] = {
    let reflectedPolynomial: UInt64 = 0xC96C_5795_D787_0F42
    var tables = (0..<256).map { byte in
      (0..<8).reduce(UInt64(byte)) { register, _ in
        register >> 1 ^ (register & 1 == 1 ? reflectedPolynomial : 0)
      }
    }
    for index in 256..<2048 {
      let shorter = tables[index - 256]
      tables.append(shorter >> 8 ^ tables[Int(shorter & 0xFF)])
    }
    return tables
  }()
}
