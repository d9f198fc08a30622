import Compression

/// Inflating, with every library and through buffers of several sizes.
struct GzipTarget: FuzzTarget {
  private let file = InputFile()

  /// What inflating gave, to the end or to the fault.
  private struct Inflated: Equatable {
    var bytes: [UInt8] = []
    var isSound = true
  }

  func read(_ input: UnsafeRawBufferPointer) {
    file.write(input)
    let expected = inflated(.zlib, inputBytes: 1 << 16, outputBytes: 1 << 16)
    for library in InflatingLibrary.allCases {
      for (inputBytes, outputBytes) in [(1 << 16, 1 << 16), (1, 1 << 16), (7, 3)] {
        let other = inflated(library, inputBytes: inputBytes, outputBytes: outputBytes)
        demand(other.isSound == expected.isSound, "\(library) finds the same faults, \(inputBytes) bytes at a time")
        demand(!other.isSound || other == expected, "\(library) gives the same, \(inputBytes) bytes at a time")
      }
    }
  }

  private func inflated(_ library: InflatingLibrary, inputBytes: Int, outputBytes: Int) -> Inflated {
    var result = Inflated()
    var buffer = [UInt8](repeating: 0, count: outputBytes)
    do throws(CompressionError) {
      let source = InflatingSource(try FileSource(path: file.path), inputBytes: inputBytes, library: library)
      while true {
        let count = try source.read(into: &buffer)
        if count == 0 { break }
        result.bytes += buffer[..<count]
      }
    } catch {
      result.isSound = false
    }
    return result
  }

  static var seeds: [[UInt8]] {
    let text = Array(String(repeating: "regraft reads what was deleted. ", count: 20).utf8)
    let members = [0, 1, 9].map { GzipWriter.gzip(text, level: $0) }
    // With an extra field, a name, a comment and a checksum of the header.
    let header: [UInt8] = [0x1F, 0x8B, 8, 0x1C, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2, 0x61, 0, 0x62, 0]
    let named = header + members[0].dropFirst(10)
    return members + [members[0] + members[2], named, GzipWriter.gzip([]), Array("plain".utf8), []]
  }
}
