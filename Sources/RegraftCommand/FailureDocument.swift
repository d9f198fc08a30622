import Regraft
import Reports

/// What programs read where a command came to nothing, each command's in its own form.
enum FailureDocument: String {
  case plan, recover, emit, batch, drill
  case mergePlans = "merge-plans"

  /// - Returns: nil for a command without such a document.
  init?(command: String) { self.init(rawValue: command) }

  func print(_ error: ErrorText) throws {
    switch self {
    case .plan, .recover, .emit, .mergePlans: try Output.print(PlanJSON.document(plan: nil, error: error.json))
    case .batch: try Output.print(BatchSummary.json(failure: error))
    case .drill: try Output.print(DrillResult.json(failure: error))
    }
  }
}
