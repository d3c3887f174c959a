import Testing
import XMPP

@Suite struct MonthTests {
  @Test(arguments: [
    ("2026-11-26T10:00:00Z", 2026, 11, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
    ("2025-12-31T23:59:59.999Z", 2025, 12, "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    ("2024-02-29T00:00:00Z", 2024, 2, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
    ("1969-12-31T23:00:00Z", 1969, 12, "1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("2026-11-01T00:30:00+01:00", 2026, 10, "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"),
  ])
  func itIsOfTheCalendarInUTC(
    _ text: String, _ year: Int, _ month: Int, _ start: String, _ end: String
  ) throws {
    let found = Month(of: try #require(Timestamp(text)))
    #expect(found == Month(year: year, month: month))
    #expect(found.start.text == start && found.end.text == end)
    #expect(Month(of: found.start) == found && Month(of: found.end) > found)
  }

  @Test(arguments: [(0, 1), (10_000, 1), (2026, 0), (2026, 13), (-1, 1)])
  func otherNumbersAreNone(_ year: Int, _ month: Int) {
    #expect(Month(year: year, month: month) == nil)
  }

  /// The last one ends as others do, though no date can be written of that.
  @Test func theLastOne() throws {
    let last = try #require(Month(year: 9999, month: 12))
    #expect(last.end.milliseconds - last.start.milliseconds == 31 * 86_400_000)
  }
}
