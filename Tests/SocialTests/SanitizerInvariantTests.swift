import Foundation
import Social
import TestSupport
import Testing
import XML

/// What holds for every input, hostile and random ones above all.
@Suite struct SanitizerInvariantTests {
  static let cleaned: [String] =
    HostileMarkup.html.map { Sanitizer.clean(html: $0).html.markup }
    + HostileMarkup.text.map { Sanitizer.clean(text: $0).html.markup }
    + HostileMarkup.plain.map { Sanitizer.clean(text: $0).html.markup }
    + HostileMarkup.xhtml.compactMap { try? Sanitizer.clean(xhtml: xhtml($0)).html.markup }
    + HostileMarkup.links.map(Self.linked)

  static func xhtml(_ inner: String) throws -> Element {
    try Element(
      parsing: Array("<div xmlns=\"http://www.w3.org/1999/xhtml\">\(inner)</div>".utf8))
  }

  static func linked(_ address: String) -> String {
    let ns = "http://www.w3.org/1999/xhtml"
    let elements = [
      Element(
        "a", ns, ["href": address, "title": address], [Element("img", ns, ["src": address])]),
      Element("video", ns, ["src": address]), Element("blockquote", ns, ["cite": address]),
    ]
    return Sanitizer.clean(xhtml: Element("div", ns, [:], elements)).html.markup
  }

  @Test(arguments: [
    HostileMarkup.html, HostileMarkup.xhtml, HostileMarkup.text, HostileMarkup.plain,
    HostileMarkup.links,
  ])
  func theCorpusIsLargeAndDistinct(cases: [String]) {
    #expect(Set(cases).count == cases.count)
    #expect(cases.count >= 60)
  }

  @Test(arguments: HostileMarkup.xhtml)
  func hostileXHTMLIsWellFormed(_ inner: String) {
    #expect(throws: Never.self) { try Self.xhtml(inner) }
  }

  @Test func cleaningTwiceChangesNothing() {
    for markup in Self.cleaned + RandomMarkup.fragments(2_000).map({ clean($0) }) {
      let again = Sanitizer.clean(html: markup)
      #expect(again.html.markup == markup)
      #expect(again.exceeded.isEmpty)
    }
  }

  @Test func xhtmlAndHTMLOfTheSameTreeAreCleanedAlike() throws {
    for inner in [
      "<p>a<b>b</b></p><ul><li>c</li></ul>", "<p>x<b>y<ul><li>z</li></ul></b></p>",
      "<table><tr><td>1</td><th>2</th></tr></table>", "<h1>a</h1><pre>b</pre>",
      "<dl><dt>a</dt><dd>b</dd></dl>", "<a href='https://a.example/'>x</a>",
    ] {
      #expect(try Sanitizer.clean(xhtml: Self.xhtml(inner)).html.markup == clean(inner))
    }
  }

  @Test(
    .enabled(if: HTML5Parser.isInstalled || !HTML5Parser.mayBeSkipped, "needs python3-html5lib"))
  func anHTMLParserReadsBackWhatWasWritten() async throws {
    let random = RandomMarkup.fragments(3_000).map { clean($0) }
    let random2 = RandomMarkup.trees(2_000).map { Sanitizer.clean(xhtml: $0).html.markup }
    for (markup, read) in try await HTML5Parser.misread(Self.cleaned + random + random2) {
      Issue.record("\(markup)\nis read as\n\(read)")
    }
  }

  @Test func picturesAreMovedAndNothingElse() {
    var moved = 0
    for markup in Self.cleaned + RandomMarkup.fragments(2_000).map({ clean($0) }) {
      let html = Sanitizer.clean(html: markup).html
      let same = html.movingPictures { $0 }
      #expect(same == html)
      var addresses: [String] = []
      let elsewhere = html.movingPictures { address in
        addresses.append(address)
        return "https://proxy.example/\(addresses.count)?'&"
      }
      // As many as there are, and what a parser reads is still what is written.
      #expect(addresses.count == markup.components(separatedBy: "<img ").count - 1)
      #expect(Sanitizer.clean(html: elsewhere.markup).html == elsewhere)
      var back = addresses.makeIterator()
      let returned = elsewhere.movingPictures { _ in back.next() ?? "" }
      #expect(returned == html)
      moved += addresses.count
    }
    #expect(moved > 20)
  }

  @Test func addressesOfPicturesAreGivenAsTheyWere() {
    var addresses: [String] = []
    let html = Sanitizer.clean(
      html:
        "<p title='<img src=\"x\">'>a &lt;img src=\"y\"&gt; <img alt='b>' src=\"https://a.example/b'?c&amp;\u{301}d\">"
    ).html
    let moved = html.movingPictures { address in
      addresses.append(address)
      return "/media/\"><script>"
    }
    #expect(addresses == ["https://a.example/b'?c&\u{301}d"])
    #expect(moved.markup.contains("<img src=\"/media/&quot;&gt;&lt;script&gt;\" alt=\"b&gt;\""))
  }

  private func clean(_ html: String) -> String { Sanitizer.clean(html: html).html.markup }
}
