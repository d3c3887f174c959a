import Testing

@testable import XMPP

@Suite struct TimestampTests {
  @Test(
    arguments: [
      // XEP-0082, section 4, and RFC 3339, section 5.8.
      ("1969-07-21T02:56:15Z", -14_159_025_000),
      ("1969-07-20T21:56:15-05:00", -14_159_025_000),
      ("1985-04-12T23:20:50.52Z", 482_196_050_520),
      ("1996-12-19T16:39:57-08:00", 851_042_397_000),
      ("1990-12-31T23:59:60Z", 662_687_999_999),
      ("1990-12-31T15:59:60-08:00", 662_687_999_999),
      ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130),
      ("1970-01-01T00:00:00Z", 0),
      ("1969-12-31T23:59:59.999Z", -1),
      ("2026-11-22t10:15:00z", 1_795_342_500_000),
      ("2026-11-22 10:15:00Z", 1_795_342_500_000),
      (" \n2026-11-22T10:15:00Z\t", 1_795_342_500_000),
      ("2026-11-22T10:15:00.1234567890123456789Z", 1_795_342_500_123),
      ("2026-11-22T10:15:00.05Z", 1_795_342_500_050),
      ("2026-11-22T10:15:00-00:00", 1_795_342_500_000),
      ("2000-02-29T00:00:00Z", 951_782_400_000),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ] as [(String, Int64)])
  func reads(text: String, milliseconds: Int64) throws {
    #expect(try #require(Timestamp(text)).milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", " ", "2026", "2026-11-22", "2026-11-22T10:15:00", "2026-11-22T10:15Z", "10:15:00Z",
    "2026-11-22T10:15:00.Z", "2026-11-22T10:15:00,5Z", "2026-11-22T10:15:00ZZ",
    "2026-11-22T10:15:00+0000", "2026-11-22T10:15:00+00", "2026-11-22T10:15:00+24:00",
    "2026-11-22T10:15:00+00:60", "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z",
    "2026-11-22T10:15:61Z", "2026-00-22T10:15:00Z", "2026-13-22T10:15:00Z",
    "2026-11-00T10:15:00Z", "2026-11-31T10:15:00Z", "2026-02-29T10:15:00Z",
    "1900-02-29T10:15:00Z", "0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
    "2026-11-22x10:15:00Z", "+026-11-22T10:15:00Z", "２０２６-11-22T10:15:00Z",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_795_342_500_000, "2026-11-22T10:15:00Z"), (1_795_342_500_007, "2026-11-22T10:15:00.007Z"),
      (951_782_400_000, "2000-02-29T00:00:00Z"),
      (.min, "0001-01-01T00:00:00Z"), (.max, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
  func writes(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).text == text)
  }

  /// Every day of the years 1 to 9999, by a calendar that is counted on day by day.
  @Test func everyDay() throws {
    var moment = try #require(Timestamp("0001-01-01T00:00:00Z")).milliseconds
    for year in 1...9999 {
      let leap = (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400)
      let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (month, length) in lengths.enumerated() {
        for day in 1...length {
          let date = Timestamp(milliseconds: moment + 86_399_999).date
          if date != (year, month + 1, day) { Issue.record("\(year)-\(month + 1)-\(day): \(date)") }
          moment += 86_400_000
        }
      }
      // Once a year there and back through the text.
      let last = Timestamp(milliseconds: moment - 1)
      if Timestamp(last.text) != last { Issue.record("\(last.text)") }
    }
    #expect(Timestamp(milliseconds: moment - 1).text == "9999-12-31T23:59:59.999Z")
  }

  @Test func order() throws {
    #expect(Timestamp(milliseconds: 1) < Timestamp(milliseconds: 2))
    // Later than when this was written, earlier than the end of what can be written.
    let now = Timestamp.now
    #expect(try now > #require(Timestamp("2025-01-01T00:00:00Z")))
    #expect(Timestamp(now.text) == now)
  }
}
