import Testing

@testable import Values

@Suite("Object identities")
struct ObjectIdentityTests {
  @Test(
    "A stored id is a reference or a key as it stands, with its other reading where it can be encoded",
    arguments: [
      ("a", "a", ""), ("a/b", "a/b", ""), ("/db/Item/a", "a", ""), ("/db/Item/a%20b", "a b", ""),
      ("/db/Item/a/b", "a/b", ""), ("a%20b", "a%20b", "a b"), ("a%2Fb", "a%2Fb", "a/b"), ("100%", "100%", ""),
      ("100%25 5%", "100%25 5%", ""), ("%FF", "%FF", ""), ("%zz", "%zz", ""), ("é", "é", ""),
      ("/db/Other/a", "/db/Other/a", ""), ("/db/Other/a%20b", "/db/Other/a%20b", "/db/Other/a b"),
      ("/db/Items/a", "/db/Items/a", ""), ("/db/Item", "/db/Item", ""), ("/db/", "/db/", ""), ("/", "/", ""),
      ("db/Item/a", "db/Item/a", ""),
    ]
  )
  func stored(_ text: String, _ key: String, _ alternative: String) {
    let identity = identity(.stored, [("_id", text)])
    #expect(identity.problem == nil)
    #expect(identity.keyText == key)
    #expect(identity.alternativeText == alternative)
    #expect(identity.table.isEmpty)
  }

  @Test(
    "Keys that are stored encoded have one reading",
    arguments: [("a", "a"), ("a%20b", "a b"), ("a%2Fb", "a/b"), ("/db/Item/a%20b", "a b"), ("é", "é")]
  )
  func storedEncoded(_ text: String, _ key: String) {
    let identity = identity(.storedEncoded, [("_id", text)])
    #expect(identity.problem == nil)
    #expect(identity.keyText == key)
    #expect(identity.alternative.isEmpty)
  }

  @Test(
    "An id that cannot be read is a problem of its object",
    arguments: [
      (.stored, "", .unsupportedType), (.stored, "/db/Item/", .malformedReference),
      (.stored, "/db/Item/100%", .malformedReference), (.stored, "/db/Item/%FF", .malformedReference),
      (.storedEncoded, "100%", .malformedReference), (.storedEncoded, "", .malformedReference),
      (.references, "a", .malformedReference), (.references, "", .malformedReference),
      (.references, "/db/Item/", .malformedReference), (.references, "/db/Item/%4", .malformedReference),
      (.references, "/db/Other/a", .otherTable), (.references, "/db/Items/a", .otherTable),
      (.references, "/db/Item", .malformedReference), (.references, "/db//a", .malformedReference),
    ] as [(ObjectIdentity.Form, String, ObjectIdentity.Problem)]
  )
  func problems(_ form: ObjectIdentity.Form, _ text: String, _ problem: ObjectIdentity.Problem) {
    #expect(identity(form, [("id", text)]).problem == problem)
  }

  @Test("An export's id is a reference, and its _id is not looked at")
  func exported() {
    let id = (name: "id", text: "/db/Item/a%2Fb")
    let storedID = (name: "_id", text: "x")
    for ids in [[id], [storedID, id], [id, storedID]] {
      let identity = identity(.references, ids)
      #expect(identity.problem == nil)
      #expect(identity.keyText == "a/b")
    }
    #expect(identity(.references, [("_id", "/db/Item/a")]).problem == .missing)
    #expect(identity(.stored, []).problem == .missing)
  }

  @Test(
    "An id and an _id of one object agree in either order",
    arguments: [
      ("a", "a", "a", ""), ("/db/Item/a", "a", "a", ""), ("a", "/db/Item/a", "a", ""),
      ("/db/Item/a%20b", "a b", "a b", ""), ("/db/Item/a%20b", "a%20b", "a b", ""),
      ("/db/Item/a%2520b", "a%20b", "a%20b", ""), ("a%20b", "a%20b", "a%20b", "a b"),
      ("/db/Item/a", "/db/Item/a", "a", ""),
    ]
  )
  func agreement(_ id: String, _ storedID: String, _ key: String, _ alternative: String) {
    for ids in [[("_id", storedID), ("id", id)], [("id", id), ("_id", storedID)]] {
      let identity = identity(.stored, ids)
      #expect(identity.problem == nil)
      #expect(identity.keyText == key)
      #expect(identity.alternativeText == alternative)
      #expect(identity.table.isEmpty)
    }
  }

  @Test(
    "A full reference in id names the table, in either order and beside any _id that agrees",
    arguments: ["a", "/db/Other/a"]
  )
  func otherTable(_ storedID: String) {
    for ids in [[("_id", storedID), ("id", "/db/Other/a")], [("id", "/db/Other/a"), ("_id", storedID)]] {
      let identity = identity(.stored, ids)
      #expect(identity.problem == nil)
      #expect(identity.keyText == "a")
      #expect(identity.tableText == "Other")
    }
  }

  @Test(
    "An id and an _id of different objects are a problem in either order",
    arguments: [
      ("a", "b"), ("/db/Item/a", "b"), ("/db/Item/a", "/db/Item/b"), ("/db/Other/a", "b"), ("a", "A"),
      ("/db/Item/a b", "a%2520b"), ("/db/Other/a", "/db/Item/b"),
    ]
  )
  func disagreement(_ id: String, _ storedID: String) {
    #expect(identity(.stored, [("_id", storedID), ("id", id)]).problem == .disagreement)
    #expect(identity(.stored, [("id", id), ("_id", storedID)]).problem == .disagreement)
  }

  @Test("An id that stands in an object twice is a problem, whatever follows")
  func repetition() {
    #expect(identity(.stored, [("id", "a"), ("id", "a")]).problem == .repeated)
    #expect(identity(.stored, [("_id", "a"), ("_id", "a")]).problem == .repeated)
    #expect(identity(.stored, [("_id", "a"), ("_id", "a"), ("id", "a")]).problem == .repeated)
    #expect(identity(.stored, [("id", "a"), ("_id", "a"), ("id", "a")]).problem == .repeated)
    #expect(identity(.references, [("id", "/db/Item/a"), ("id", "/db/Item/a")]).problem == .repeated)
    #expect(identity(.references, [("_id", "x"), ("_id", "x"), ("id", "/db/Item/a")]).problem == nil)
  }

  @Test("An id of a type that makes no key is a problem beside any other id")
  func unsupported() {
    for isStoredID in [false, true] {
      for unsupportedFirst in [false, true] {
        var identity = ObjectIdentity(table: "Item", form: .stored)
        if unsupportedFirst { identity.takeUnsupported(isStoredID: isStoredID) }
        identity.take(digits: "7".utf8, isStoredID: !isStoredID)
        if !unsupportedFirst { identity.takeUnsupported(isStoredID: isStoredID) }
        #expect(identity.problem != nil)
      }
    }
  }

  @Test("Nothing of an object is left for the next one")
  func reset() {
    var identity = identity(.stored, [("_id", "a%20b"), ("id", "/db/Other/a%20b")])
    identity.reset()
    #expect(identity.problem == .missing)
    #expect(identity.key.isEmpty && identity.alternative.isEmpty && identity.table.isEmpty)
    identity.take(text: Array("c".utf8).span, isStoredID: false)
    #expect(identity.problem == nil)
    #expect(identity.keyText == "c")
  }
}
