/// A table of text whose columns are as wide as what stands in them.
package struct TextTable {
  private var rows: [[String]]
  /// The columns whose cells stand at the left; all others stand at the right.
  private let leftColumns: Set<Int>

  package init(header: [String], leftColumns: Set<Int> = [0]) {
    rows = [header]
    self.leftColumns = leftColumns
  }

  package mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines of the table, each indented by two spaces.
  package var lines: [String] {
    let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].columns }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.columns)
        return leftColumns.contains(column) ? cell + padding : padding + cell
      }
      var line = "  " + cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension Int {
  /// The number with commas between thousands.
  package var grouped: String {
    let digits = String(magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + text
  }

  /// `1 object`, `2 objects`.
  package func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

extension UInt64 {
  /// A size in bytes as people read it: `812 B`, `3.1 KB`, `176 MB`.
  package var byteSize: String {
    var value = Double(self)
    var unit = 0
    let units = ["B", "KB", "MB", "GB", "TB"]
    while value >= 999.5, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    guard unit > 0, value < 9.95 else { return "\(Int(value.rounded())) \(units[unit])" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
