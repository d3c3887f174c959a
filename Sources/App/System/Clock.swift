import Glibc

/// The wall clock, in words.
package enum Clock {
  /// Now in UTC, as RFC 3339 writes it, with milliseconds: `2026-11-22T10:28:28.123Z`.
  package static let text: @Sendable () -> String = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let hours = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    let day = date.map { padded($0, 2) }.joined(separator: "-")
    let clock = hours.map { padded($0, 2) }.joined(separator: ":")
    return "\(day)T\(clock).\(padded(time.tv_nsec / 1_000_000, 3))Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
