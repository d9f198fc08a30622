import Values

// What names a place: one on the globe, a file, another object.
extension ValueConversion {
  /// A point, `{"latitude":…,"longitude":…}`; as GeoJSON and as a pair the longitude comes first, in a text,
  /// `latitude;longitude`, the latitude.
  func geoPoint(_ value: TypedValue) -> TypedValue? {
    switch value {
    case .object(let members):
      guard members.count == 2 else { return nil }
      if let latitude = value.member("latitude".utf8), let longitude = value.member("longitude".utf8) {
        return point(latitude, longitude)
      }
      guard value.member("type".utf8)?.string == "Point", let pair = value.member("coordinates".utf8),
        case .array = pair
      else { return nil }
      return geoPoint(pair)
    case .array(let pair): return pair.count == 2 ? point(pair[1], pair[0]) : nil
    case .text:
      let parts = (value.string ?? "").split(separator: ";", omittingEmptySubsequences: false).map { Double($0) }
      guard parts.count == 2, let latitude = parts[0], let longitude = parts[1] else { return nil }
      return point(.double(latitude), .double(longitude))
    default: return nil
    }
  }

  private func point(_ latitude: TypedValue, _ longitude: TypedValue) -> TypedValue? {
    guard let north = latitude.nearestDouble, let east = longitude.nearestDouble, abs(north) <= 90, abs(east) <= 180
    else { return nil }
    let isWriting = purpose == .writing
    return .object([
      .init(name: Array("latitude".utf8), value: isWriting ? plain(latitude) : .double(north)),
      .init(name: Array("longitude".utf8), value: isWriting ? plain(longitude) : .double(east)),
    ])
  }

  /// A number that is no decimal, for which JSON has no type.
  private func plain(_ number: TypedValue) -> TypedValue {
    guard case .decimal(let decimal) = number else { return number }
    return TypedValue.Number(decimal).map { .number($0) } ?? number
  }

  /// The path of a file, `/file/BUCKET/PATH`, which may be stored without its beginning.
  func file(_ text: [UInt8]) -> TypedValue? {
    let prefix = Array("/file/".utf8)
    if text.starts(with: prefix) { return text.count > prefix.count ? .text(text) : nil }
    let path = text.first == UInt8(ascii: "/") ? text.dropFirst() : text[...]
    // A bucket and a path within it, and no address of another kind.
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }), !path.contains(UInt8(ascii: ":")) else { return nil }
    return .text(prefix + path)
  }

  /// A reference to an object of a class, or of one that inherits from it: whole, a key alone, or a DBRef.
  func reference(_ value: TypedValue, _ name: String) -> TypedValue? {
    switch value {
    case .text:
      let text = value.string ?? ""
      if text.utf8.starts(with: ObjectKey.referencePrefix.utf8) {
        guard let (table, key) = ObjectKey.parse(reference: text), schema.isKind(table, of: name) else { return nil }
        return normal(table, key)
      }
      return text.isEmpty ? nil : normal(name, Array(text.utf8))
    case .objectID(let bytes): return normal(name, Array(Hex.text(bytes).utf8))
    case .binary(let bytes, subtype: 4) where bytes.count == 16: return normal(name, Hex.uuid(bytes))
    case .object(let members):
      // A DBRef: the collection is a class, perhaps with `/db/` or `db.` before it.
      guard let collection = value.member("$ref".utf8)?.string, let id = value.member("$id".utf8),
        members.allSatisfy({ $0.name.first == UInt8(ascii: "$") })
      else { return nil }
      var table = Self.className(collection)
      if table.hasPrefix("db."), schema.classes[table] == nil { table = String(table.dropFirst(3)) }
      return schema.isKind(table, of: name) ? reference(id, table) : nil
    default:
      guard case .integer(let key)? = value.plainNumber else { return nil }
      return normal(name, Array(String(key).utf8))
    }
  }

  private func normal(_ table: String, _ key: [UInt8]) -> TypedValue {
    .text(Array(ObjectKey.normalID(table: table, key: key).utf8))
  }
}
