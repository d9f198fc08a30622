/// Random numbers that are the same for the same seed, on each machine and with each compiler
/// (SplitMix64).
package struct RandomNumbers {
  private var state: UInt64

  /// The numbers of a seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// 64 random bits.
  package mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number of a range.
  package mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(bits().multipliedFullWidth(by: width).high)
  }

  /// A number of a range.
  package mutating func int32(in range: ClosedRange<Int64>) -> Int32 {
    Int32(integer(in: range))
  }

  /// A number from 0 up to but not including 1.
  package mutating func fraction() -> Double {
    Double(bits() >> 11) * 0x1p-53
  }

  /// Whether something happens that happens with this probability.
  package mutating func chance(_ probability: Double) -> Bool {
    fraction() < probability
  }

  /// An index of a collection with `count` elements.
  package mutating func index(below count: Int) -> Int {
    Int(integer(in: 0...Int64(count - 1)))
  }

  /// An element of an array that is not empty.
  package mutating func element<Element>(of elements: [Element]) -> Element {
    elements[index(below: elements.count)]
  }

  /// Some elements of an array, none twice, in random order.
  package mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
    var chosen: [Int] = []
    while chosen.count < count {
      let candidate = index(below: elements.count)
      if !chosen.contains(candidate) { chosen.append(candidate) }
    }
    return chosen.map { elements[$0] }
  }

  /// A random UUID (version 4) in lower case: the key that Baqend gives an object.
  package mutating func uuid() -> String {
    let high = bits() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = bits() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { text in
      var position = 0
      for index in 0..<32 {
        if [8, 13, 18, 23].contains(position) {
          text[position] = UInt8(ascii: "-")
          position += 1
        }
        let half = index < 16 ? high : low
        text[position] = hexDigit(UInt8(half >> UInt64(60 - 4 * (index % 16)) & 0xF))
        position += 1
      }
      return position
    }
  }
}
