/// A place at which two states of an object differ, and how.
package struct Difference: Equatable, Sendable {
  /// A step from a value into what it contains.
  package enum Step: Equatable, Sendable {
    /// To a member, by its name in UTF-8.
    case member([UInt8])
    /// To an element, by its position from 0.
    case position(Int)
  }

  /// What became of a value.
  package enum Kind: String, Sendable {
    case changed, removed, added
  }

  package enum Change: Equatable, Sendable {
    case changed(from: TypedValue, to: TypedValue)
    case removed(TypedValue)
    case added(TypedValue)
    /// An element that stands at another position of the same array now.
    case moved(TypedValue, to: Int)
    /// A member whose values are not to be seen.
    case masked(Kind)
  }

  /// The way from the object to the value. Positions are those in the backup's state, of an element that was
  /// added those in the current one.
  package var path: [Step]
  package var change: Change

  package init(path: [Step], change: Change) {
    self.path = path
    self.change = change
  }
}

/// The members whose values are shown to nobody, at any depth.
package struct MaskedNames: Sendable {
  private let names: Set<[UInt8]>

  /// - Parameter names: names beside those that begin with `_`, which are masked anyway.
  package init(_ names: [String] = []) { self.names = Set(names.map { Array($0.utf8) }) }

  package func contains(_ name: [UInt8]) -> Bool { name.first == UInt8(ascii: "_") || names.contains(name) }
}

extension TypedValue {
  /// The value without the masked members in it.
  func without(_ masked: MaskedNames) -> TypedValue {
    var builder = TypedValueBuilder()
    tell(&builder) { !masked.contains($0.name) }
    return builder.value ?? self
  }
}
