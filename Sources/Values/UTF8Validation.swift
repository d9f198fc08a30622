import CScan

extension Span<UInt8> {
  /// Whether the bytes are UTF-8 as a whole (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
  @inlinable
  public var isUTF8: Bool {
    // SAFETY: no more is looked at than the bytes that there are.
    unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      return unsafe regraft_is_utf8(base, bytes.count)
    }
  }
}
