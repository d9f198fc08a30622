import ArgumentParser
import Regraft

/// Which part of all ids is looked at.
struct ShardOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Look only at the ids in part K of N, on this machine or another one. Nothing is decided then: `regraft merge-plans` "
        + "joins the plans of all parts, and does.",
      valueName: "k/n"
    )
  )
  var shard: Shard?
}

/// A part as the command line names it: `2/4`.
extension Shard: ExpressibleByArgument {
  /// The part that a text names; nil where it names none.
  public init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1] else { return nil }
    self.init(number: number, of: count)
  }
}
