import CLinux
import Glibc

/// Memory for many elements, straight from the system: what was not written to is zero and takes up nothing, it grows
/// without being copied, and what is released is gone from the process at once. Its owner releases it.
struct PageMemory<Element: BitwiseCopyable> {
  /// Where the elements are; nil while there is no room for any.
  private(set) var elements: UnsafeMutablePointer<Element>?
  /// For how many elements there is room.
  private(set) var capacity = 0
  private var bytes = 0

  /// Makes room for so many elements, those that are there being kept.
  ///
  /// - Parameter isScattered: whether they will be looked at in no order: then large pages are asked for, so that the
  ///   processor knows the addresses of all of them.
  mutating func resize(to count: Int, isScattered: Bool = false) throws(MergeError) {
    let (size, overflows) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflows, size <= Int.max - Self.pageBytes else { throw .outOfMemory }
    let rounded = (size + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes
    guard let memory = regraft_resize_pages(elements, bytes, rounded) else { throw .outOfMemory }
    // Only advice: nothing depends on it.
    if isScattered { madvise(memory, rounded, MADV_HUGEPAGE) }
    elements = memory.assumingMemoryBound(to: Element.self)
    bytes = rounded
    capacity = rounded / MemoryLayout<Element>.stride
  }

  mutating func release() {
    if let elements { munmap(elements, bytes) }
    self = PageMemory()
  }

  private static var pageBytes: Int { 1 << 12 }
}
