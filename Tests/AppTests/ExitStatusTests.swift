import Glibc
import Testing

@testable import App

@Suite struct ExitStatusTests {
  /// The numbers of sysexits.h, which other programs know.
  @Test func numbers() {
    let numbers = Dictionary(
      uniqueKeysWithValues: Status.allCases.map { ($0.name, $0.rawValue) })
    #expect(
      numbers == [
        "EX_OK": EX_OK, "EX_USAGE": EX_USAGE, "EX_DATAERR": EX_DATAERR, "EX_NOINPUT": EX_NOINPUT,
        "EX_UNAVAILABLE": EX_UNAVAILABLE, "EX_SOFTWARE": EX_SOFTWARE,
        "EX_CANTCREAT": EX_CANTCREAT, "EX_IOERR": EX_IOERR, "EX_TEMPFAIL": EX_TEMPFAIL,
        "EX_NOPERM": EX_NOPERM, "EX_CONFIG": EX_CONFIG,
      ])
  }

  @Test func meaningsDiffer() {
    #expect(Set(Status.allCases.map(\.meaning)).count == Status.allCases.count)
    for status in Status.allCases {
      #expect(Status.reference.contains("\(status.rawValue)"))
      #expect(Status.reference.contains(status.meaning))
    }
  }
}
