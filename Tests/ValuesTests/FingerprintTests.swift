import TestSupport
import Testing

@testable import Values

@Suite("Fingerprints")
struct FingerprintTests {
  @Test("Nothing has one fingerprint, wherever it stands", arguments: FingerprintKey.ofEachHash)
  func nothing(key: FingerprintKey) {
    let empty = key.hash([])
    let ofNoMemory = key.hash(Span<UInt8>())
    let bytes: [UInt8] = [1, 2, 3]
    let within = key.hash(bytes.span.extracting(1..<1))
    #expect(ofNoMemory == empty)
    #expect(within == empty)
  }

  @Test(
    "Texts that differ in one bit or in their length have other fingerprints in both halves",
    arguments: FingerprintKey.ofEachHash
  )
  func bits(key: FingerprintKey) {
    for count in 0...70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let fingerprint = key.hash(bytes)
      var others = [bytes + [0], Array(repeating: 0, count: count + 1)]
      for bit in 0..<(count * 8) {
        others.append(bytes)
        others[others.count - 1][bit / 8] ^= 1 << UInt8(bit % 8)
      }
      for other in others {
        let changed = key.hash(other)
        if changed.low == fingerprint.low || changed.high == fingerprint.high { Issue.record("\(other)") }
      }
    }
  }

  @Test(
    "Zeros of any type, in any place, have fingerprints of their own in both halves",
    arguments: FingerprintKey.ofEachHash
  )
  func zeros(key: FingerprintKey) {
    var lows: Set<UInt64> = []
    var highs: Set<UInt64> = []
    let zero = Fingerprint(low: 0, high: 0)
    var places = [zero, key.hash([]), key.hash([0])]
    // Rounds are made of the sum of place and value, so that places must be hashes, as those of names and containers are.
    if !key.isOfRounds { places += [Fingerprint(low: 1, high: 0), Fingerprint(low: 0, high: 1)] }
    for place in places {
      for tag in 0..<UInt64(20) {
        for (a, b) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0)] as [(UInt64, UInt64)] {
          let mixed = key.mix(place, tag: tag, a, b)
          #expect(lows.insert(mixed.low).inserted && highs.insert(mixed.high).inserted)
        }
      }
    }
  }

  @Test("What a value is made of does not change places", arguments: FingerprintKey.ofEachHash)
  func places(key: FingerprintKey) {
    let (i, m) = (Array("i".utf8), Array("m".utf8))
    func fingerprint(_ value: (inout BodyFingerprinter) -> Void) -> Fingerprint {
      var object = BodyFingerprinter(
        identity: ObjectIdentity(table: "T", form: .stored),
        key: key,
        roles: MemberRoles(key: key)
      )
      object.beginObject()
      object.member(i.span)
      value(&object)
      object.endObject()
      return object.fingerprint
    }
    let pattern = fingerprint { $0.regularExpression(pattern: i.span, options: m.span) }
    #expect(pattern != fingerprint { $0.regularExpression(pattern: m.span, options: i.span) })
    let pointer = fingerprint { $0.pointer(namespace: i.span, objectID: m.span) }
    #expect(pointer != fingerprint { $0.pointer(namespace: m.span, objectID: i.span) })
    let pair = fingerprint { object in
      object.beginArray()
      object.text(i.span)
      object.text(m.span)
      object.endArray()
    }
    let swapped = fingerprint { object in
      object.beginArray()
      object.text(m.span)
      object.text(i.span)
      object.endArray()
    }
    #expect(pair != swapped)
  }

  @Test("Two keys give one text two fingerprints")
  func keys() {
    #expect(FingerprintKey.random().hash([1]) != FingerprintKey.random().hash([1]))
  }

  @Test("A fingerprint's text has 32 digits")
  func hex() {
    #expect(Fingerprint(low: 1, high: 0xAB).hex == "00000000000000ab0000000000000001")
  }
}
