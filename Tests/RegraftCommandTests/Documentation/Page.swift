import Foundation

/// A page of the documentation, as far as it has commands.
///
/// A block ` ```sh ` holds commands, one a line. A block ` ```console ` holds commands after `$ `, each with what it
/// prints, on standard output and on standard error, below it; there `…` stands for any text and, alone on a line, for
/// any lines. A command ends with exit code 0, or `$ echo $?` follows it.
struct Page {
  /// A command, and what is said of it.
  struct Command {
    /// Where it stands, counted from 1.
    var line: Int
    var text: String
    /// The lines that it prints; nil where the page does not show them.
    var output: [String]?
  }

  private(set) var commands: [Command] = []
  /// The lines with a command that stands in no such block, and so would not be run.
  private(set) var strayLines: [Int] = []

  init(_ markdown: String) {
    var fence: String?
    for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(line)
      if line.hasPrefix("```") {
        fence = fence == nil ? String(line.dropFirst(3)) : nil
        continue
      }
      switch fence {
      case "sh": commands.append(Command(line: index + 1, text: line))
      case "console": addConsole(line, number: index + 1)
      default:
        let text = line.drop { $0 == " " }
        if text.hasPrefix("regraft ") || text.hasPrefix("$ ") { strayLines.append(index + 1) }
      }
    }
  }

  private mutating func addConsole(_ line: String, number: Int) {
    if line.hasPrefix("$ ") {
      commands.append(Command(line: number, text: String(line.dropFirst(2)), output: []))
    } else if commands.isEmpty {
      strayLines.append(number)
    } else {
      commands[commands.count - 1].output?.append(line)
    }
  }
}

/// Whether lines are what a page shows.
enum ShownOutput {
  static let gap = "…"

  static func matches(_ shown: [String], _ printed: [String]) -> Bool {
    matches(shown, printed, isGap: { $0.drop { $0 == " " } == gap }) { shown, printed in
      matches(Array(shown), Array(printed), isGap: { $0 == Character(gap) }, isEqual: ==)
    }
  }

  /// Whether the elements are the pattern, in which a gap is any number of elements.
  private static func matches<Element>(
    _ pattern: [Element],
    _ elements: [Element],
    isGap: (Element) -> Bool,
    isEqual: (Element, Element) -> Bool
  ) -> Bool {
    var place = 0, position = 0
    // The last gap, and up to where it reaches as yet.
    var lastGap: (place: Int, end: Int)?
    while position < elements.count {
      if place < pattern.count, isGap(pattern[place]) {
        lastGap = (place, position)
        place += 1
      } else if place < pattern.count, isEqual(pattern[place], elements[position]) {
        place += 1
        position += 1
      } else if let gap = lastGap {
        lastGap = (gap.place, gap.end + 1)
        place = gap.place + 1
        position = gap.end + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy(isGap)
  }
}
