import CLinux
import Glibc

/// Memory for many elements, straight from the system: what was not written to is zero and takes up nothing, and what is
/// let go is gone from the process at once.
///
/// SAFETY: the memory is this value's alone, and is there until it goes; every index is checked. Elements are bits that
/// nothing has to be done for when they go, and all of them zero is a value of theirs.
@safe
struct PageMemory<Element: BitwiseCopyable>: ~Copyable {
  private let elements: UnsafeMutableBufferPointer<Element>
  private let bytes: Int

  /// How many elements there are.
  var count: Int { unsafe elements.count }

  /// No memory.
  init() {
    unsafe elements = unsafe UnsafeMutableBufferPointer(start: nil, count: 0)
    bytes = 0
  }

  /// - Parameters:
  ///   - count: how many elements there are.
  ///   - isScattered: whether they will be looked at in no order: then large pages are asked for, so that the
  ///     processor knows the addresses of all of them.
  /// - Throws: `MergeError.outOfMemory`.
  init(count: Int, isScattered: Bool = false) throws(MergeError) {
    let (size, overflows) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !overflows, size <= Int.max - Self.pageBytes else { throw .outOfMemory }
    let rounded = (size + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes
    let memory = unsafe mmap(nil, rounded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { throw .outOfMemory }
    // Only advice: nothing depends on it. All pages will be written to, and that one by one takes longer: each would be
    // read first. As long as the system makes them of itself no other thread gets memory from it, and clearing a large one
    // can take milliseconds: so each is made by writing to it, for which that does not hold.
    if isScattered {
      unsafe madvise(memory, rounded, MADV_HUGEPAGE)
      let first = Int(bitPattern: memory) & (Self.largePageBytes - 1)
      for page in stride(from: -first, to: rounded, by: Self.largePageBytes) {
        let (start, end) = (max(page, 0), min(page + Self.largePageBytes, rounded))
        unsafe memory.storeBytes(of: 0, toByteOffset: start, as: UInt8.self)
        unsafe madvise(memory + start, end - start, MADV_POPULATE_WRITE)
      }
    }
    unsafe elements = UnsafeMutableBufferPointer(start: memory.assumingMemoryBound(to: Element.self), count: count)
    bytes = rounded
  }

  deinit { if let start = unsafe elements.baseAddress { unsafe munmap(start, bytes) } }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return unsafe elements[index]
    }
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      unsafe elements[index] = newValue
    }
  }

  /// Asks for the memory of an element before it is needed.
  func prefetch(_ index: Int) {
    guard let start = unsafe elements.baseAddress else { return }
    let address = unsafe UnsafeRawPointer(start + index)
    // Any address will do. Elements and lines of the cache do not begin together.
    unsafe regraft_prefetch(address)
    unsafe regraft_prefetch(address + 64)
  }

  private static var pageBytes: Int { 1 << 12 }
  private static var largePageBytes: Int { 1 << 21 }
}
