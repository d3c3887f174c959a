/// A month of the Gregorian calendar in UTC, of the years 1 to 9999.
package struct Month: Hashable, Comparable, Sendable {
  package let year: Int
  /// 1 to 12.
  package let month: Int

  /// Nil if there is no such month.
  package init?(year: Int, month: Int) {
    guard 1...9999 ~= year, 1...12 ~= month else { return nil }
    self.year = year
    self.month = month
  }

  /// That a moment is in.
  package init(of moment: Timestamp) {
    let date = moment.date
    (year, month) = (date.year, date.month)
  }

  /// Its first moment.
  package var start: Timestamp { Timestamp(year: year, month: month) }

  /// The first moment after it.
  package var end: Timestamp {
    month < 12
      ? Timestamp(year: year, month: month + 1) : Timestamp(year: year + 1, month: 1)
  }

  package static func < (a: Month, b: Month) -> Bool { (a.year, a.month) < (b.year, b.month) }
}
