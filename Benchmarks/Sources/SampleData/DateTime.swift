// Moments: milliseconds since 1970 in a backup, ISO text in an export.
// The calendar is the proleptic Gregorian one, counted in eras of 400 years from 1 March of year 0.

/// The length of a day, in milliseconds.
package let dayMilliseconds: Int64 = 86_400_000

/// The length of an hour, in milliseconds.
package let hourMilliseconds: Int64 = 3_600_000

private let daysPerEra: Int64 = 146_097
private let daysFromYearZeroTo1970: Int64 = 719_468

/// The first moment of a day, in milliseconds since 1970 (UTC).
package func startOfDay(year: Int64, month: Int64, day: Int64) -> Int64 {
  // Counted from March, the day that leap years add is the last one of a year.
  let shiftedYear = month <= 2 ? year - 1 : year
  let shiftedMonth = (month + 9) % 12
  let era = shiftedYear / 400
  let yearOfEra = shiftedYear % 400
  let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return (era * daysPerEra + dayOfEra - daysFromYearZeroTo1970) * dayMilliseconds
}

/// The day of a moment after 1970, as `YYYY-MM-DD`.
package func dayText(of milliseconds: Int64) -> String {
  var bytes: [UInt8] = []
  appendDay(milliseconds / dayMilliseconds, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends a moment after 1970 as the REST interface writes it: in UTC, the zeros that end the
/// fraction of the second left out.
func appendDateTime(_ milliseconds: Int64, to bytes: inout [UInt8]) {
  let ofDay = milliseconds % dayMilliseconds
  appendDay(milliseconds / dayMilliseconds, to: &bytes)
  bytes.append(UInt8(ascii: "T"))
  appendDigits(ofDay / hourMilliseconds, width: 2, to: &bytes)
  bytes.append(UInt8(ascii: ":"))
  appendDigits(ofDay / 60_000 % 60, width: 2, to: &bytes)
  bytes.append(UInt8(ascii: ":"))
  appendDigits(ofDay / 1000 % 60, width: 2, to: &bytes)
  if ofDay % 1000 > 0 {
    bytes.append(UInt8(ascii: "."))
    appendDigits(ofDay % 1000, width: 3, to: &bytes)
    while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  }
  bytes.append(UInt8(ascii: "Z"))
}

private func appendDay(_ daysSince1970: Int64, to bytes: inout [UInt8]) {
  let days = daysSince1970 + daysFromYearZeroTo1970
  let dayOfEra = days % daysPerEra
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = days / daysPerEra * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  appendDigits(year, width: 4, to: &bytes)
  bytes.append(UInt8(ascii: "-"))
  appendDigits(month, width: 2, to: &bytes)
  bytes.append(UInt8(ascii: "-"))
  appendDigits(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, width: 2, to: &bytes)
}

private func appendDigits(_ number: Int64, width: Int, to bytes: inout [UInt8]) {
  var divisor: Int64 = 1
  for _ in 1..<width { divisor *= 10 }
  while divisor > 0 {
    bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
    divisor /= 10
  }
}
