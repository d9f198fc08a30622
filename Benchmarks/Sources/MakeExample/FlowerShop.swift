import SampleData

/// The flower shop as it was when the backup was made, at 6 o'clock in the morning of 23 November 2026.
struct FlowerShop {
  /// The name of the application, and of its database.
  static let database = "flowershop"
  /// When the backup was made.
  static let backupTime = startOfDay(year: 2026, month: 11, day: 23) + 6 * hourMilliseconds
  /// Whose key can be read.
  static let teamKey = "Shop Team"

  private(set) var users: [Document] = []
  private(set) var products: [Document] = []
  private(set) var orders: [Document] = []
  private(set) var reviews: [Document] = []

  /// The customer whose orders and reviews somebody will delete.
  var customer: String { users[Self.customerIndex].id(in: "User") }
  /// The user who will sign up again under the same name.
  var returningUser: String { users[Self.returningUserIndex].id(in: "User") }
  /// The product that somebody will delete.
  var removedProduct: String { products[1].id(in: "Product") }

  private static let customerIndex = 17
  private static let returningUserIndex = 42
  private static let userCount = 60
  private static let orderCount = 150
  private static let firstUndeliveredOrder = 139
  private static let reviewCount = 120

  private var random: RandomNumbers

  /// A shop with the data of a seed.
  init(seed: UInt64) {
    random = RandomNumbers(seed: seed)
    users = (0..<Self.userCount).map { user($0) }
    for index in Vocabulary.products.indices {
      products.append(product(index))
    }
    // The oldest come first, as MongoDB gives documents back when nothing has moved them.
    let opening = startOfDay(year: 2025, month: 2, day: 1)
    let orderTimes = (0..<Self.orderCount)
      .map { _ in random.integer(in: opening...Self.backupTime - 12 * hourMilliseconds) }
      .sorted()
    orders = orderTimes.enumerated().map { order($0.offset, at: $0.element) }
    reviews = (0..<Self.reviewCount)
      .map { review($0) }
      .sorted { $0.milliseconds("createdAt") < $1.milliseconds("createdAt") }
  }

  private mutating func user(_ index: Int) -> Document {
    let founding = startOfDay(year: 2024, month: 3, day: 1)
    guard index > 0 else {
      return object(key: Self.teamKey, at: founding, acl: rights(read: [:], write: [:])).with([
        "username": .string("team"), "name": .string("Blumenladen am Markt"), "city": .string("Hamburg"),
        "newsletter": .boolean(false), "points": .int32(0), "_hash": .string("made-up-hash-0000"),
      ])
    }
    let key = random.uuid()
    let first = Vocabulary.firstNames[index % Vocabulary.firstNames.count]
    let last = Vocabulary.lastNames[index % Vocabulary.lastNames.count]
    let digits = String(10_000 + index).dropFirst()
    let owner = reference(to: key, in: "User")
    return object(
      key: key,
      at: founding + Int64(index) * 5 * dayMilliseconds + random.integer(in: 0...dayMilliseconds),
      acl: rights(read: [:], write: [owner: .string("allow")])
    ).with([
      "username": .string("\(first).\(last)".lowercased()), "name": .string("\(first) \(last)"),
      "city": .string(random.element(of: Vocabulary.cities)), "newsletter": .boolean(random.chance(0.4)),
      "points": .int32(random.int32(in: 0...900)), "_hash": .string("made-up-hash-\(digits)"),
    ])
  }

  private mutating func product(_ index: Int) -> Document {
    let (key, name, description, cents) = Vocabulary.products[index]
    // Each goes well with the one before it, so that products refer to products.
    let neighbour = products.last.map { [Value.string($0.id(in: "Product"))] } ?? []
    return object(
      key: key ?? random.uuid(),
      at: startOfDay(year: 2024, month: 4, day: 2) + random.integer(in: 0...200 * dayMilliseconds),
      acl: .null
    ).with([
      "name": .string(name), "description": .string(description), "price": .double(Double(cents) / 100),
      "stock": .int32(random.int32(in: 5...120)),
      "sizes": .array(random.sample(Int(random.integer(in: 1...3)), of: Vocabulary.sizes).map(Value.string)),
      "picture": .string("/file/www/products/\(index + 1).jpg"), "goesWellWith": .array(neighbour),
    ])
  }

  private mutating func order(_ index: Int, at time: Int64) -> Document {
    let buyer = index % 11 == 4 ? customer : otherUser()
    let isOnTheShelf = index >= Self.firstUndeliveredOrder
    return newOrder(number: index, by: buyer, at: time, status: isOnTheShelf ? "packed" : "delivered")
  }

  /// An order that nobody has worked on.
  mutating func newOrder(number: Int, by buyer: String, at time: Int64, status: String) -> Document {
    var cents: Int64 = 0
    let items = random.sample(Int(random.integer(in: 1...4)), of: Array(products.indices)).map { index in
      let quantity = random.integer(in: 1...3)
      let price = Vocabulary.products[index].cents
      cents += quantity * price
      return Value.document([
        "product": .string(products[index].id(in: "Product")), "quantity": .int32(Int32(quantity)),
        "price": .double(Double(price) / 100),
      ])
    }
    return object(
      key: random.uuid(),
      at: time,
      acl: rights(
        read: [buyer: .string("allow"), "/db/Role/1": .string("allow")],
        write: ["/db/Role/1": .string("allow")]
      )
    ).with([
      "number": .int32(Int32(20_001 + number)), "customer": .string(buyer), "items": .array(items),
      "total": .double(Double(cents) / 100), "status": .string(status),
      "deliverOn": .string(dayText(of: time + random.integer(in: 1...4) * dayMilliseconds)),
      "card": random.chance(0.5) ? .string(random.element(of: Vocabulary.cards)) : .null,
    ])
  }

  private mutating func review(_ index: Int) -> Document {
    let wantsCustomer = index % 13 == 5
    // A parcel has to arrive before it is reviewed, and the review has to be in the backup.
    let reviewed = orders.filter {
      ($0.string("customer") == customer) == wantsCustomer
        && $0.milliseconds("createdAt") < Self.backupTime - 12 * dayMilliseconds
    }
    let order = random.element(of: reviewed)
    let days = random.integer(in: 2 * dayMilliseconds...10 * dayMilliseconds)
    return newReview(of: order, at: order.milliseconds("createdAt") + days)
  }

  /// A review of one of the products in an order.
  mutating func newReview(of order: Document, at time: Int64) -> Document {
    let author = order.string("customer")
    return object(
      key: random.uuid(),
      at: time,
      acl: rights(read: [:], write: [author: .string("allow")])
    ).with([
      "author": .string(author), "product": .string(random.element(of: order.references("items", "product"))),
      "stars": .int32(random.int32(in: 3...5)), "text": .string(random.element(of: Vocabulary.reviews)),
      "helpful": .int32(random.int32(in: 0...25)),
    ])
  }

  /// A user whom nobody will delete.
  mutating func otherUser() -> String {
    let spared = users.indices.filter { ![0, Self.customerIndex, Self.returningUserIndex].contains($0) }
    return users[random.element(of: spared)].id(in: "User")
  }

  /// A new key.
  mutating func newKey() -> String {
    random.uuid()
  }

  /// What each object has. Some have been worked on since they were made, but not after the backup.
  private mutating func object(key: String, at created: Int64, acl: Value) -> Document {
    let isNew = created >= Self.backupTime || random.chance(0.4)
    let latest = min(created + 30 * dayMilliseconds, Self.backupTime - hourMilliseconds)
    return [
      "_id": .string(key), "version": .int64(isNew ? 1 : random.integer(in: 2...6)), "acl": acl,
      "createdAt": .date(created), "updatedAt": .date(isNew ? created : random.integer(in: created...latest)),
    ]
  }

  private func rights(read: Document, write: Document) -> Value {
    .document(["read": .document(read), "write": .document(write)])
  }
}
