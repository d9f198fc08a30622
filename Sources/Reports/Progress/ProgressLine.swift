import Merge

extension RunProgress.Stage {
  /// What is done, as people read it.
  package var text: String {
    switch self {
    case .readingExport: "reading the export"
    case .readingBackup: "reading the backup"
    case .readingExportAgain: "reading the export again"
    case .readingImportFiles: "reading the import files"
    case .deciding: "deciding"
    case .writing: "writing"
    case .lastCheck: "last check"
    }
  }
}

/// How far a stage of a run is, as one line.
package struct ProgressLine {
  private let stage: String
  /// How much of it is done, from 0 to 1; nil where that is not known.
  private let fraction: Double?
  private let bytes: String?
  private let rate: String?
  private let time: String?
  private let timeLeft: String?

  /// - Parameter now: the moment of which it speaks.
  package init(_ state: RunProgress.State, at now: ContinuousClock.Instant = .now) {
    let elapsed = (now - state.began) / Duration.seconds(1)
    stage = state.stage.text
    if let total = state.totalBytes, total > 0 {
      fraction = Double(state.bytes) / Double(total)
    } else {
      fraction = nil
    }
    bytes = Self.bytes(state.bytes, of: state.totalBytes)
    let isSteady = elapsed >= 1
    rate = isSteady && state.objects > 0 ? Self.rounded(Double(state.objects) / elapsed) + " objects/s" : nil
    timeLeft = isSteady ? fraction.flatMap { $0 > 0 && $0 < 1 ? Self.duration(elapsed * (1 - $0) / $0) : nil } : nil
    time = isSteady ? Self.duration(elapsed) : nil
  }

  /// The line for a log.
  package var plain: String {
    let last = timeLeft.map { "about \($0) left" } ?? time.map { "\($0) so far" }
    return [stage, percent, bytes, rate, last].compactMap(\.self).joined(separator: "  ")
  }

  /// The stage, and how much of it is done.
  package var brief: String { [stage, percent].compactMap(\.self).joined(separator: " ") }

  /// The line for a terminal, with a bar where it fits.
  ///
  /// - Parameters:
  ///   - columns: how wide the terminal is; the last column is left free, where some begin a new line.
  ///   - title: what is said before the stage.
  package func bar(columns: Int, title: String? = nil) -> String {
    let title = title.map { "\($0): \(stage)" } ?? stage
    var room = columns - 1 - title.columns
    // What counts most takes its room first.
    func fitting(_ text: String?) -> String? {
      guard let text, text.count + 2 <= room else { return nil }
      room -= text.count + 2
      return text
    }
    // Widths that stay, so that nothing jumps.
    let percent = fitting(percent.map { String(repeating: " ", count: 4 - $0.count) + $0 })
    let barWidth = max(8, min(32, columns - 72))
    let last = fitting(timeLeft.map { "\($0) left" } ?? time.map { "\($0) so far" })
    let bar = fitting(fraction.map { Self.bar($0, width: barWidth) })
    let bytes = fitting(bytes)
    let rate = fitting(rate)
    return [title, bar, percent, bytes, rate, last].compactMap(\.self).joined(separator: "  ").cut(to: columns - 1)
  }

  private var percent: String? {
    guard let fraction else { return nil }
    // Not rounded up: 100 is the end.
    return "\(Int(fraction * 100))%"
  }

  private static func bar(_ fraction: Double, width: Int) -> String {
    let inner = width - 2
    let filled = Int(fraction * Double(inner))
    let head = filled < inner ? ">" : ""
    let empty = String(repeating: " ", count: inner - filled - head.count)
    return "[" + String(repeating: "=", count: filled) + head + empty + "]"
  }

  private static func bytes(_ bytes: UInt64, of total: UInt64?) -> String? {
    guard let total, total > 0 else { return bytes > 0 ? bytes.byteSize : nil }
    let (read, all) = (bytes.byteSize.split(separator: " "), total.byteSize.split(separator: " "))
    return read[1] == all[1] ? "\(read[0]) of \(total.byteSize)" : "\(bytes.byteSize) of \(total.byteSize)"
  }

  /// A number with its first two digits, so that the line does not flicker.
  private static func rounded(_ number: Double) -> String {
    var unit = 1.0
    while number / unit >= 100 { unit *= 10 }
    return Int((number / unit).rounded() * unit).grouped
  }

  /// A span of time as people say it; nil where it is so long that it means nothing.
  private static func duration(_ seconds: Double) -> String? {
    guard seconds < 360_000 else { return nil }
    let whole = Int(seconds.rounded(.up))
    switch whole {
    case ..<100: return "\(whole) s"
    case ..<6000: return "\((whole + 30) / 60) min"
    default: return "\((whole + 1800) / 3600) h"
    }
  }
}
