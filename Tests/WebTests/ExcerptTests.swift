import Testing

@testable import Web

@Suite struct ExcerptTests {
  @Test(arguments: [
    ("", []), ("short", ["short"]), ("one\ntwo", ["one", "two"]),
    (" one\n\n \n two", ["one", "two"]),
    ("0123456789 1234567 901", ["0123456789 1234567…"]),
    ("01234567890123456789x", ["01234567890123456789…"]),
    ("one two three\nfour five", ["one two three", "four…"]),
  ]) func paragraphs(_ text: String, _ paragraphs: [String]) {
    #expect(Excerpt.paragraphs(text, 20) == paragraphs)
  }

  @Test func aSingleClusterIsCutToo() {
    let text = "a" + String(repeating: "\u{301}", count: 1_000)
    #expect(text.count == 1)
    #expect(Excerpt.paragraphs(text, 10).joined().unicodeScalars.count == 11)
  }

  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_234_567, "1.2 MB"), (999_999, "999.9 kB"),
      (5_000_000_000, "5.0 GB"), (Int64.max, "9223372 TB"), (-1, nil),
    ] as [(Int64, String?)]) func sizes(_ bytes: Int64, _ text: String?)
  {
    #expect(Attachments.File.size(bytes) == text)
  }
}
