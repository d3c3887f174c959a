/// A moment: milliseconds since 1970-01-01T00:00:00Z. Written as in XEP-0082 and RFC 3339, in the
/// years 1 to 9999 of the Gregorian calendar.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
}

extension Timestamp {
  /// Reads a DateTime (XEP-0082, section 3.2; RFC 3339, section 5.6) as it is found in the wild:
  /// `t` and `z` may be small, a space may stand for the T, white space around it. Fractions are
  /// cut to milliseconds; a leap second becomes the last millisecond before it.
  package init?(_ text: some StringProtocol) {
    var reader = Reader(rest: String(text).trimmed.utf8)
    guard let moment = reader.dateTime() else { return nil }
    self = moment
  }

  /// `2026-11-22T10:15:00Z`, with `.123` if there are milliseconds. A moment outside the years 1 to
  /// 9999 is written as the first or last one in them.
  package var text: String {
    let moment = min(max(milliseconds, Timestamp.first), Timestamp.last)
    let (days, rest) = moment.flooredDivision(by: Timestamp.dayLength)
    let (year, month, day) = Calendar.date(days)
    let (seconds, fraction) = Int(rest).quotientAndRemainder(dividingBy: 1000)
    var output: [UInt8] = []
    output.reserveCapacity(24)
    func append(_ number: Int, _ width: Int, _ before: Unicode.Scalar? = nil) {
      if let before { output.append(UInt8(ascii: before)) }
      var weight = width == 4 ? 1000 : width == 3 ? 100 : 10
      while weight > 0 {
        output.append(UInt8(ascii: "0") + UInt8(number / weight % 10))
        weight /= 10
      }
    }
    append(year, 4)
    append(month, 2, "-")
    append(day, 2, "-")
    append(seconds / 3600, 2, "T")
    append(seconds / 60 % 60, 2, ":")
    append(seconds % 60, 2, ":")
    if fraction > 0 { append(fraction, 3, ".") }
    output.append(UInt8(ascii: "Z"))
    return String(decoding: output, as: UTF8.self)
  }

  /// The day in UTC, for pages.
  package var date: (year: Int, month: Int, day: Int) {
    let moment = min(max(milliseconds, Timestamp.first), Timestamp.last)
    return Calendar.date(moment.flooredDivision(by: Timestamp.dayLength).quotient)
  }

  /// The beginning of a month in UTC.
  init(year: Int, month: Int) {
    self.init(milliseconds: Calendar.days(year, month, 1) * Timestamp.dayLength)
  }

  fileprivate static let dayLength: Int64 = 86_400_000
  /// 0001-01-01T00:00:00Z.
  fileprivate static let first = Calendar.days(1, 1, 1) * dayLength
  /// 9999-12-31T23:59:59.999Z.
  fileprivate static let last = (Calendar.days(9999, 12, 31) + 1) * dayLength - 1
}

/// Reads from the front; each method returns nil where the text is something else.
private struct Reader {
  var rest: Substring.UTF8View

  mutating func dateTime() -> Timestamp? {
    guard let year = number(4), year > 0, skip("-"), let month = number(2), 1...12 ~= month,
      skip("-"), let day = number(2), 1...Calendar.length(ofMonth: month, year) ~= day,
      skip("T", "t", " "), let time = time(), let offset = offset(), rest.isEmpty
    else { return nil }
    let moment =
      Calendar.days(year, month, day) * Timestamp.dayLength + time - Int64(offset) * 60_000
    guard Timestamp.first...Timestamp.last ~= moment else { return nil }
    return Timestamp(milliseconds: moment)
  }

  /// `hh:mm:ss` and a fraction, in milliseconds.
  private mutating func time() -> Int64? {
    guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60,
      skip(":"), let second = number(2), second <= 60, let fraction = fraction()
    else { return nil }
    let whole = hour * 3600 + minute * 60 + min(second, 59)
    return Int64(whole * 1000 + (second == 60 ? 999 : fraction))
  }

  /// Milliseconds; 0 if there is no fraction.
  private mutating func fraction() -> Int? {
    guard skip(".") else { return 0 }
    guard let first = digit() else { return nil }
    var result = first * 100
    var weight = 10
    while let next = digit() {
      result += next * weight
      weight /= 10
    }
    return result
  }

  /// Minutes east of UTC.
  private mutating func offset() -> Int? {
    if skip("Z", "z") { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hours = number(2), hours < 24, skip(":"), let minutes = number(2),
      minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }

  private mutating func number(_ width: Int) -> Int? {
    var result = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      result = result * 10 + digit
    }
    return result
  }

  private mutating func digit() -> Int? {
    guard let byte = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
    rest.removeFirst()
    return Int(byte - UInt8(ascii: "0"))
  }

  private mutating func skip(_ choices: Unicode.Scalar...) -> Bool {
    guard let byte = rest.first, choices.contains(Unicode.Scalar(byte)) else { return false }
    rest.removeFirst()
    return true
  }
}

/// The Gregorian calendar, reckoned backwards too.
private enum Calendar {
  /// Days before each month of a common year.
  private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
  /// Days from 0001-01-01 to 1970-01-01.
  private static let epoch = 719_162

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func length(ofMonth month: Int, _ year: Int) -> Int {
    daysBefore[month] - daysBefore[month - 1] + (month == 2 && isLeap(year) ? 1 : 0)
  }

  /// Days before 1 January, counted from 0001-01-01.
  private static func days(beforeYear year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400
  }

  /// Days since 1970-01-01.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let leapDay = month > 2 && isLeap(year) ? 1 : 0
    return Int64(days(beforeYear: year) + daysBefore[month - 1] + leapDay + day - 1 - epoch)
  }

  /// The date of a day since 1970-01-01, in the years 1 to 9999.
  static func date(_ days: Int64) -> (year: Int, month: Int, day: Int) {
    let days = Int(days) + epoch
    // 146,097 days in 400 years: right, or one year too many near its end.
    var year = days * 400 / 146_097 + 1
    if self.days(beforeYear: year) > days { year -= 1 }
    if self.days(beforeYear: year + 1) <= days { year += 1 }
    var rest = days - self.days(beforeYear: year)
    var month = 1
    while rest >= length(ofMonth: month, year) {
      rest -= length(ofMonth: month, year)
      month += 1
    }
    return (year, month, rest + 1)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
