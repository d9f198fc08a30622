import SampleData

/// What happened in the shop between the backup and the export, five hours later.
struct Morning {
  /// What the export holds: the objects of each table.
  private(set) var tables: [(name: String, documents: [Document])]
  /// The objects that are not as they were, each with its status.
  private(set) var changes: [(status: String, id: String)] = []

  private var shop: FlowerShop

  /// Lets the morning pass.
  init(after shop: FlowerShop) {
    self.shop = shop
    tables = [
      ("User", shop.users), ("Product", shop.products), ("Order", shop.orders), ("Review", shop.reviews),
    ]
    peopleWork()
    somebodyDeletesTooMuch()
    aUserSignsUpAgain()
    somethingIsOdd()
    newObjectsAppear()
  }

  private mutating func somebodyDeletesTooMuch() {
    let customer = shop.customer
    delete(from: "Order") { $0.string("customer") == customer }
    delete(from: "Review") { $0.string("author") == customer }
    let users = [customer, shop.returningUser]
    delete(from: "User") { users.contains($0.id(in: "User")) }
    // Who deleted the product took it out of the list of the one that goes well with it, too.
    let product = shop.removedProduct
    edit(2, of: "Product", at: 195) { $0["goesWellWith"] = .array([]) }
    delete(from: "Product") { $0.id(in: "Product") == product }
  }

  private mutating func peopleWork() {
    for (index, points) in [(3, 25), (8, 140), (31, 415)] {
      edit(index, of: "User", at: 20 + Int64(index)) { $0["points"] = .int32(Int32(points)) }
    }
    for index in [5, 11, 19, 34] {
      edit(index, of: "Product", at: 40 + Int64(index)) { $0["stock"] = .int32(Int32(200 + index)) }
    }
    for index in [139, 140, 141, 142, 143, 144, 145, 146] {
      edit(index, of: "Order", at: Int64(index)) { $0["status"] = .string("on its way") }
    }
    for index in [61, 98] {
      edit(index, of: "Review", at: 60 + Int64(index)) { $0["helpful"] = .int32(26) }
    }
  }

  /// Her account is gone, so she makes a new one; her old one can no longer come back.
  private mutating func aUserSignsUpAgain() {
    guard let old = shop.users.first(where: { $0.id(in: "User") == shop.returningUser }) else { return }
    var new = old
    new["_hash"] = .string("made-up-hash-0061")
    new["points"] = .int32(0)
    signUp(new, at: 230)
  }

  private mutating func somethingIsOdd() {
    // A script that wrote past the server: neither version nor time went on with the content.
    change(25, of: "Product", status: "diverged") { $0["stock"] = .int32(0) }
    // An old file that was imported over newer data: a later time with an earlier version. (This
    // review had been worked on before the backup, so there is an earlier version.)
    change(21, of: "Review", status: "diverged") {
      $0["text"] = .string("Imported again.")
      $0["version"] = .int64(1)
      $0["updatedAt"] = .date(Self.time(120))
    }
  }

  private mutating func newObjectsAppear() {
    var newcomer = shop.users[1]
    newcomer["username"] = .string("zoë.winter")
    newcomer["name"] = .string("Zoë Winter")
    newcomer["points"] = .int32(0)
    newcomer["_hash"] = .string("made-up-hash-0060")
    signUp(newcomer, at: 80)

    var wreath = shop.products[0]
    wreath["name"] = .string("Adventskranz 🕯️")
    wreath["description"] = .string("Four candles on fir, for the weeks before Christmas.")
    wreath["picture"] = .string("/file/www/products/\(shop.products.count + 1).jpg")
    wreath["goesWellWith"] = .array([.string(shop.products[0].id(in: "Product"))])
    create(wreath, in: "Product", key: shop.newKey(), at: 95)

    for (index, minute) in [31, 88, 171, 262].enumerated() {
      let time = Self.time(Int64(minute))
      add(shop.newOrder(number: 150 + index, by: shop.otherUser(), at: time, status: "new"), to: "Order")
    }
    for (index, minute) in [(100, 15), (107, 144), (119, 276)] {
      add(shop.newReview(of: shop.orders[index], at: Self.time(Int64(minute))), to: "Review")
    }
  }

  private mutating func signUp(_ user: Document, at minute: Int64) {
    let key = shop.newKey()
    var user = user
    let owner: Document = [reference(to: key, in: "User"): .string("allow")]
    user["acl"] = .document(["read": .document([:]), "write": .document(owner)])
    create(user, in: "User", key: key, at: minute)
  }

  /// Adds an object of the members of another one.
  private mutating func create(_ members: Document, in table: String, key: String, at minute: Int64) {
    var document = members
    document["_id"] = .string(key)
    document["version"] = .int64(1)
    document["createdAt"] = .date(Self.time(minute))
    document["updatedAt"] = .date(Self.time(minute))
    add(document, to: table)
  }

  private mutating func add(_ document: Document, to table: String) {
    withDocuments(of: table) { $0.append(document) }
    changes.append(("created", document.id(in: table)))
  }

  private mutating func delete(from table: String, where isDeleted: (Document) -> Bool) {
    var gone: [Document] = []
    withDocuments(of: table) { documents in
      gone = documents.filter(isDeleted)
      documents.removeAll(where: isDeleted)
    }
    changes += gone.map { ("deleted", $0.id(in: table)) }
  }

  /// Somebody works on an object, so its version and time go on.
  private mutating func edit(_ index: Int, of table: String, at minute: Int64, edit: (inout Document) -> Void) {
    change(index, of: table, status: "modified") { document in
      edit(&document)
      if case .int64(let version) = document["version"] {
        document["version"] = .int64(version + 1)
      }
      document["updatedAt"] = .date(Self.time(minute))
    }
  }

  private mutating func change(_ index: Int, of table: String, status: String, change: (inout Document) -> Void) {
    var id = ""
    withDocuments(of: table) { documents in
      change(&documents[index])
      id = documents[index].id(in: table)
    }
    changes.append((status, id))
  }

  private mutating func withDocuments(of table: String, _ work: (inout [Document]) -> Void) {
    for index in tables.indices where tables[index].name == table {
      work(&tables[index].documents)
    }
  }

  /// A moment so many minutes after the backup, with a fraction of a second of its own.
  private static func time(_ minute: Int64) -> Int64 {
    FlowerShop.backupTime + minute * 60_000 + minute * 7919 % 60_000
  }
}
