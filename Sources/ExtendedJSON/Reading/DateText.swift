import Values

/// Dates as Extended JSON writes them: `YYYY-MM-DDThh:mm[:ss[.f…]]` and `Z`, `±hh:mm` or `±hhmm`.
enum DateText {
  /// The moment in milliseconds since 1970, further digits dropped; nil where the text is none.
  static func milliseconds(_ text: [UInt8]) -> Int64? {
    guard text.count > 16, let zone = zone(text) else { return nil }
    var local = Array(text[..<(text.count - zone.length)])
    // Old versions leave seconds out.
    if local.count == 16 { local += Array(":00".utf8) }
    local.append(UInt8(ascii: "Z"))
    guard let moment = ISODate.parse(local.span) else { return nil }
    return moment.milliseconds - zone.minutes * 60_000
  }

  /// The time zone at the end of a text: how many minutes it is ahead, and how many bytes it takes.
  private static func zone(_ text: [UInt8]) -> (minutes: Int64, length: Int)? {
    if text.last == UInt8(ascii: "Z") { return (0, 1) }
    for length in [6, 5] where text.count > length {
      let sign = text[text.count - length]
      guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { continue }
      var digits = Array(text.suffix(length - 1))
      if length == 6 {
        guard digits[2] == UInt8(ascii: ":") else { return nil }
        digits.remove(at: 2)
      }
      guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
      let values = digits.map { Int64($0 - 0x30) }
      let (hours, minutes) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
      guard hours < 24, minutes < 60 else { return nil }
      return ((hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1), length)
    }
    return nil
  }
}
