@testable import Values

/// Random numbers that are the same at every run with the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What a text says as a moment.
func moment(_ text: String) -> ISODate.Moment? {
  Array(text.utf8).withUnsafeBytes { ISODate.parse($0) }
}

/// The identity of an object with these ids, in the order in which they stand.
func identity(_ form: ObjectIdentity.Form, _ ids: [(name: String, text: String)]) -> ObjectIdentity {
  var identity = ObjectIdentity(table: "Item", form: form)
  for (name, text) in ids {
    Array(text.utf8).withUnsafeBytes { identity.take(text: $0, isStoredID: name == "_id") }
  }
  return identity
}

extension ObjectIdentity {
  var keyText: String { String(decoding: key, as: UTF8.self) }
  var alternativeText: String { String(decoding: alternative, as: UTF8.self) }
  var tableText: String { String(decoding: table, as: UTF8.self) }
}
