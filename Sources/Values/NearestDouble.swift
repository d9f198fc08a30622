import CScan

extension Double {
  /// The double that is nearest to `mantissa` × 10^`exponent`, ties to even, or nil where the
  /// quick ways do not decide it.
  @usableFromInline
  init?(mantissa: UInt64, exponent: Int) {
    var value = 0.0
    guard unsafe regraft_nearest_double(mantissa, Int64(exponent), &value) else { return nil }
    self = value
  }
}
