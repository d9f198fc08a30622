/// Memory for the text of one string at a time, its escapes resolved.
@usableFromInline
final class UnescapedText {
  // Exclusivity is not checked at run time: nothing is called while the memory changes.
  @exclusivity(unchecked) private(set) var memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 1024,
    alignment: 8
  )

  @usableFromInline init() {}

  deinit { memory.deallocate() }

  /// Makes room for as much again, what is there being kept.
  func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 8)
    larger.copyMemory(from: UnsafeRawBufferPointer(memory))
    memory.deallocate()
    memory = larger
  }
}
