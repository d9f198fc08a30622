/// What an archive's prelude tells about a collection.
package struct CollectionMetadata {
  /// The collection's name: the table's.
  package let name: String
  /// The members that have a unique index, beside `_id`.
  package let uniqueMembers: [String]
  /// The collection's UUID, 32 hexadecimal digits.
  package let uuid: String

  /// A collection with an index on `_id` and unique ones on these members.
  package init(name: String, uniqueMembers: [String] = [], uuid: String) {
    self.name = name
    self.uniqueMembers = uniqueMembers
    self.uuid = uuid
  }

  /// The metadata as mongodump writes it, in canonical Extended JSON.
  var json: String {
    let indexes = [index(on: "_id", name: "_id_", unique: false)]
    let uniqueIndexes = uniqueMembers.map { index(on: $0, name: "\($0)_1", unique: true) }
    let metadata: Document = [
      "options": .document([:]), "indexes": .array((indexes + uniqueIndexes).map(Value.document)),
      "uuid": .string(uuid), "collectionName": .string(name), "type": .string("collection"),
    ]
    return metadata.json
  }

  private func index(on member: String, name: String, unique: Bool) -> Document {
    var index: Document = ["v": .document(["$numberInt": .string("2")])]
    if unique { index["unique"] = .boolean(true) }
    index["key"] = .document([member: .document(["$numberInt": .string("1")])])
    index["name"] = .string(name)
    return index
  }
}
