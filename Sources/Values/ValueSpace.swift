/// Which values are equal, which is settled by the form of the export.
public enum ValueSpace: Sendable {
  /// That of the Baqend form, which has fewer types: a date equals its text, an ObjectId its digits,
  /// null an absent member.
  case plain
  /// That of Extended JSON and BSON: types as BSON has them, only numbers are compared by their values
  /// whatever their types.
  case typed
}
