import Export

/// The form of an export's objects, as a plan file says it.
enum StoredForm: String {
  case baqend
  case extendedJSON = "extended-json"
  case bson

  init(_ form: ObjectForm) {
    self =
      switch form {
      case .baqend: .baqend
      case .extendedJSON: .extendedJSON
      case .bson: .bson
      }
  }

  var form: ObjectForm {
    switch self {
    case .baqend: .baqend
    case .extendedJSON: .extendedJSON
    case .bson: .bson
    }
  }
}
