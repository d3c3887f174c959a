import XMPP

/// A moment in UTC by the calendar, as HTTP headers write it, and pages in their language.
struct CivilTime: Hashable, Sendable {
  var year: Int64
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  /// 0 is Sunday.
  var weekday: Int

  init(_ moment: Timestamp) {
    let seconds = Self.floor(moment.milliseconds, 1_000).quotient
    let (days, secondOfDay) = Self.floor(seconds, 86_400)
    hour = Int(secondOfDay / 3_600)
    minute = Int(secondOfDay / 60 % 60)
    second = Int(secondOfDay % 60)
    weekday = Int(Self.floor(days + 4, 7).remainder)
    // Years that begin in March have their leap day at the end; 400 of them have 146,097 days, and
    // day 0 of the count is 0000-03-01.
    let (era, dayOfEra) = Self.floor(days + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * marchMonth + 2) / 5) + 1
    month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }

  /// `10:23`
  var clock: String { "\(Self.pad(hour)):\(Self.pad(minute))" }

  /// RFC 9110 section 5.6.7: `Sat, 22 Nov 2025 10:23:05 GMT`
  var http: String {
    let month = Self.months[month - 1]
    let time = "\(clock):\(Self.pad(second))"
    return "\(Self.weekdays[weekday]), \(Self.pad(day)) \(month) \(Self.pad(year, 4)) \(time) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func pad(_ number: some BinaryInteger, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Division that rounds down, so that moments before 1970 come out right.
  private static func floor(_ a: Int64, _ b: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
    return remainder < 0 ? (quotient - 1, remainder + b) : (quotient, remainder)
  }
}
