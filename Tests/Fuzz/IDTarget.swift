import Merge

/// The last check's reader of ids.
struct IDTarget: FuzzTarget {
  private let file = InputFile()

  /// What reading gave, to the end or to the fault.
  private struct Read: Equatable {
    var ids: [[UInt8]] = []
    var error: LastCheckError?
  }

  func read(_ input: UnsafeRawBufferPointer) {
    // How much is read of what is inflated before damage shows depends on the buffer.
    guard !input.starts(with: [0x1F, 0x8B]) else { return }
    file.write(input)
    // Memory of just the size of the input, so that a byte that is read behind it is found.
    let whole = ids(bufferBytes: max(input.count, 1))
    for bufferBytes in [1, 13] {
      demand(ids(bufferBytes: bufferBytes) == whole, "buffers of \(bufferBytes) bytes make no difference")
    }
  }

  private func ids(bufferBytes: Int) -> Read {
    var read = Read()
    do throws(LastCheckError) {
      try IDReader(.init(path: file.path), bufferBytes: bufferBytes).forEach { (id, _) throws(LastCheckError) in
        read.ids.append(id.withUnsafeBufferPointer { Array($0) })
      }
    } catch {
      read.error = error
    }
    return read
  }

  static var seeds: [[UInt8]] { JSONTarget.seeds }
}
