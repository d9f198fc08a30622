import SampleData

/// Makes random objects of the tables Message, Product and Event.
struct RandomObjects {
  private var random: RandomNumbers
  private let words: [String]

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzäöüß日本😀\"\\\n")
  private static let firstCreation = startOfDay(year: 2018, month: 1, day: 1)
  private static let threeYears = 3 * 365 * dayMilliseconds

  /// The objects of a seed.
  init(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    // Words become member names too, which must differ.
    var known: Set<String> = []
    var words: [String] = []
    while words.count < 5000 {
      let length = random.integer(in: 3...11)
      let word = String((0..<length).map { _ in random.element(of: Self.letters) })
      if known.insert(word).inserted { words.append(word) }
    }
    self.random = random
    self.words = words
  }

  /// A short text with words and long strings.
  mutating func message() -> Document {
    var document = common()
    document.append([
      "text": .string(text(words: Int(random.integer(in: 3...40)))),
      "author": .string(user()),
      "likes": .int32(random.int32(in: 0...1_000_000)),
      "score": .double(random.fraction() * 100),
      "read": .boolean(random.chance(0.5)),
      "tags": .array(random.sample(Int(random.integer(in: 0...5)), of: words).map(Value.string)),
    ])
    return document
  }

  /// An object with members inside of members.
  mutating func product() -> Document {
    let variants = { (random: inout RandomNumbers) in
      Value.document([
        "sku": .string(random.uuid()), "size": .string(random.element(of: ["S", "M", "L"])),
        "price": .double(random.fraction() * 10),
      ])
    }
    var document = common()
    document.append([
      "name": .string(text(words: 3)),
      "price": .double((random.fraction() * 100_000).rounded() / 100),
      "stock": .int32(random.int32(in: 0...500)),
      "attributes": .document(
        Document(random.sample(6, of: words).map { (name: $0, value: .int32(random.int32(in: 0...9))) })
      ),
      "variants": .array((0..<random.integer(in: 0...4)).map { _ in variants(&random) }),
      "location": .document([
        "latitude": .double(random.fraction() * 180 - 90), "longitude": .double(random.fraction() * 360 - 180),
      ]),
    ])
    return document
  }

  /// A small object, mostly of numbers.
  mutating func event() -> Document {
    var document = common()
    document.append([
      "kind": .string(random.element(of: ["view", "buy", "like", "share"])),
      "at": .date(moment()),
      "user": .string(user()),
      "value": .double(random.fraction()),
      "count": .int64(Int64(random.bits() >> 11)),
      "meta": .null,
    ])
    return document
  }

  /// An object as somebody has left it who has worked on it since.
  mutating func edited(_ document: Document) -> Document {
    var document = document
    if case .int64(let version) = document["version"], case .date(let updated) = document["updatedAt"] {
      document["version"] = .int64(version + random.integer(in: 1...3))
      document["updatedAt"] = .date(updated + 900 * dayMilliseconds)
    }
    document["edited"] = .string(text(words: 2))
    return document
  }

  /// What each object has: key, version, rights, and the times of its making and last change.
  private mutating func common() -> Document {
    let created = moment()
    return [
      "_id": .string(random.uuid()),
      "version": .int64(random.integer(in: 1...9)),
      "acl": random.chance(0.7)
        ? .null
        : .document([
          "read": .document([user(): .string("allow")]), "write": .document(["/db/Role/2": .string("allow")]),
        ]),
      "createdAt": .date(created),
      "updatedAt": .date(created + random.integer(in: 0...999_999_999)),
    ]
  }

  private mutating func text(words count: Int) -> String {
    var text = random.element(of: words)
    for _ in 1..<count {
      text += " "
      text += random.element(of: words)
    }
    return text
  }

  private mutating func user() -> String {
    "/db/User/\(random.integer(in: 1...999))"
  }

  private mutating func moment() -> Int64 {
    Self.firstCreation + random.integer(in: 0...Self.threeYears - 1)
  }
}
