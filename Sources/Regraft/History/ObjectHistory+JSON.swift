import JSONStream
import Merge
import Reports

extension ObjectHistory {
  /// The history for programs.
  package var json: JSONText {
    func path(_ number: Int?) -> JSONText { number.map { .text(states[$0].path) } ?? .null }
    return [
      "id": .text(id), "table": .text(table), "backups": .array(backups.map(Self.json)),
      "current": current.map(Self.json) ?? .null, "firstSeen": path(firstSeen), "lastSeen": path(lastSeen),
      "firstMissing": path(firstMissing), "error": .null,
    ]
  }

  /// The same where there is none, because the command failed.
  package static func json(id: String, failure: any Error) -> JSONText {
    [
      "id": .text(id), "table": .null, "backups": [], "current": .null, "firstSeen": .null, "lastSeen": .null,
      "firstMissing": .null, "error": ErrorText(failure).json,
    ]
  }

  private static func json(_ state: State) -> JSONText {
    [
      "path": .text(state.path), "date": .moment(state.date),
      "present": state.isPresent.map { .boolean($0) } ?? .null, "checked": .boolean(state.isChecked),
      "evidence": state.isPresent == true ? DifferenceJSON.evidence(state.evidence) : .null,
      "differences": state.differences.map { DifferenceJSON.array($0, state.space) } ?? .null,
      "error": state.failure.map { ErrorText($0).json } ?? .null,
    ]
  }
}
