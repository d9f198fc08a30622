import Values

extension Double {
  /// The number's shortest digits that read back the same, as MongoDB's Go driver writes them (Go's
  /// format `G`): `1.5`, `1.0`, `-0.0`, `0.0001`, `1E-05`, `1E+06`, `1.2345678921232E+18`; `NaN`,
  /// `Infinity` and `-Infinity` for what is no finite number.
  var extendedJSONText: String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity" }
    let sign = self.sign == .minus ? "-" : ""
    let (digits, exponent) = shortestDigits
    guard -4..<6 ~= exponent else {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      let padding = exponent.magnitude < 10 ? "0" : ""
      return sign + digits.prefix(1) + fraction + "E" + (exponent < 0 ? "-" : "+") + padding + "\(exponent.magnitude)"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let padded = digits + String(repeating: "0", count: max(0, exponent + 2 - digits.count))
    return sign + padded.prefix(exponent + 1) + "." + padded.dropFirst(exponent + 1)
  }

  /// The shortest digits without zeros at either end ("0" for zero), and the power of ten of the first.
  private var shortestDigits: (digits: String, exponent: Int) {
    // Swift's description has the same digits: `123.0`, `0.00012`, `1.2e-05`, `1e+16`.
    let parts = magnitude.description.split(separator: "e")
    let places = parts[0].split(separator: ".")
    let all = places.joined()
    let significant = all.drop { $0 == "0" }
    guard !significant.isEmpty else { return ("0", 0) }
    let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let end = significant.lastIndex { $0 != "0" } ?? significant.startIndex
    return (String(significant[...end]), written + places[0].count - 1 - (all.count - significant.count))
  }

  /// The number's text in the Baqend form: the shortest digits, and all of them where they are an
  /// integer beyond 2^53 in the range of Int64. Such a number is compared exactly, so its shortest
  /// digits, which may stand for a neighbour of it, would not read back the same.
  var baqendText: String {
    if magnitude >= 0x1p53, let whole = Int64(whole: self) { return "\(whole).0" }
    // Swift writes `1e-07` and `1e+300`.
    let parts = description.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return description }
    return "\(parts[0])e\(exponent)"
  }
}
