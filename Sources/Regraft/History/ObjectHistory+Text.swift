import Merge
import Reports
import Values

extension ObjectHistory {
  /// How many differences of a state are shown.
  private static let shown = 20

  /// What a person reads in a terminal, each line ended.
  public var text: String {
    var table = TextTable(
      header: ["backup", "date", "there", "version", "updated", "what changed"],
      leftColumns: [0, 1, 2, 4, 5]
    )
    for (number, state) in states.enumerated() {
      let changes = changes(of: state, number: number)
      let evidence = state.isPresent == true ? state.evidence : Evidence()
      table.add([
        name(of: number), state.date.map(Self.day) ?? "", Self.presence(state),
        evidence.version.map(String.init) ?? "", evidence.updatedAt.map(\.minuteText) ?? "", changes.first ?? "",
      ])
      for change in changes.dropFirst() { table.add(["", "", "", "", "", change]) }
    }
    let lines = [id.visible, ""] + table.lines + ["", conclusion]
    return lines.map { $0 + "\n" }.joined()
  }

  /// How a state is called: by its file's name, what is there now as the export.
  private func name(of number: Int) -> String {
    number < backups.count ? DamageText.name(states[number].path) : "export"
  }

  private static func presence(_ state: State) -> String { state.isPresent.map { $0 ? "yes" : "no" } ?? "?" }

  /// What there is to say of a state, a line each.
  private func changes(of state: State, number: Int) -> [String] {
    if let failure = state.failure { return ["NOT READ: " + ErrorText(failure).message] }
    guard let isPresent = state.isPresent else { return ["has no file of \(table.visible)"] }
    let before = states[..<number].last { $0.isPresent != nil }
    guard isPresent else { return before?.isPresent == true ? ["gone"] : [] }
    guard let differences = state.differences else { return ["first seen"] }
    let lines = DifferenceText(state.space).lines(differences, limit: Self.shown)
    let back = before?.isPresent == false ? ["there again"] : []
    return back + (lines.isEmpty ? ["unchanged"] : lines)
  }

  private var conclusion: String {
    guard let firstSeen, let lastSeen else { return "It is in none of them." }
    let first = "First seen in \(place(firstSeen))"
    guard let firstMissing else { return "\(first), and there in \(place(lastSeen))." }
    return "\(first), last seen in \(place(lastSeen)), missing from \(place(firstMissing)) on."
  }

  private func place(_ number: Int) -> String { number < backups.count ? name(of: number) : "the export" }

  /// The date in a name, with its time where there is one.
  private static func day(_ milliseconds: Int64) -> String {
    milliseconds.isMultiple(of: 86_400_000) ? String(milliseconds.minuteText.prefix(10)) : milliseconds.minuteText
  }
}
