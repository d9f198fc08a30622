/// What says which of two states of an object is the newer one.
package struct Evidence: Equatable, Sendable {
  package var version: Int64?
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var createdAt: Int64?
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var updatedAt: Int64?

  @inlinable
  package init(version: Int64? = nil, createdAt: Int64? = nil, updatedAt: Int64? = nil) {
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// Whether it is of a later state of the same object. Nothing is said of states that were created at
  /// different times, for the object was deleted and made again in between.
  package func isLaterState(than other: Evidence) -> Bool {
    if let createdAt, let before = other.createdAt, Self.order(ofMoments: createdAt, before) != 0 { return false }
    if let updatedAt, let before = other.updatedAt { return Self.order(ofMoments: updatedAt, before) > 0 }
    guard let version, let before = other.version else { return false }
    return version > before
  }

  /// The order of two moments in milliseconds: -1, 0 or 1; those within one second are equal.
  package static func order(ofMoments first: Int64, _ second: Int64) -> Int {
    let (difference, overflows) = first.subtractingReportingOverflow(second)
    if !overflows, -1000...1000 ~= difference { return 0 }
    return first < second ? -1 : 1
  }
}
