#if ISAL
  import CISAL

  /// An inflater by Intel's ISA-L.
  ///
  /// SAFETY: ISA-L is given the beginning and the length of spans that are there as long as the call takes, and writes to
  /// the output alone.
  @safe
  final class ISALInflater: Inflater {
    // On the heap for its size: it holds the window and the decoding tables, some 90 KB.
    private let state: UnsafeMutablePointer<inflate_state>

    init() {
      unsafe state = .allocate(capacity: 1)
      unsafe isal_inflate_init(state)
      reset()
    }

    deinit {
      unsafe state.deallocate()
    }

    func reset() {
      unsafe isal_inflate_reset(state)
      // Raw deflate data: the member's header and trailer are read by us, so that their errors can be told apart.
      unsafe state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
    }

    func inflate(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from start: Int) -> InflateStep {
      precondition(start >= 0 && start <= output.count)
      // ISA-L counts in 32 bits, and in places takes them for signed.
      let offered = UInt32(min(input.count, Int(Int32.max)))
      let room = UInt32(min(output.count - start, Int(Int32.max)))
      let result = unsafe input.withUnsafeBufferPointer { input in
        unsafe output.withUnsafeMutableBufferPointer { output in
          // ISA-L does not write to its input; it only lacks the `const`.
          unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
          unsafe state.pointee.avail_in = offered
          unsafe state.pointee.next_out = output.baseAddress.map { unsafe $0 + start }
          unsafe state.pointee.avail_out = room
          return unsafe isal_inflate(state)
        }
      }
      // Where the data are damaged near their end, ISA-L counts bytes as taken that are not there.
      let left = max(0, Int32(bitPattern: unsafe state.pointee.avail_in))
      return InflateStep(
        consumed: Int(offered) - Int(left),
        produced: unsafe Int(room - state.pointee.avail_out),
        outcome: outcome(of: result)
      )
    }

    private func outcome(of result: Int32) -> InflateOutcome {
      guard result >= ISAL_DECOMP_OK else { return .damaged }
      guard unsafe state.pointee.block_state == ISAL_BLOCK_FINISH else { return .unfinished }
      return .finished(readAhead: takeReadAhead())
    }

    /// The whole bytes in ISA-L's bit buffer. It loads up to 64 bits ahead, which may have come from
    /// earlier inputs than the present one, so that they cannot be given back by moving its pointer.
    private func takeReadAhead() -> [UInt8] {
      let bits = unsafe Int(state.pointee.read_in_length)
      guard bits >= 8 else { return [] }
      // The lowest bits are what fills up the last byte of the data.
      let bytes = unsafe state.pointee.read_in >> UInt64(bits % 8)
      unsafe state.pointee.read_in_length = 0
      return (0..<(bits / 8)).map { UInt8(truncatingIfNeeded: bytes >> UInt64(8 * $0)) }
    }
  }

  /// The CRC-32 of bytes behind others, of which it is given.
  func isalCRC32(_ checksum: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    // SAFETY: no more bytes are read than there are.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe crc32_gzip_refl(checksum, bytes.baseAddress, UInt64(bytes.count))
    }
  }
#endif
