/// A crash that only coverage leads to: shows that what finds nothing would have found something.
struct PlantedTarget: FuzzTarget {
  static var seeds: [[UInt8]] { [Array("planted".utf8)] }

  // Not optimised, so that every comparison keeps a branch of its own.
  @_optimize(none)
  func read(_ input: UnsafeRawBufferPointer) {
    guard input.count > 5 else { return }
    guard input[0] == 0x72 else { return }
    guard input[1] == 0x65 else { return }
    guard input[2] == 0x67 else { return }
    guard input[3] == 0x72 else { return }
    guard input[4] == 0x61 else { return }
    guard input[5] == 0x66 else { return }
    fatalError("the planted crash")
  }
}
