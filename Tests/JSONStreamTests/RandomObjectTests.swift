import TestSupport
import Testing

@testable import JSONStream
@testable import Values

@Suite("Random objects")
struct RandomObjectTests {
  @Test("An object has one fingerprint as BSON and as JSON of any order, spacing and spelling")
  func spellings() throws {
    let seed: UInt64 = 41
    var random = RandomObjects(seed: seed)
    let side = Side()
    for round in 0..<300 {
      let members = random.members(depth: 0)
      let stored = try side.fingerprint(.object(members))
      let json = random.json(.object(members))
      if try side.fingerprint(json: json) != stored { Issue.record("\(json) (seed \(seed), round \(round))") }
      if try side.fingerprint(.object(random.shuffled(members))) != stored {
        Issue.record("\(json) shuffled (seed \(seed), round \(round))")
      }
    }
  }

  @Test("Any change of one value gives an object another fingerprint")
  func changes() throws {
    let seed: UInt64 = 42
    var random = RandomObjects(seed: seed)
    let side = Side()
    for round in 0..<500 {
      let object = StoredValue.object(random.members(depth: 0) + [("last", 1)])
      let changed = random.changed(object)
      if try side.fingerprint(object) == side.fingerprint(changed) {
        Issue.record("\(random.json(object)) and \(random.json(changed)) (seed \(seed), round \(round))")
      }
    }
  }
}

/// Makes objects and the many texts of one object.
struct RandomObjects {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  mutating func members(depth: Int) -> [(String, StoredValue)] {
    (0..<chance(6)).map { _ in (text(), value(depth: depth + 1)) }
  }

  mutating func text() -> String {
    let characters = ["a", "b", "7", " ", "\"", "\\", "/", "\n", "\u{1}", "é", "€", "😀", "\u{FFFF}", "T", "Z"]
    return (0..<chance(12)).map { _ in characters[chance(characters.count)] }.joined()
  }

  /// A value with an equal in JSON.
  mutating func value(depth: Int) -> StoredValue {
    switch chance(depth > 4 ? 9 : 12) {
    case 0: .text(text())
    case 1: .int32(Int32(truncatingIfNeeded: generator.next() >> 48))
    case 2: .int64(Int64(bitPattern: generator.next()))
    case 3: .double(Double(chance(2000) - 1000) / 8)
    case 4: .double(Double.random(in: -1...1, using: &generator))
    case 5: .date(Int64.random(in: ISODate.range, using: &generator))
    case 6: .objectID((0..<12).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    case 7: .boolean(chance(2) == 0)
    case 8: chance(2) == 0 ? .null : .undefined
    case 9: .array((0..<chance(5)).map { _ in value(depth: depth + 1) })
    default: .object(members(depth: depth))
    }
  }

  mutating func shuffled(_ members: [(String, StoredValue)]) -> [(String, StoredValue)] {
    members.shuffled(using: &generator)
  }

  /// One of the JSON texts of a value.
  mutating func json(_ value: StoredValue) -> String {
    switch value {
    case .text(let text), .symbol(let text): return quoted(text)
    case .int32(let number): return spelled(Int64(number))
    case .int64(let number): return spelled(number)
    case .double(let number): return number.description
    case .date(let milliseconds):
      let text = ISODate.text(milliseconds) ?? ""
      guard text.contains("."), chance(2) == 0 else { return quoted(text) }
      return quoted(text.dropLast() + String(repeating: "0", count: chance(4)) + "Z")
    case .objectID(let bytes): return quoted(Hex.text(bytes))
    case .boolean(let value): return value ? "true" : "false"
    case .array(let elements):
      return "[" + elements.map { space() + json($0) + space() }.joined(separator: ",")
        + (elements.isEmpty ? space() : "") + "]"
    case .object(let members):
      let members = shuffled(members + (chance(4) == 0 ? [("absent", .null)] : []))
      let texts = members.map { name, value in
        space() + quoted(name) + space() + ":" + space() + json(value) + space()
      }
      return "{" + texts.joined(separator: ",") + (texts.isEmpty ? space() : "") + "}"
    default: return "null"
    }
  }

  private mutating func space() -> String {
    chance(3) > 0 ? "" : [" ", "\n", "\t", "\r\n", "  \n   "][chance(5)]
  }

  private mutating func spelled(_ number: Int64) -> String {
    switch chance(4) {
    case 0: "\(number).0"
    case 1: "\(number)e0"
    case 2: "\(number)0e-1"
    default: "\(number)"
    }
  }

  private mutating func quoted(_ text: some StringProtocol) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      let isForced = scalar == "\"" || scalar == "\\" || scalar.value < 0x20
      if isForced || chance(8) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: chance(2) == 0)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// The value with one change somewhere in it.
  mutating func changed(_ value: StoredValue) -> StoredValue {
    switch value {
    case .text(let text): return .text(text + "x")
    case .int32(let number): return .int32(number ^ 1)
    case .int64(let number): return .int64(number ^ 1)
    case .double(let number): return .double(number.nextUp)
    case .date(let milliseconds): return .date(milliseconds ^ 1)
    case .objectID(let bytes): return .objectID(bytes.dropLast() + [(bytes.last ?? 0) ^ 1])
    case .boolean(let value): return .boolean(!value)
    case .array(var elements):
      if elements.isEmpty || chance(5) == 0 { return .array(elements + [.null]) }
      let place = chance(elements.count)
      elements[place] = changed(elements[place])
      return .array(elements)
    case .object(var members):
      if members.isEmpty || chance(5) == 0 { return .object(members + [("added", false)]) }
      let place = chance(members.count)
      members[place].1 = changed(members[place].1)
      return .object(members)
    default: return .int32(0)
    }
  }
}
