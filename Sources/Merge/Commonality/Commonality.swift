/// What nearly all deleted objects of a table have in common, and others have not.
public struct Commonality: Equatable, Sendable {
  /// What they have in common.
  public enum Kind: Equatable, Sendable {
    /// They refer to one object.
    case reference(id: String)
    /// They were last changed within a short time, in milliseconds since 1970.
    case lastChanged(ClosedRange<Int64>)
  }

  /// What they have in common.
  public var kind: Kind
  /// How many of them have it.
  public var objects: Int
  /// How many were looked at.
  public var deleted: Int
}
