import Social
import TestSupport
import Testing

/// Seen through the sanitiser: what becomes of the address of a link.
@Suite struct SafeAddressTests {
  private func link(_ address: String, base: String? = nil) -> String? {
    let quoted = address.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    let markup = Sanitizer.clean(html: "<a href=\"\(quoted)\">x</a>", base: base).html.markup
    guard let start = markup.firstRange(of: "href=\"") else { return nil }
    return String(markup[start.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
  }

  @Test(arguments: [
    ("https://a.example", "https://a.example"), ("HTTP://A.example/?q#f", "http://A.example/?q#f"),
    ("  https://a.example/a b ", "https://a.example/a%20b"),
    ("ht\ttps:\n//a.example/", "https://a.example/"),
    ("https://a.example\\b?c\\d", "https://a.example/b?c%5Cd"),
    ("https://[::1]:80/<\"`{|}^>", "https://[::1]:80/%3C%22%60%7B%7C%7D%5E%3E"),
    ("https://例え.example/é", "https://例え.example/é"),
    ("https://a.example/\u{202E}x", "https://a.example/%E2%80%AEx"),
    ("mailto:a@b.example", "mailto:a@b.example"), ("tel:+1", "tel:+1"), ("geo:1,2", "geo:1,2"),
    ("xmpp:a@b.example?;\n   node=x;\n   item=y", "xmpp:a@b.example?;node=x;item=y"),
  ])
  func kept(_ address: String, _ expected: String) {
    #expect(link(address) == expected)
  }

  @Test(arguments: [
    "", " ", "x", "/x", "#x", "//a.example/", "javascript:x", "data:,x", "ftp://a.example/",
    "http:",
    "http:a.example", "http:/a.example", "https:///x", "https://:80/", "https://u:p@a.example/",
    "https://a%20b/", "https://a b/", "mailto:", "a:b", "1http://a/", "java\u{1}script:x",
  ])
  func dropped(_ address: String) {
    #expect(link(address) == nil)
  }

  /// RFC 3986, section 5.4, as far as it is allowed here.
  @Test(arguments: [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"),
    ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
    ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), (".", "http://a/b/c/"),
    ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
    ("../../g", "http://a/g"),
    ("../../../g", "http://a/g"), ("/../g", "http://a/g"), ("g;x=1/../y", "http://a/b/c/y"),
    ("https://h/", "https://h/"),
  ])
  func relative(_ reference: String, _ expected: String) {
    #expect(link(reference, base: "http://a/b/c/d;p?q") == expected)
  }

  @Test(arguments: ["//g", "\\\\g", "a:b", "java script:x", "javascript:x", ""])
  func relativeOnesThatLeadElsewhere(_ reference: String) {
    #expect(link(reference, base: "http://a/b/c/d;p?q") == nil)
  }

  @Test(arguments: HostileMarkup.links)
  func hostileOnesStayInTheirAttribute(_ address: String) {
    for base in [nil, "https://base.example/x/y"] {
      guard let kept = link(address, base: base) else { continue }
      #expect(
        ["http", "https", "xmpp", "mailto", "tel", "geo"].contains(kept.prefix { $0 != ":" }))
      #expect(!kept.contains { "<>\"`".contains($0) || $0.isWhitespace })
      if base == nil { #expect(address.contains("a.example") || !kept.hasPrefix("http")) }
    }
  }
}
