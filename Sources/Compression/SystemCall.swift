import CLinux
import Foundation
import Glibc

/// The calls of the system that deal with files, folders and threads. They take and return what the system's do; where
/// one fails, its reason is in `errno`, unless it says otherwise.
///
/// SAFETY: a path is handed on as a text that ends with NUL and is there as long as the call takes, and so is the place
/// of a result; memory is handed on with the number of its bytes.
package enum SystemCall {
  // MARK: Files

  /// Opens a file.
  ///
  /// - Returns: its descriptor, or -1.
  package static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
    unsafe Glibc.open(path, flags, mode)
  }

  /// Reads bytes, from an index of `output` on.
  ///
  /// - Returns: how many were read, or -1; 0 only at the end of the file.
  package static func read(_ descriptor: Int32, into output: inout MutableSpan<UInt8>, from start: Int) -> Int {
    precondition(start >= 0 && start < output.count, "a read without room would look like the end of the file")
    return unsafe output.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return unsafe Glibc.read(descriptor, base + start, bytes.count - start)
    }
  }

  /// Reads bytes at a place of a file, all of them.
  ///
  /// - Returns: 0, or the system's error number; `EIO` where the file ends before.
  package static func read(_ descriptor: Int32, into output: inout MutableSpan<UInt8>, at offset: UInt64) -> Int32 {
    unsafe output.withUnsafeMutableBytes { bytes in
      var filled = 0
      while filled < bytes.count, let base = bytes.baseAddress {
        let count = unsafe pread(descriptor, base + filled, bytes.count - filled, off_t(offset) + off_t(filled))
        if count > 0 {
          filled += count
        } else if count == 0 || errno != EINTR {
          return count < 0 ? errno : EIO
        }
      }
      return 0
    }
  }

  /// Writes bytes, all of them, however many calls that takes.
  ///
  /// - Returns: 0, or the system's error number.
  package static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count, let base = bytes.baseAddress {
        let count = unsafe Glibc.write(descriptor, base + start, bytes.count - start)
        if count >= 0 {
          start += count
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// The same of an array.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 { write(bytes.span, to: descriptor) }

  /// Whether bytes can be written without waiting for who reads them.
  package static func isReadyForOutput(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&request, 1, 0) == 1 && request.revents & Int16(POLLOUT) != 0
  }

  /// Waits until there is something to read.
  package static func waitForInput(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&request, 1, -1)
  }

  /// What `mkstemp` and `mkdtemp` put other characters in the place of, which make a name that nothing has yet.
  private static let uniqueEnding = String(repeating: "X", count: 6)

  /// Opens a file without a name, for reading and writing by its owner alone. It is removed when it is closed.
  ///
  /// - Parameter folder: where it takes its room.
  /// - Returns: its descriptor, or -1.
  package static func openUnnamed(in folder: String) -> Int32 {
    let opened = unsafe regraft_open_unnamed(folder)
    guard opened < 0, errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else { return opened }
    // A file system without nameless files: one whose name is taken away at once.
    var template = Array("\(folder)/.regraft-\(uniqueEnding)".utf8CString)
    return unsafe regraft_open_unlinked(&template)
  }

  /// Removes a file's name.
  package static func unlink(_ path: String) { unsafe _ = Glibc.unlink(path) }

  // MARK: Folders

  /// Makes a folder for its owner alone, whatever the process's mask.
  ///
  /// - Returns: whether it was made.
  package static func makeFolder(_ path: String) -> Bool {
    unsafe mkdir(path, S_IRWXU) == 0 && chmod(path, S_IRWXU) == 0
  }

  /// Makes a folder for its owner alone, of which the system makes up the end of the name.
  ///
  /// - Parameter beginning: what its path begins with.
  /// - Returns: its path; nil where the system refuses.
  package static func makeUniqueFolder(_ beginning: String) -> String? {
    var template = Array("\(beginning)-\(uniqueEnding)".utf8CString)
    guard unsafe mkdtemp(&template) != nil, unsafe chmod(template, S_IRWXU) == 0 || errno == ENOENT else { return nil }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes an empty folder.
  package static func removeFolder(_ path: String) { unsafe _ = rmdir(path) }

  // MARK: Names

  /// Gives a file or folder another name, and takes the place of what has it.
  ///
  /// - Returns: whether it was done.
  package static func rename(_ path: String, to name: String) -> Bool { unsafe Glibc.rename(path, name) == 0 }

  /// Gives a file or folder another name, which nothing must have yet.
  ///
  /// - Returns: whether it was done; with `EEXIST` in `errno` something has that name.
  package static func rename(_ path: String, toNew name: String) -> Bool { unsafe regraft_rename_new(path, name) == 0 }

  /// Exchanges the names of two files or folders in one step.
  ///
  /// - Returns: whether it was done.
  package static func exchange(_ path: String, _ other: String) -> Bool {
    unsafe regraft_rename_exchange(path, other) == 0
  }

  // MARK: What stands where

  /// What is known of an open file; nil where the call fails.
  package static func status(of descriptor: Int32) -> stat? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? status : nil
  }

  /// What is known of that which stands at a path; nil where the call fails.
  ///
  /// - Parameter followsLink: whether a symbolic link stands for what it leads to.
  package static func status(of path: String, followsLink: Bool = true) -> stat? {
    var status = stat()
    return unsafe (followsLink ? stat(path, &status) : lstat(path, &status)) == 0 ? status : nil
  }

  /// Whether what stands at a path is a folder; nil where nothing does.
  package static func isFolder(_ path: String) -> Bool? {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) ? isFolder.boolValue : nil
  }

  /// Whether there is the access to a path that the mode names.
  package static func hasAccess(_ path: String, _ mode: Int32) -> Bool { unsafe access(path, mode) == 0 }

  /// The paths that a shell's pattern stands for, in their order; none where it stands for nothing or cannot be read.
  package static func paths(matching pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    return unsafe (0..<Int(found.gl_pathc)).compactMap { unsafe found.gl_pathv[$0].map { unsafe String(cString: $0) } }
  }

  // MARK: Terminals, signals and errors

  /// How many columns a terminal has; nil where that is not known.
  package static func columns(ofTerminal descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Has a signal end the program no more.
  package static func ignore(signal number: Int32) { signal(number, SIG_IGN) }

  /// What an error number means.
  package static func text(ofError number: Int32) -> String { unsafe String(cString: strerror(number)) }

  // MARK: Threads

  /// Whether there is room for the stacks of so many threads, and some more, below the limit of the process's memory.
  package static func hasRoom(forThreads count: Int) -> Bool {
    var limit = rlimit()
    let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0
    let stackBytes = isKnown && limit.rlim_cur <= mostStackBytes ? Int(limit.rlim_cur) : usualStackBytes
    let bytes = (count + 1) * stackBytes
    let memory = unsafe mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { return false }
    unsafe munmap(memory, bytes)
    return true
  }

  /// Whether the system limits how much memory the process may ask for.
  package static var limitsMemory: Bool {
    var limit = rlimit()
    let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
    // RLIM_INFINITY, which is a negative number to the importer.
    return isKnown && limit.rlim_cur != .max
  }

  private static let usualStackBytes = 8 << 20
  private static let mostStackBytes = 64 << 20

  /// Starts a thread that nobody waits for. Foundation's threads do not say that they could not be started.
  ///
  /// - Returns: 0, or the system's error number.
  package static func startThread(_ work: @escaping @Sendable () -> Void) -> Int32 {
    var thread = pthread_t()
    let problem = create(&thread, for: work)
    if problem == 0 { pthread_detach(thread) }
    return problem
  }

  /// Does work on several threads, that of the caller included, and waits for all of them. Where the system refuses
  /// threads, there are fewer.
  package static func run(onThreads count: Int, _ work: @Sendable () -> Void) {
    withoutActuallyEscaping(work) { work in
      var threads: [pthread_t] = []
      var thread = pthread_t()
      while threads.count + 1 < count, create(&thread, for: work) == 0 { threads.append(thread) }
      work()
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  /// - Returns: 0, or the system's error number.
  private static func create(_ thread: inout pthread_t, for work: @escaping @Sendable () -> Void) -> Int32 {
    let held = unsafe Unmanaged.passRetained(ThreadWork(run: work))
    let problem = unsafe pthread_create(
      &thread,
      nil,
      { held in
        // SAFETY: it is what was retained for this thread, which takes it over.
        if let held = unsafe held { unsafe Unmanaged<ThreadWork>.fromOpaque(held).takeRetainedValue().run() }
        return nil
      },
      held.toOpaque()
    )
    if problem != 0 { unsafe held.release() }
    return problem
  }

  private final class ThreadWork: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
