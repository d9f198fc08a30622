/// Memory for the text of one string at a time, its escapes resolved.
@usableFromInline
final class UnescapedText {
  // Exclusivity is not checked at run time: nothing is called while the memory changes.
  @exclusivity(unchecked) private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 8)

  @usableFromInline init() {}

  deinit { memory.deallocate() }

  /// Memory with room for `count` bytes, the first `kept` of which are what they were; it stays where it
  /// is until more room is asked for.
  func room(for count: Int, keeping kept: Int) -> UnsafeMutableRawBufferPointer {
    if count > memory.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(memory.count * 2, count), alignment: 8)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<kept]))
      memory.deallocate()
      memory = larger
    }
    return memory
  }

  /// The first bytes of the memory.
  func text(_ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }
}
