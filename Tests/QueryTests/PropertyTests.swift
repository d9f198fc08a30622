import TestSupport
import Testing
import Values

@testable import Query

/// Random queries over random objects, made of so few names and values that they often match.
@Suite struct PropertyTests {
  private struct Generator {
    var random: SeededGenerator

    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }

    mutating func scalar() -> TypedValue {
      pick([
        .null, .int32(1), .int64(2), .double(1), .double(1.5), .double(.nan), .boolean(true), .text(Array("a".utf8)),
        .text(Array("2020-01-02T00:00:00Z".utf8)), .date(1_577_923_200_000),
        .objectID([UInt8](repeating: 7, count: 12)),
        .text(Array(String(repeating: "07", count: 12).utf8)), .minKey,
      ])
    }

    mutating func value(depth: Int = 0) -> TypedValue {
      switch Int.random(in: 0..<(depth < 3 ? 6 : 4), using: &random) {
      case 4: .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1) })
      case 5: object(depth: depth + 1)
      default: scalar()
      }
    }

    mutating func object(depth: Int = 0) -> TypedValue {
      .object(
        ["a", "b", "0"].shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)).map { name in
          .init(name: Array(name.utf8), value: value(depth: depth))
        }
      )
    }

    mutating func query() -> TypedValue {
      let path = pick(["a", "b", "a.b", "a.0", "b.a", "0"])
      let condition =
        switch Int.random(in: 0..<7, using: &random) {
        case 0: wrap("$in", .array([scalar(), value(depth: 2)]))
        case 1: wrap(pick(["$lt", "$lte", "$gt", "$gte"]), scalar())
        case 2: wrap("$exists", .boolean(true))
        case 3: wrap("$type", .text(Array(pick(["string", "number", "array"]).utf8)))
        case 4: wrap("$elemMatch", wrap(pick(["$lt", "$gte", "$ne"]), scalar()))
        case 5: wrap("$all", .array([scalar()]))
        default: wrap("$eq", value(depth: 2))
        }
      return wrap(path, condition)
    }
  }

  /// Calls `body` with queries, each with objects, and expects some to match and some not.
  private func forEach(_ body: (_ first: TypedValue, _ second: TypedValue, TypedValue) throws -> Bool) throws {
    var generator = Generator(random: SeededGenerator(seed: 7))
    var counts = [true: 0, false: 0]
    for _ in 0..<3000 {
      let (first, second, object) = (generator.query(), generator.query(), generator.object())
      counts[try body(first, second, object), default: 0] += 1
    }
    #expect(counts[true, default: 0] > 200 && counts[false, default: 0] > 200)
  }

  private func matches(_ query: TypedValue, _ object: TypedValue) throws -> Bool { try Query(query).matches(object) }

  @Test func `nor is the complement`() throws {
    try forEach { query, _, object in
      let isMatch = try matches(query, object)
      #expect(try matches(wrap("$nor", .array([query])), object) != isMatch, "\(query) \(object)")
      return isMatch
    }
  }

  @Test func `not is the complement of one field's operators`() throws {
    try forEach { query, _, object in
      guard case .object(let members) = query else { return false }
      let isMatch = try matches(query, object)
      let negated = wrap(String(decoding: members[0].name, as: UTF8.self), wrap("$not", members[0].value))
      #expect(try matches(negated, object) != isMatch, "\(query) \(object)")
      return isMatch
    }
  }

  @Test func `neither of two is the same as not one and not the other`() throws {
    try forEach { first, second, object in
      let neither = try matches(wrap("$nor", .array([first, second])), object)
      let both = [first, second].map { wrap("$nor", .array([$0])) }
      #expect(try matches(wrap("$and", .array(both)), object) == neither, "\(first) \(second) \(object)")
      let any = try matches(wrap("$or", .array([first, second])), object)
      #expect(any != neither)
      return any
    }
  }

  @Test func `to be in a list is to be equal to one of it`() throws {
    var generator = Generator(random: SeededGenerator(seed: 8))
    var found = 0
    for _ in 0..<3000 {
      let (path, object) = (generator.pick(["a", "a.b", "a.0"]), generator.object())
      let values = (0..<3).map { _ in generator.value(depth: 2) }
      let isIn = try matches(wrap(path, wrap("$in", .array(values))), object)
      let equals = values.map { wrap(path, wrap("$eq", $0)) }
      #expect(try matches(wrap("$or", .array(equals)), object) == isIn, "\(values) \(object)")
      #expect(try matches(wrap(path, wrap("$nin", .array(values))), object) != isIn)
      found += isIn ? 1 : 0
    }
    #expect(300..<2700 ~= found)
  }

  @Test func `what is not less, and of the same kind, is equal or greater`() throws {
    var generator = Generator(random: SeededGenerator(seed: 9))
    var compared = 0
    for _ in 0..<3000 {
      let (operand, object) = (generator.scalar(), wrap("a", generator.scalar()))
      let less = try matches(wrap("a", wrap("$lt", operand)), object)
      let greater = try matches(wrap("a", wrap("$gt", operand)), object)
      let equal = try matches(wrap("a", wrap("$eq", operand)), object)
      #expect([less, greater, equal].count { $0 } <= 1, "\(operand) \(object)")
      #expect(try matches(wrap("a", wrap("$lte", operand)), object) == (less || equal))
      #expect(try matches(wrap("a", wrap("$gte", operand)), object) == (greater || equal))
      compared += less || greater || equal ? 1 : 0
    }
    #expect(500..<2500 ~= compared)
  }
}

/// An object of one member.
private func wrap(_ name: String, _ value: TypedValue) -> TypedValue {
  .object([.init(name: Array(name.utf8), value: value)])
}
