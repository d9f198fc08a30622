import ArgumentParser

/// A size as a person writes it: `4096`, `500K`, `20M`, `1.5G`, with or without a `B` behind; K is 1,000, and 1,024 in
/// `KiB`.
struct ByteSize: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let text = argument.uppercased()
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite else { return nil }
    let units: [String: Double] = ["": 1, "B": 1, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
    var unit = String(text.dropFirst(digits.count))
    var factor: Double
    if unit.hasSuffix("IB"), unit.count == 3, let power = "KMGT".firstIndex(of: unit.removeFirst()) {
      factor = 1024
      for _ in "KMGT"[..<power] { factor *= 1024 }
    } else {
      if unit.count == 2, unit.hasSuffix("B") { unit.removeLast() }
      guard let known = units[unit] else { return nil }
      factor = known
    }
    guard number * factor >= 1, number * factor < 1e18 else { return nil }
    bytes = Int(number * factor)
  }
}
