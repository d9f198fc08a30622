@testable import Values

/// What a text says as a moment.
func moment(_ text: String) -> ISODate.Moment? {
  ISODate.parse(Array(text.utf8).span)
}

/// The identity of an object with these ids, in the order in which they stand.
func identity(_ form: ObjectIdentity.Form, _ ids: [(name: String, text: String)]) -> ObjectIdentity {
  var identity = ObjectIdentity(table: "Item", form: form)
  for (name, text) in ids {
    identity.take(text: Array(text.utf8).span, isStoredID: name == "_id")
  }
  return identity
}

extension ObjectIdentity {
  var keyText: String { String(decoding: key, as: UTF8.self) }
  var alternativeText: String { String(decoding: alternative, as: UTF8.self) }
  var tableText: String { String(decoding: table, as: UTF8.self) }
}
