import Values

/// One of several equal parts of a run, each of which looks only at the objects whose ids fall in it.
///
/// Into which part an id falls goes by its key alone, whatever its table: so an object is in one part under all ids
/// under which it may be found.
public struct Shard: Codable, Equatable, Sendable {
  /// Which part it is, counted from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// The most parts that a run can have.
  public static let mostParts = 10_000

  /// - Returns: nil where there is no such part.
  public init?(number: Int, of count: Int) {
    guard 1...Self.mostParts ~= count, 1...count ~= number else { return nil }
    self.number = number
    self.count = count
  }

  /// Whether an object is in this part. One without a usable key is in the first: of several backups, the newest that
  /// holds any speaks for them all.
  func contains(_ identity: borrowing ObjectIdentity) -> Bool {
    guard identity.problem == nil else { return number == 1 }
    let part = ObjectKey.fixedHash(identity.key).multipliedFullWidth(by: UInt64(count)).high
    return part == UInt64(number - 1)
  }
}
