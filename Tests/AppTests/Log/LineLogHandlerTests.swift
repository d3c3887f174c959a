import Glibc
import Logging
import Synchronization
import Testing

@testable import App

/// Collects what a log handler writes.
private final class Lines: Sendable {
  private let written = Mutex<[[UInt8]]>([])

  func logger(_ format: LogFormat, level: Logger.Level = .trace) -> Logger {
    var logger = Logger(label: "test") { _ in
      LineLogHandler(
        level: level, format: format, now: { "2026-11-22T10:28:28.123Z" },
        sink: { bytes in self.written.withLock { $0.append(bytes) } })
    }
    logger.logLevel = level
    return logger
  }

  var texts: [String] { written.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }
}

@Suite struct LineLogHandlerTests {
  @Test func text() {
    let lines = Lines()
    lines.logger(.text).info("Listening.", metadata: ["port": "8080", "host": "::1"])
    #expect(lines.texts == ["2026-11-22T10:28:28.123Z info Listening. host=::1 port=8080\n"])
  }

  @Test(
    arguments: [
      (.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3),
      (.critical, 2),
    ] as [(Logger.Level, Int)])
  func journal(level: Logger.Level, priority: Int) {
    let lines = Lines()
    lines.logger(.journal).log(level: level, "x")
    #expect(lines.texts == ["<\(priority)>x\n"])
  }

  @Test(arguments: [
    ("a\nb", #"a\nb"#), ("a\r\n<2>b", #"a\r\n<2>b"#), ("a\u{0}b", #"a\0b"#),
    ("\u{1B}[31mred", #"\u{1B}[31mred"#), ("a\u{2028}b", #"a\u{2028}b"#),
    ("a\u{202E}b", #"a\u{202E}b"#), ("\u{9B}x", #"\u{009B}x"#), ("naïve 日本 🐦", "naïve 日本 🐦"),
  ])
  func escaped(message: String, written: String) {
    let lines = Lines()
    lines.logger(.journal).error("\(message)")
    lines.logger(.journal).error("m", metadata: ["k": "\(message)", "\(message)": "v"])
    let texts = lines.texts
    #expect(texts.first == "<3>\(written)\n")
    #expect(texts.last?.contains(written) == true)
    #expect(
      texts.allSatisfy {
        $0.unicodeScalars.count { $0.properties.generalCategory == .control } == 1
      })
  }

  @Test(arguments: [
    ("plain", "plain"), ("", #""""#), ("two words", #""two words""#),
    (#"say "x""#, #""say \"x\"""#), ("a=b", #""a=b""#), (#"back\slash x"#, #""back\\slash x""#),
  ])
  func values(value: String, written: String) {
    let lines = Lines()
    lines.logger(.journal).info("m", metadata: ["k": "\(value)"])
    #expect(lines.texts == ["<6>m k=\(written)\n"])
  }

  @Test func aRecordIsOneBoundedLine() {
    let lines = Lines()
    lines.logger(.text).info("\(String(repeating: "é\n", count: 100_000))", metadata: ["k": "v"])
    let text = lines.texts.joined()
    #expect(lines.texts.count == 1)
    #expect(text.utf8.count <= LineLogHandler.maximumLineBytes)
    #expect(text.hasSuffix("...\n"))
    #expect(text.utf8.count { $0 == 10 } == 1)
  }

  @Test func metadataOfLoggerAndRecord() {
    let lines = Lines()
    var logger = lines.logger(.journal)
    logger[metadataKey: "component"] = "a.example"
    logger.info("m", metadata: ["n": "1"])
    logger.info("m", metadata: ["component": "b.example"])
    #expect(lines.texts == ["<6>m component=a.example n=1\n", "<6>m component=b.example\n"])
  }

  @Test func levels() {
    let lines = Lines()
    lines.logger(.journal, level: .warning).info("no")
    lines.logger(.journal, level: .warning).warning("yes")
    #expect(lines.texts == ["<4>yes\n"])
  }

  @Test func theJournalIsKnownByItsSocket() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let stream = try #require(LogFormat.stream(ends[1]))
    #expect(stream.wholeMatch(of: /\d+:\d+/) != nil)
    func resolved(_ format: LogFormat, _ environment: [String: String]) -> LogFormat {
      format.resolved(environment: environment, descriptor: ends[1])
    }
    #expect(resolved(.auto, ["JOURNAL_STREAM": stream]) == .journal)
    #expect(resolved(.auto, ["JOURNAL_STREAM": "1:1"]) == .text)
    #expect(resolved(.auto, [:]) == .text)
    #expect(resolved(.journal, [:]) == .journal)
    #expect(resolved(.text, ["JOURNAL_STREAM": stream]) == .text)
  }

  @Test func timeIsRFC3339() throws {
    let text = Clock.text()
    #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }
}
