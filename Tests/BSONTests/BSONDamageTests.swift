import TestSupport
import Testing
import Values

@testable import BSON

@Suite("Damaged BSON")
struct BSONDamageTests {
  @Test(
    "A document whose length is wrong is refused",
    arguments: [
      ([], .cutShort), ([5, 0, 0], .cutShort), ([0, 0, 0, 0, 0], .documentLength(0)),
      ([4, 0, 0, 0, 0], .documentLength(4)), ([6, 0, 0, 0, 0], .documentLength(6)),
      ([5, 0, 0, 0, 0, 0], .documentLength(5)), ([5, 0, 0, 0, 1], .missingTerminator),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0], .documentLength(-1)), ([5, 0, 0, 0x80, 0], .documentLength(Int32.min + 5)),
      ([0xFF, 0xFF, 0xFF, 0x7F, 0], .documentLength(.max)),
      (document(element(0x10, "a", Int32(1).bytes)) + [0], .documentLength(12)),
      ([6, 0, 0, 0, 0, 0], .cutShort),
    ] as [([UInt8], BSONError.Cause)]
  )
  func documents(_ bytes: [UInt8], _ cause: BSONError.Cause) {
    #expect(damage(bytes)?.cause == cause)
  }

  @Test(
    "An element that is damaged is refused at its place",
    arguments: [
      // Types that are none.
      (element(0x00), .unknownType(0x00)), (element(0x14), .unknownType(0x14)), (element(0x80), .unknownType(0x80)),
      (element(0x7E), .unknownType(0x7E)), (element(0xFE), .unknownType(0xFE)),
      // A name that does not end.
      ([0x0A], .cutShort), ([0x0A, 0x61], .cutShort), ([0x0A] + Array("abcdefghijkl".utf8), .cutShort),
      // A NUL inside of a name.
      ([0x10, 0x61, 0, 0x62, 0] + Int32(1).bytes, .unknownType(0)),
      // Values that are cut short.
      (element(0x01, "a", Array(1...7)), .cutShort), (element(0x07, "a", Array(1...11)), .cutShort),
      (element(0x08), .cutShort), (element(0x09, "a", Array(1...7)), .cutShort),
      (element(0x10, "a", Array(1...3)), .cutShort), (element(0x11, "a", Array(1...7)), .cutShort),
      (element(0x12, "a", Array(1...7)), .cutShort), (element(0x13, "a", Array(1...15)), .cutShort),
      (element(0x13, "a", Array(1...8)), .cutShort),
      // Booleans.
      (element(0x08, "a", [2]), .boolean(2)), (element(0x08, "a", [0xFF]), .boolean(0xFF)),
      // Strings.
      (element(0x02), .cutShort), (element(0x02, "a", [1, 0, 0]), .cutShort),
      (element(0x02, "a", Int32(0).bytes), .stringLength(0)),
      (element(0x02, "a", Int32(0).bytes + [0]), .stringLength(0)),
      (element(0x02, "a", Int32(-1).bytes + [0x61, 0]), .stringLength(-1)),
      (element(0x02, "a", Int32(3).bytes + [0x61, 0]), .stringLength(3)),
      (element(0x02, "a", Int32.max.bytes + [0x61, 0]), .stringLength(.max)),
      (element(0x02, "a", Int32(2).bytes + [0x61, 0x62]), .unterminatedString),
      // An empty string with one NUL too many.
      (element(0x02, "a", Int32(1).bytes + [0, 0]), .cutShort),
      (element(0x0D, "a", Int32(0).bytes + [0]), .stringLength(0)),
      (element(0x0D, "a", Int32(2).bytes + [0x61, 0x62]), .unterminatedString),
      (element(0x0E, "a", Int32(-1).bytes + [0]), .stringLength(-1)),
      (element(0x0E, "a", Int32(9).bytes + [0]), .stringLength(9)),
      // Pointers.
      (element(0x0C, "a", Int32(0).bytes + Array(1...12)), .stringLength(0)),
      (element(0x0C, "a", Int32(-1).bytes + [0x62, 0] + Array(1...12)), .stringLength(-1)),
      (element(0x0C, "a", Int32(1).bytes + [0x62] + Array(1...12)), .unterminatedString),
      (element(0x0C, "a", string("b") + Array(1...11)), .cutShort),
      // Binaries.
      (element(0x05), .cutShort), (element(0x05, "a", Int32(-1).bytes + [0]), .binaryLength(-1)),
      (element(0x05, "a", Int32(1).bytes + [0]), .binaryLength(1)),
      (element(0x05, "a", Int32(0).bytes), .binaryLength(0)),
      (element(0x05, "a", Int32.max.bytes + [0, 1]), .binaryLength(.max)),
      (element(0x05, "a", Int32(5).bytes + [2] + Int32(2).bytes + [1]), .binaryLength(2)),
      (element(0x05, "a", Int32(5).bytes + [2] + Int32(0).bytes + [1]), .binaryLength(0)),
      (element(0x05, "a", Int32(5).bytes + [2] + Int32(-1).bytes + [1]), .binaryLength(-1)),
      (element(0x05, "a", Int32(3).bytes + [2, 1, 0, 0]), .cutShort),
      // Documents and arrays.
      (element(0x03), .cutShort), (element(0x03, "a", [4, 0, 0, 0]), .documentLength(4)),
      (element(0x03, "a", [0, 0, 0, 0, 0]), .documentLength(0)),
      (element(0x04, "a", [6, 0, 0, 0, 0]), .documentLength(6)),
      (element(0x03, "a", [5, 0, 0, 0, 1]), .missingTerminator),
      (element(0x04, "a", Int32(-5).bytes + [0]), .documentLength(-5)),
      (element(0x04, "a", document(element(0x10, "0", [1, 2, 3]))), .cutShort),
      // Codes with a scope.
      (element(0x0F, "a", Int32(13).bytes + string("") + document()), .codeLength(13)),
      (element(0x0F, "a", Int32(0).bytes + string("") + document()), .codeLength(0)),
      (element(0x0F, "a", Int32(-1).bytes + string("") + document()), .codeLength(-1)),
      (element(0x0F, "a", Int32(15).bytes + string("") + document()), .codeLength(15)),
      (element(0x0F, "a", Int32(15).bytes + string("") + document() + [0]), .codeLength(15)),
      (element(0x0F, "a", Int32(14).bytes + string("b") + document()), .documentLength(5)),
      (element(0x0F, "a", Int32(14).bytes + Int32(0).bytes + [0] + document()), .stringLength(0)),
      (element(0x0F, "a", Int32(14).bytes + Int32(99).bytes + [0] + document()), .stringLength(99)),
      (element(0x0F, "a", Int32(14).bytes + Int32(6).bytes + [0, 5, 0, 0, 0, 0]), .cutShort),
      (element(0x0F, "a", Int32(14).bytes + string("") + [4, 0, 0, 0, 0]), .documentLength(4)),
      // Regular expressions that do not end.
      (element(0x0B), .cutShort), (element(0x0B, "a", [0x61]), .cutShort), (element(0x0B, "a", [0x61, 0]), .cutShort),
      (element(0x0B, "a", [0x61, 0, 0x69]), .cutShort),
    ] as [([UInt8], BSONError.Cause)]
  )
  func elements(_ element: [UInt8], _ cause: BSONError.Cause) {
    for before in [[], BSONTests.element(0x0A, "first")] {
      let bytes = document(before, element)
      let error = damage(bytes)
      #expect(error?.cause == cause)
      #expect((error?.offset).map { (4 + before.count)..<bytes.count ~= $0 } == true)
      // The same inside of a document, followed by what a reading too far would find.
      let inner = document(before, BSONTests.element(0x03, "d", bytes), BSONTests.element(0x0A, "last"))
      #expect(damage(inner)?.cause == cause)
    }
  }

  @Test("A NUL inside of a regular expression makes what follows it an element that is none")
  func regularExpression() {
    #expect(damage(document(element(0x0B, "a", Array("a\0b\0c\0".utf8)))) != nil)
  }

  @Test("Every beginning of a document is refused")
  func truncations() {
    for count in 0..<everyType.count where damage(Array(everyType.prefix(count))) == nil {
      Issue.record("\(count) bytes")
    }
    // The same with a length that claims no more than there is.
    for count in 5..<everyType.count {
      _ = damage(Int32(count).bytes + everyType[4..<count])
      _ = damage(Int32(count + 1).bytes + everyType[4..<count] + [0])
    }
  }

  @Test("Every change of one byte gives values or an error with a place in the document")
  func changes() {
    var bytes = everyType
    for place in bytes.indices {
      let old = bytes[place]
      for byte in UInt8.min...UInt8.max where byte != old {
        bytes[place] = byte
        if let error = damage(bytes), !(0...bytes.count ~= error.offset) {
          Issue.record("byte \(place) as \(byte): \(error)")
        }
      }
      bytes[place] = old
    }
  }

  @Test("Random changes give values, each container closed, or an error")
  func mutations() {
    let seed: UInt64 = 21
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<10_000 {
      var bytes = everyType
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes[place] &+= 1
        case 2: bytes.remove(at: place)
        default: bytes.insert([0, 1, 3, 4, 0x0F, 0x7F, 0xFF].randomElement(using: &generator) ?? 0, at: place)
        }
      }
      bytes.replaceSubrange(0..<4, with: Int32(bytes.count).bytes)
      do {
        var sink = EventCounter()
        try walk(bytes, into: &sink)
        if sink.opened != sink.closed || sink.opened == 0 { Issue.record("\(bytes) (seed \(seed))") }
      } catch {
        if !(0...bytes.count ~= error.offset) { Issue.record("\(error): \(bytes) (seed \(seed))") }
      }
    }
  }
}
