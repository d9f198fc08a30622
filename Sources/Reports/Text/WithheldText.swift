import Merge

/// Sentences about objects that are withheld.
package enum WithheldText {
  package static func text(_ object: WithheldObject, table: String) -> String {
    let id = object.id?.visible ?? "\(table.visible), the document at byte \(object.offset) of the inflated archive"
    switch object.reason {
    case .uniqueIndex(let clash):
      let fields = clash.fields.map { field in
        field.isPrivate || field.value == nil
          ? field.path.visible : "\(field.path.visible) \"\(field.value?.visible ?? "")\""
      }
      let owner = clash.isCurrent ? "belongs to" : "comes back with"
      return "\(id): \(fields.joined(separator: ", ")) \(owner) \(clash.otherID.visible), and may be there only once"
    case .erased(let other):
      return
        "\(id): \(other == object.id ? "its id" : "it refers to \(other.visible), which") is in the file of erased ids"
    case .strictReference(let other):
      return "\(id): it refers to \(other.visible), which is neither in the export nor recovered"
    case .schema(let misfit):
      let problem =
        misfit.declaredType.map { "does not fit its type, \($0.visible)" }
        ?? "is not declared by the schema (--drop-undeclared leaves it out)"
      return "\(id): \(misfit.path.visible) \(problem)"
    case .noForm: return "\(id): it holds a value or an ACL that the export's form cannot hold"
    case .ambiguousID:
      return "\(id): its key can be read in two ways; --encoded-keys \(table.visible) says that keys are encoded"
    case .inExport: return "\(id): it is there again, in the fresh export"
    case .noKey(let problem): return "\(id): \(DamageText.text(problem))"
    }
  }
}
