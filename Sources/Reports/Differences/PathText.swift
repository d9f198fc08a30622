import JSONStream
import Values

extension Difference {
  /// The path as text: names and positions with dots between them, `address.lines.0`. A name that could be
  /// taken for anything else stands in quotes, as JSON has it: `"a.b"`, `"0"`, `""`.
  package var pathText: String { Self.text(path) }

  /// The path of an element that has moved, where it is now; nil for all else.
  package var targetPathText: String? {
    guard case .moved(_, let target) = change else { return nil }
    return Self.text(path.dropLast() + [.position(target)])
  }

  private static func text(_ path: [Step]) -> String {
    path.map { step in
      switch step {
      case .position(let position): String(position)
      case .member(let name): text(name: String(decoding: name, as: UTF8.self))
      }
    }.joined(separator: ".")
  }

  private static let digits = Set("0123456789".unicodeScalars)
  private static let plainMarks = Set("_-$/*%@+".unicodeScalars)

  private static func text(name: String) -> String {
    let scalars = name.unicodeScalars
    let isPlain = scalars.allSatisfy {
      $0.properties.isAlphabetic || digits.contains($0) || plainMarks.contains($0)
    }
    if isPlain, !scalars.allSatisfy(digits.contains) { return name }
    var quoted: [UInt8] = []
    JSONString.append(name, to: &quoted)
    return String(decoding: quoted, as: UTF8.self)
  }
}
