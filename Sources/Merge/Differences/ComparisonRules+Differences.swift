import Export
import Values

// The rules of a run, as the readers and the comparison of single objects take them.
extension ComparisonRules {
  /// Compares two states of which the current one is of a form.
  func bodyComparison(current form: ObjectForm, masked: MaskedNames) -> BodyComparison {
    BodyComparison(space: form.space, nullEqualsAbsent: nullEqualsAbsent, ignored: ignoredFields, masked: masked)
  }

  /// The names that the members of objects of a form have in a comparison, where they are others.
  func comparedNames(of form: ObjectForm) -> BodyComparison.Names {
    let names = form == .baqend ? [:] : mappedFields
    return Dictionary(names.map { (Array($0.key.utf8), Array($0.value.utf8)) }) { first, _ in first }
  }

  /// Takes the objects of the current side, of a form: what MongoDB has written has the stored names on either
  /// side.
  package func fingerprinter(of table: String, _ form: ObjectForm, key: FingerprintKey) -> BodyFingerprinter {
    BodyFingerprinter(
      identity: identity(of: table, form),
      key: key,
      roles: MemberRoles(key: key, ignored: ignoredFields, mapped: form == .baqend ? [:] : mappedFields),
      nullEqualsAbsent: nullEqualsAbsent,
      space: form.space
    )
  }
}
