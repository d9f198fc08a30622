import SampleData

/// What an object holds that makes it large, or that does not.
enum ObjectKind: String, CaseIterable {
  case small
  /// One text, with which the document is just below MongoDB's limit of 16 MiB.
  case text
  /// An object with 100,000 members.
  case members
  /// An array of 1,000,000 numbers.
  case numbers

  private static let textBytes = 16 << 20 - 1 << 10

  /// The object's one member of its own.
  func member(_ random: inout RandomNumbers) -> Value {
    switch self {
    case .small: .string("small")
    case .text: .string(Self.text(&random))
    case .members:
      .document(Document((0..<100_000).map { (name: "member\($0)", value: .int32(random.int32(in: 0...9_999_999))) }))
    case .numbers: .array((0..<1_000_000).map { _ in .double(random.fraction() * 1000) })
    }
  }

  /// Words in which what JSON escapes, and what takes more than a byte, stands now and then.
  private static func text(_ random: inout RandomNumbers) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyzäöüß日本😀\"\\\n".map { Array(String($0).utf8) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(textBytes)
    while true {
      let word = (0..<random.integer(in: 3...11)).flatMap { _ in random.element(of: letters) } + [UInt8(ascii: " ")]
      guard bytes.count + word.count <= textBytes else { return String(decoding: bytes, as: UTF8.self) }
      bytes += word
    }
  }
}
