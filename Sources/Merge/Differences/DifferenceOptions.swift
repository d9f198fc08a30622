import Values

/// Which differences of changed objects are wanted.
public struct DifferenceOptions: Equatable, Sendable {
  /// Of how many objects a table, the first by their ids; nil for all.
  public var limit: Int? = 20
  /// Members whose values are not shown, beside those whose names begin with `_`.
  public var maskedNames: [String] = []

  /// The first 20 objects of each table.
  public init() {}

  package var masked: MaskedNames { MaskedNames(maskedNames) }
}
