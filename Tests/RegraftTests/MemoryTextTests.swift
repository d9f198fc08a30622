import Merge
import Regraft
import Testing

/// What is said where memory is limited.
@Suite struct MemoryTextTests {
  @Test func `an error about memory says how much, and what to do`() {
    let full = ErrorText(MergeError.memoryLimit(allowedBytes: 128_000_000, neededBytes: 130_200_000))
    #expect(full.code == "memory-limit" && !full.isUsage)
    #expect(full.message.contains("131M") && full.message.contains("128M") && full.message.contains("--memory-limit"))
    let twice = ErrorText(MergeError.usage(.readTwice(path: "-")))
    #expect(twice.isUsage && twice.message.contains("standard input cannot be"))
    let small = ErrorText(MergeError.usage(.smallMemoryLimit(1, least: 64_000_000)))
    #expect(small.isUsage && small.message.contains("from 64M"))
  }
}
