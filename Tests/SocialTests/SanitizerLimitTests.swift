import Social
import Testing

/// Every bound: what is within it passes, what is beyond is cut and named.
@Suite struct SanitizerLimitTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let limit: SanitizerLimit
    let limits: SanitizerLimits
    let within: String
    let beyond: String
    let cut: String

    var testDescription: String { "\(limit)" }
  }

  @Test(arguments: [
    Row(
      limit: .inputBytes, limits: SanitizerLimits(inputBytes: 4), within: "abcd", beyond: "abcé",
      cut: "abc"),
    Row(
      limit: .outputBytes, limits: SanitizerLimits(outputBytes: 12), within: "<b>&amp;</b>",
      beyond: "ab<b>&amp;</b>c", cut: "ab<b></b>"),
    Row(
      limit: .outputBytes, limits: SanitizerLimits(outputBytes: 6), within: "a&amp;",
      beyond: "aé&amp;b",
      cut: "aé"),
    Row(
      limit: .nodes, limits: SanitizerLimits(nodes: 2), within: "<p>a", beyond: "<p>a<br>b",
      cut: "<p>a</p>"),
    Row(
      limit: .depth, limits: SanitizerLimits(depth: 2), within: "<b><i>a</i></b>",
      beyond: "<b><i><u>a</u></i></b>", cut: "<b><i>a</i></b>"),
    Row(
      limit: .depth, limits: SanitizerLimits(depth: 2), within: "<ul><li>a</ul>",
      beyond: "<div><ul><li>a</ul></div>", cut: "<div><div>a</div></div>"),
    Row(
      limit: .attributes, limits: SanitizerLimits(attributes: 1), within: "<p x>a",
      beyond: "<p x title=y>a", cut: "<p>a</p>"),
    Row(
      limit: .attributeBytes, limits: SanitizerLimits(attributeBytes: 2), within: "<p title=xy>a",
      beyond: "<p title=xyz>a", cut: #"<p title="xy">a</p>"#),
    Row(
      limit: .addressBytes, limits: SanitizerLimits(addressBytes: 10),
      within: "<a href=https://ab>a", beyond: "<a href=https://abc>a", cut: "a"),
  ])
  func bounds(_ row: Row) {
    let within = Sanitizer.clean(html: row.within, limits: row.limits)
    #expect(within.exceeded.isEmpty)
    let beyond = Sanitizer.clean(html: row.beyond, limits: row.limits)
    #expect(beyond.exceeded == [row.limit])
    #expect(beyond.html.markup == row.cut)
    #expect(Sanitizer.clean(html: row.cut, limits: row.limits).html.markup == row.cut)
  }

  @Test func defaults() {
    let limits = SanitizerLimits()
    #expect(limits.depth == 100)
    #expect(limits.nodes == 50_000)
    #expect(limits.inputBytes >= limits.outputBytes)
    let deep = Sanitizer.clean(html: String(repeating: "<div>", count: 1_000) + "x")
    #expect(deep.exceeded == [.depth])
    #expect(deep.html.markup.split(separator: "</div>").count == 1)
    #expect(deep.html.markup.count { $0 == "/" } == 100)
    let long = Sanitizer.clean(text: String(repeating: "<", count: 1_000_000))
    #expect(long.exceeded == [.outputBytes])
    #expect(long.html.markup.utf8.count <= limits.outputBytes)
  }

  /// What would be quadratic in a careless parser takes the time of its length: a minute is an
  /// eternity.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "<p><b title=x>", "<table><td>", "<a href=http://x/>", "a<x>", "<!--", "<script>", "&",
      "a b=c ",
      "<svg>", "<ruby><rt>", "<ul><li>",
    ])
  func workIsLinear(_ piece: String) {
    let input = String(repeating: piece, count: 100_000 / piece.utf8.count)
    #expect(Sanitizer.clean(html: "<p " + input).html.markup.utf8.count <= 1_048_576)
    #expect(Sanitizer.clean(html: input).html.markup.utf8.count <= 1_048_576)
  }

  @Test(
    .timeLimit(.minutes(1)), arguments: ["http:", "xmpp:", "https://", "http://a.b/( ", "):", "\n"])
  func linkingIsLinear(_ piece: String) {
    let input = String(repeating: piece, count: 100_000 / piece.utf8.count)
    #expect(Sanitizer.clean(text: input).html.markup.utf8.count <= 1_048_576)
  }
}
