import Foundation

/// A part of a run, and how fast it is to be.
struct Stage {
  /// What it works on.
  enum Unit: String {
    case bytes = "GB/s"
    case objects = "M/s"

    /// How many bytes or objects make up one of the unit.
    var size: Double { self == .bytes ? 1e9 : 1e6 }
  }

  let name: String
  let unit: Unit
  /// The rate that it is to reach; nil where none is set.
  let bar: Double?
  /// How many times the rate of inflating it has to be at least: a slow or busy machine slows both. Where it is nil, two thirds
  /// of the bar are the limit.
  let leastOfInflating: Double?
  /// Does the work once, and tells how much it was, in bytes or objects.
  let work: () throws -> Int

  init(
    _ name: String,
    _ unit: Unit,
    bar: Double? = nil,
    leastOfInflating: Double? = nil,
    work: @escaping () throws -> Int
  ) {
    self.name = name
    self.unit = unit
    self.bar = bar
    self.leastOfInflating = leastOfInflating
    self.work = work
  }

  /// The rate below which something has gone wrong; nil where there is none.
  ///
  /// - Parameter inflating: the rate of inflating in the same run; nil where it was not measured.
  func limit(inflating: Double?) -> Double? {
    guard let leastOfInflating else { return bar.map { $0 / 1.5 } }
    return inflating.map { $0 * leastOfInflating }
  }

  /// How many times the rate is measured, and for how long at least each time.
  private static let rounds = 5
  private static let roundSeconds = 0.25

  /// The median rate, after once without being measured.
  func rate() throws -> Double {
    _ = try work()
    let rates = try (0..<Self.rounds).map { _ in try roundRate() }
    return rates.sorted()[Self.rounds / 2]
  }

  private func roundRate() throws -> Double {
    var amount = 0
    let start = Self.processorSeconds()
    var seconds = 0.0
    repeat {
      amount += try work()
      seconds = Self.processorSeconds() - start
    } while seconds < Self.roundSeconds
    return Double(amount) / seconds / unit.size
  }

  /// The time that processors have spent on this process: where a stage has a thread that reads for it, of both, so
  /// that a rate is always that of one core; and the same when others use the machine too.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A line of the table, as `run.sh` prints them.
  func row(_ rate: Double) -> String {
    let name = name.padding(toLength: 44, withPad: " ", startingAt: 0)
    let measured = name + String(format: " %10.2f ", rate)
    guard let bar else { return measured + unit.rawValue }
    let unit = unit.rawValue.padding(toLength: 4, withPad: " ", startingAt: 0)
    return measured + unit + String(format: " >= %8.2f ", bar) + unit + (rate >= bar ? " ok" : " under")
  }
}
