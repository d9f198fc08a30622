import ArgumentParser
import Regraft

/// What a run may take of the machine.
struct ResourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most memory to take: 200M, 1.5G, or bytes, from 64M. Where the export has more objects than fit (53 bytes "
        + "each), files in --temp-dir serve instead and the backup is read twice; the result is the same.",
      valueName: "size"
    )
  )
  var memoryLimit: ByteSize?

  @Option(
    help: ArgumentHelp(
      "How many threads work at a time, beside the one that reads and inflates a backup (default: one a core).",
      valueName: "n"
    )
  )
  var threads: Int?

  func validate() throws {
    if let memoryLimit, memoryLimit.bytes < PlanOptions.smallestMemoryLimit {
      throw ValidationError("--memory-limit takes a size from 64M: the program itself needs so much.")
    }
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1.") }
  }
}
