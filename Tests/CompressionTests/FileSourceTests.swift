import Foundation
import Testing

@testable import Compression

@Suite struct FileSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `reads a file to its end and counts its bytes`() throws {
    let bytes = sampleBytes(1000)
    let source = try FileSource(path: try folder.write(bytes))
    #expect(try readAll(source, by: 300) == bytes)
    #expect(source.bytesRead == 1000)
    #expect(source.sha256 == nil)
  }

  @Test func `the digest is of everything read so far`() throws {
    let source = try FileSource(path: try folder.write(Array("abcdef".utf8)), digest: true)
    #expect(source.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var buffer = [UInt8](repeating: 0, count: 3)
    #expect(try source.read(into: &buffer) == 3)
    #expect(source.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try readAll(source, by: 3) == Array("def".utf8))
    #expect(source.sha256 == "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721")
  }

  @Test func `the identity tells of a change`() throws {
    let path = try folder.write(Array("before".utf8))
    let source = try FileSource(path: path, regularOnly: true)
    let identity = try #require(source.identity)
    #expect(identity.size == 6)
    #expect(try FileIdentity.of(path: path) == identity)
    #expect(!source.hasChanged())

    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("and after".utf8))
    try handle.close()
    #expect(source.hasChanged())
    #expect(try FileIdentity.of(path: path) != identity)
  }

  @Test func `the modification time is in nanoseconds`() throws {
    let path = try folder.write(hello)
    let times = [timespec(tv_sec: 1, tv_nsec: 2), timespec(tv_sec: 3, tv_nsec: 4)]
    #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
    #expect(try FileIdentity.of(path: path).modificationTime == 3_000_000_004)
  }

  @Test func `a missing file cannot be opened`() {
    let path = folder.path(of: "missing")
    let expected = CompressionError.cannotOpen(path: path, errno: ENOENT)
    #expect(throws: expected) { try FileSource(path: path) }
    #expect(throws: expected) { try FileIdentity.of(path: path) }
  }

  @Test func `a path with a NUL is not cut at it`() throws {
    let path = try folder.write(hello) + "\0.gz"
    let expected = CompressionError.cannotOpen(path: path, errno: EINVAL)
    #expect(throws: expected) { try FileSource(path: path) }
    #expect(throws: expected) { try FileIdentity.of(path: path) }
  }

  @Test(arguments: [false, true]) func `a folder is refused`(regularOnly: Bool) {
    #expect(throws: CompressionError.notReadable(path: folder.path)) {
      try FileSource(path: folder.path, regularOnly: regularOnly)
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a FIFO is refused without waiting where a regular file is needed`() throws {
    let path = folder.path(of: "fifo")
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: CompressionError.notReadable(path: path)) { try FileSource(path: path, regularOnly: true) }
  }

  @Test func `a socket and a device are refused where a regular file is needed`() throws {
    let path = folder.path(of: "socket")
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    try bind(descriptor, to: path)
    for path in [path, "/dev/null"] {
      #expect(throws: CompressionError.notReadable(path: path)) { try FileSource(path: path, regularOnly: true) }
    }
    #expect(try readAll(FileSource(path: "/dev/null"), by: 10) == [])
  }

  @Test func `a FIFO can be read and has no identity`() throws {
    let path = folder.path(of: "fifo")
    #expect(mkfifo(path, 0o600) == 0)
    // Open for both, so that neither end waits for the other.
    let writer = open(path, O_RDWR)
    #expect(write(writer, hello, hello.count) == hello.count)
    let source = try FileSource(path: path)
    close(writer)
    #expect(try readAll(source, by: 3) == hello)
    #expect(source.identity == nil)
    #expect(!source.hasChanged())
  }

  private func readAll(_ source: FileSource, by count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: count)
    while true {
      let filled = try source.read(into: &buffer)
      if filled == 0 { return bytes }
      bytes += buffer.prefix(filled)
    }
  }

  /// Makes the socket file at `path`.
  private func bind(_ descriptor: Int32, to path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    try #require(path.utf8.count < room)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }
}
