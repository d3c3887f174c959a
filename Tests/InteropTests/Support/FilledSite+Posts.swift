/// What is written on the filled site: something of all that a page can show, and what is hard to show.
extension FilledSite {
  private static let article = """
    <p>What’s in a name? That which we call a rose by <em>any</em> other name would smell as \
    <strong>sweet</strong>, says <a href="https://elsewhere.example/balcony">somebody on a balcony</a>.</p>
    <h2>Of names and roses</h2>
    <p>A list, in which one thing stands below another:</p>
    <ul><li>a rose<ul><li>red</li><li>white, with <code>thorns = 12</code></li></ul></li><li>a name</li></ul>
    <ol><li>First, the balcony.</li><li>Then, the orchard.</li></ol>
    <blockquote><p>So Romeo would, were he not Romeo call’d, retain that dear perfection.</p></blockquote>
    <h3>In figures</h3>
    <table><caption>Roses of the orchard</caption><thead><tr><th>Name</th><th>Colour</th><th>Thorns</th>\
    <th>Scent</th><th>Planted</th><th>Remarks</th></tr></thead><tbody><tr><td>Rosa gallica</td><td>crimson</td>\
    <td>many</td><td>strong</td><td>1302</td><td>beside the wall</td></tr><tr><td>Rosa alba</td><td>white</td>\
    <td>few</td><td>faint</td><td>1303</td><td>below the balcony</td></tr></tbody></table>
    <pre><code>for rose in orchard where rose.isSweet { print("\\(rose.name) smells as sweet by any other name") }</code></pre>
    <figure><img src="https://elsewhere.example/orchard.svg" alt="A hill behind another one, and a low sun" \
    width="1200" height="800"/><figcaption>The orchard, from the north.</figcaption></figure>
    <hr/><p>Deny thy father and refuse thy name.</p>
    """

  /// In the community `verona`, the oldest first.
  static let posts: [SamplePost] =
    (1...21).map { number in
      SamplePost(
        item: "note-\(number)", title: "It is the lark, the herald of the morn, no. \(number)",
        published: "2026-02-\(number < 10 ? "0" : "")\(number)T06:30:00Z", tags: ["lark"])
    } + [
      SamplePost(
        item: "untitled", body: .text("A note without a title.\n\nIt has a second paragraph."),
        published: "2026-03-01T08:00:00Z"),
      SamplePost(
        item: "words",
        title: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        language: "de",
        body: .xhtml(
          "<p>\(String(repeating: "Rindfleischetikettierung", count: 12))</p>"
            + "<p>https://elsewhere.example/\(String(repeating: "long/", count: 40))</p>"),
        published: "2026-03-02T08:00:00Z",
        tags: ["wortzusammensetzung", String(repeating: "lang", count: 10)]),
      SamplePost(
        item: "gallery", title: "The orchard in spring",
        body: .text("Two pictures, a song, a film and a map."), published: "2026-03-03T08:00:00Z",
        tags: ["orchard", "photo"],
        more: [
          SamplePost.enclosure(
            "dawn.svg", "image/svg+xml", "Hills at dawn", width: 1_200, height: 800),
          SamplePost.enclosure("dusk.svg", "image/svg+xml", "Hills at dusk"),
          SamplePost.enclosure("lark.ogg", "audio/ogg", "The lark"),
          SamplePost.enclosure("walls.webm", "video/webm", "Over the walls"),
          SamplePost.enclosure("map.pdf", "application/pdf", "The way to the orchard"),
        ]),
      SamplePost(
        item: "card", title: "Worth reading", body: .text("About roses."),
        published: "2026-03-04T08:00:00Z",
        more: [
          SamplePost.link(
            "related", "https://elsewhere.example/roses", title: "Roses, and what they are called",
            about: "Of all that is sweet, by whatever name.")
        ]),
      SamplePost(
        item: "rose", title: "A rose by any other name", body: .xhtml(article),
        published: "2026-03-05T08:00:00Z", updated: "2026-03-06T09:30:00Z",
        tags: ["rose", "names"]),
      SamplePost(
        item: "share", title: "Look at this rose", body: .text("It is as sweet as they say."),
        published: "2026-03-07T08:00:00Z",
        more: [SamplePost.link("via", "xmpp:social.localhost?;node=verona;item=rose")]),
      SamplePost(item: "gone", title: "What was said in haste", published: "2026-03-08T08:00:00Z"),
    ]

  /// In the community `maqha`, from right to left.
  static let rightToLeft = [
    SamplePost(
      item: "radio", title: "راديو جدّي يتكلّم من جديد", language: "ar", author: "سلمى الإدريسي",
      body: .xhtml(
        """
        <p>وجدتُ جهاز الراديو القديم في خزانة المطبخ، ملفوفًا بجريدة عمرها أربعون سنة.</p>
        <blockquote><p>الراديو لا يموت، بل ينتظر من يصغي إليه.</p></blockquote>
        <ul><li>مكثّفان جافّان</li><li>سلك مقطوع عند مفتاح <bdi lang="en">Volume</bdi></li></ul>
        <table><tr><th>القطعة</th><th>القيمة</th></tr><tr><td>مكثّف</td><td>100 nF</td></tr></table>
        <pre><code>volume = 11</code></pre>
        """),
      published: "2026-03-01T08:00:00Z", tags: ["إصلاح", "radio"],
      more: [SamplePost.enclosure("radio.svg", "image/svg+xml", "الراديو على الطاولة")]),
    SamplePost(
      item: "shalom", title: "שלום לכולם", language: "he", author: "נועה לוי",
      body: .text("זהו פוסט ראשון בעברית, עם מילה אחת ב-English באמצע."),
      published: "2026-03-02T08:00:00Z", tags: ["שלום"]),
  ]

  /// In the gallery `orchard`.
  static let pictures = [
    SamplePost(
      item: "dawn", title: "Hills at dawn, in the first light of a day in March",
      body: .text("From the tower."), published: "2026-03-01T08:00:00Z",
      more: [
        SamplePost.enclosure(
          "dawn.svg", "image/svg+xml", "Hills at dawn", width: 1_200, height: 800),
        SamplePost.enclosure("dusk.svg", "image/svg+xml", "The same hills at dusk"),
      ]),
    SamplePost(
      item: "untitled", body: .text("Nobody has described this one."),
      published: "2026-03-02T08:00:00Z",
      more: [SamplePost.enclosure("dusk.svg", "image/svg+xml")]),
    SamplePost(
      item: "radio", title: "راديو جدّي", language: "ar", author: "سلمى الإدريسي",
      body: .text("على الطاولة."), published: "2026-03-03T08:00:00Z",
      more: [
        SamplePost.enclosure(
          "radio.svg", "image/svg+xml", "الراديو على الطاولة", width: 600, height: 900)
      ]),
  ]

  /// In the blog of Romeo.
  static let blog = [
    SamplePost(
      item: "window", title: "What light through yonder window breaks?",
      body: .xhtml("<p>It is the east, and Juliet is the sun.</p>"),
      published: "2026-03-01T20:00:00Z", tags: ["light", "rose"]),
    SamplePost(
      item: "night", title: "Good night", body: .text("Parting is such sweet sorrow."),
      published: "2026-03-02T20:00:00Z"),
  ]

  /// Below the post `rose`.
  static let comments = [
    SamplePost(item: "c1", author: "Juliet Capulet", body: .text("Sweet, so would it be.")),
    SamplePost(
      item: "c2", body: .xhtml("<p>Call me but <em>love</em>.</p>"),
      published: "2026-03-01T11:00:00Z", more: [SamplePost.answer("c1")]),
    SamplePost(
      item: "c3", author: "Juliet Capulet", body: .text("What man art thou?"),
      published: "2026-03-01T12:00:00Z", more: [SamplePost.answer("c2")]),
    SamplePost(
      item: "c4", language: "ar", author: "سلمى", body: .text("ما أجمل هذا الكلام!"),
      published: "2026-03-01T13:00:00Z"),
  ]
}
