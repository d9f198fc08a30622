import Values

extension FingerprintKey {
  /// One for each of the hashes that this machine has.
  package static let ofEachHash = [published] + (hasRounds ? [random(isOfRounds: true)] : [])
}
