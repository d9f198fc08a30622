import Foundation
import Testing

/// A case of the JSON parsing test suite.
struct ParsingCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  /// The text, in Base64.
  var base64: Data

  var testDescription: String { name }

  /// Whether the text is a value that can be read.
  ///
  /// Of what the suite leaves open, numbers beyond a double's range are read, for they are never rounded.
  /// What is no UTF-8, half of a surrogate pair, and nesting beyond the limit is not.
  var isReadable: Bool { name.hasPrefix("y_") || name.hasPrefix("i_number_") }

  /// A table file with one object, in which the text stands where a value has to be.
  ///
  /// None of the suite's faults is mended by what stands around it: where a text closes more than it
  /// opens, the rest closes one thing too many.
  var file: [UInt8] { Array(#"[{"id":"/db/T/1","value":"#.utf8) + base64 + Array("}]".utf8) }

  static let all: [ParsingCase] = {
    guard let url = Bundle.module.url(forResource: "cases", withExtension: "ndjson", subdirectory: "ParsingSuite"),
      let lines = try? Data(contentsOf: url).split(separator: 0x0A)
    else { return [] }
    return lines.compactMap { try? JSONDecoder().decode(ParsingCase.self, from: $0) } + nested
  }()

  /// The cases that are deep nesting and nothing else.
  private static var nested: [ParsingCase] {
    func repeating(_ text: String, _ count: Int) -> Data { Data(String(repeating: text, count: count).utf8) }
    return [
      ParsingCase(name: "n_structure_100000_opening_arrays", base64: repeating("[", 100_000)),
      ParsingCase(name: "n_structure_open_array_object", base64: repeating(#"[{"":"#, 50_000) + Data("\n".utf8)),
      ParsingCase(name: "i_structure_500_nested_arrays", base64: repeating("[", 500) + repeating("]", 500)),
    ]
  }
}
