import XML

/// Posts as different as they come, to be read in feeds.
enum VariedPosts {
  static let count = 200

  private static let titles: [String?] = [
    "A plain title", "<b>Bold</b> & <i>slanted</i>", "1 < 2 && 3 > 2", "\"Quoted\" and 'so'",
    "&amp;amp; &lt;escaped&gt; twice", "</title><script>window.pwned=1</script>", "😀 👩‍👩‍👧 🏳️‍🌈 ☕️",
    "العنوان من اليمين إلى اليسار", "כותרת with English", "水瀬はるかの日記", "Zażółć gęślą jaźń",
    "e\u{301}a\u{308}",
    "]]> <!-- --> <?php ?>", "two\nlines\tand   gaps",
    String(repeating: "Long and longer ", count: 12),
    "xmpp:romeo@localhost?;node=a;item=b", "{{mustache}} {{{html}}}", nil, nil,
  ]

  private static let bodies: [SamplePost.Body] = [
    .text("Plain words."), .text("Two lines,\nand & < > signs.\n\nAnd another paragraph."),
    .xhtml(
      "<p>A <a href='https://elsewhere.example/?a=1&amp;b=2'>link</a>, and <br/> a break.</p>"),
    .xhtml("<p>A <a href='/relative'>link</a> to <img src='picture.png' alt='nowhere'/></p>"),
    .xhtml("<table><tr><td>a</td></tr></table><pre>  kept\n   as is</pre>"),
    .html("<p>Never <b>closed <i>at all<p>here &copy; <img src=https://elsewhere.example/a.png>"),
    .html("<p onclick='x()' style='color:red'>Nothing <script>x()</script>runs.</p>"),
    .xhtml("<p dir='rtl' lang='ar'>من اليمين</p><p>left</p>"),
    .xhtml("<video src='https://elsewhere.example/film.webm'/><p>A film</p>"),
    .text(String(repeating: "Very long. ", count: 400)), .none,
  ]

  private static let authors = [
    "Romeo Montague", "Tom & Jerry <both>", "سلمى الإدريسي", "水瀬 はるか", "O’Neill \"Q\"",
  ]
  private static let languages = ["en", "ar", "he", "de-CH", "ja", "zh-Hant-TW"]

  private static let more: [[String]] = [
    [], ["enclosure"], [], ["via"], ["enclosure", "related"], [], ["answer"],
  ]

  /// Each the same in every run.
  static let all: [SamplePost] = (0..<count).map { number in
    let day = number % 28 + 1
    let date = "2026-0\(number / 28 % 9 + 1)-\(day < 10 ? "0" : "")\(day)"
    let body = bodies[number % bodies.count]
    var title = titles[number % titles.count]
    if case .none = body { title = title ?? "Nothing but a title" }
    return SamplePost(
      item: "varied-\(number)", title: title,
      language: languages[number % languages.count], author: authors[number % authors.count],
      body: body, published: "\(date)T10:00:00Z",
      updated: number % 4 == 0 ? "\(date)T18:30:00+02:00" : nil,
      tags: number % 3 == 0 ? ["varied", "t & t", "وسم"] : [],
      more: more[number % more.count].map(element))
  }

  private static func element(_ kind: String) -> Element {
    switch kind {
    case "enclosure": SamplePost.enclosure("a b.ogg", "audio/ogg", "A <song> & more")
    case "via": SamplePost.link("via", "xmpp:social.localhost?;node=varied-0;item=varied-0")
    case "answer": SamplePost.answer("varied-0")
    default: SamplePost.link("related", "https://elsewhere.example/?a=1&b=2", title: "A & B")
    }
  }
}
