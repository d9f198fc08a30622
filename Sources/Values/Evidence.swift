/// What says which of two states of an object is the newer one.
public struct Evidence: Equatable, Sendable {
  /// How often the object was written.
  public var version: Int64?
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var createdAt: Int64?
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var updatedAt: Int64?

  /// Evidence of what is known; nil for what is not.
  @inlinable
  public init(version: Int64? = nil, createdAt: Int64? = nil, updatedAt: Int64? = nil) {
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// The order of two moments in milliseconds: -1, 0 or 1; those within one second are equal.
  public static func order(ofMoments first: Int64, _ second: Int64) -> Int {
    let (difference, overflows) = first.subtractingReportingOverflow(second)
    if !overflows, -1000...1000 ~= difference { return 0 }
    return first < second ? -1 : 1
  }
}
