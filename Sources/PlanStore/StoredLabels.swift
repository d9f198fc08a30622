import JSONStream

extension PlanFile {
  /// The members by which objects may be called.
  ///
  /// - Parameter label: the one that was asked for; nil for what the plan has chosen.
  func shownLabels(_ label: String?) throws -> [String] { try (label ?? meta("label")).map { [$0] } ?? Self.labels }
}

extension StoredObject {
  /// What the object is called.
  ///
  /// - Parameter label: a member of its body that was asked for; nil for what the plan has chosen.
  func name(_ label: String?) -> String? {
    // Of others than the recovered ones the plan has no other name.
    guard let label, let body else { return self.label }
    return JSONTextBuilder.value(of: body)?[label]?.text
  }
}
