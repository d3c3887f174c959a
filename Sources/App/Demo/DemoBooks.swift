extension DemoCommunity {
  static let books = DemoCommunity(
    node: "lamplight", title: "The Lamplight Reading Circle",
    description: "One book a month, read slowly, argued over kindly. The kettle is always on.",
    founder: .odile,
    posts: [
      DemoPost(
        id: "how-we-read", author: .odile, hoursAgo: 552, tags: ["welcome", "shelf"],
        attached: [(.shelf, "A shelf of old books in the light of a lamp")],
        content: .article(
          "How we read here",
          """
          <p>We began with five people and one copy. The copy went round in a biscuit tin, with a \
          pencil, and everybody wrote in the margins; by the end the margins were the better book. \
          This page is meant to be such a margin.</p>
          <h3>The rules of the tin</h3>
          <ul>
          <li>Quote the sentence before you quarrel with it.</li>
          <li>Endings are hidden until the last Thursday.</li>
          <li>Not finishing is allowed, and so is saying why.</li>
          </ul>
          """)),
      DemoPost(
        id: "november-choice", author: .odile, hoursAgo: 430, language: "fr",
        tags: ["choix", "novembre"],
        content: .article(
          "Le livre de novembre",
          """
          <p>Par six voix contre cinq – et une abstention pour cause de sommeil – nous lirons un \
          récit de voyage où personne, paraît-il, n'arrive nulle part.</p>
          <p>Trois questions à garder en poche, comme des cailloux :</p>
          <ol>
          <li>Qui raconte, et depuis quand le sait-on ?</li>
          <li>Que mange-t-on, à quelle page, et avec qui ?</li>
          <li>Quelle phrase emporteriez-vous, si l'on ne pouvait en sauver qu'une ?</li>
          </ol>
          """)),
      DemoPost(
        id: "haruka-margin", author: .haruka, hoursAgo: 316, language: "ja", tags: ["余白", "翻訳"],
        content: .article(
          "訳せないひとこと",
          """
          <p>第三章の終わりに出てくる、あの短い返事。英語では <q lang="en">I see.</q> \
          だけれど、「なるほど」でも「そうですか」でもない気がする。</p>
          <p>いちばん近いのは、湯のみを置く<ruby>音<rt>おと</rt></ruby>かもしれない。みなさんなら、どう訳しますか。</p>
          """)),
      DemoPost(
        id: "pencil", author: .jonas, hoursAgo: 221, language: "de", tags: ["randnotiz"],
        content: .note(
          "Auf Seite 112 hat jemand mit Bleistift „Unsinn!“ an den Rand geschrieben und darunter, in "
            + "derselben Handschrift: „Verzeihung. Nach S. 140 doch nicht.“ Mein Lieblingsleser.")),
      DemoPost(
        id: "essay-maps", author: .mara, hoursAgo: 150, tags: ["essay", "maps"],
        content: .article(
          "On maps at the front of books",
          """
          <p>I have never trusted a novel with a map, and I have never been able to leave one shut. \
          A map at the front is a promise that somebody will walk; it also admits, before the first \
          sentence, that the author was afraid we might get lost.</p>
          <h2>Three kinds</h2>
          <p><strong>The map that is right.</strong> Every inn is where it is said to be. You check \
          it once, with a finger, and never again: it is scenery.</p>
          <p><strong>The map that is wrong.</strong> The river runs the other way in chapter nine. I \
          used to think these were mistakes. Now I think the river is telling us who drew it.</p>
          <p><strong>The map that is missing.</strong> Our November book has a page where one should \
          be: a frame, a compass rose, a scale in leagues, and nothing in between.</p>
          <blockquote><p>“You will want to know where we were,” she says. “So did we.”</p></blockquote>
          <h2>What I did with the empty one</h2>
          <p>Filled it in, of course, in pencil, a little each evening. By the last chapter my \
          coastline had been rubbed out so often that the paper shone. I have come to think that this \
          is what the frame was for.</p>
          <hr/>
          <p>If you did the same, bring yours on Thursday. I should like to lay them side by side \
          and see whether we have been in one country.</p>
          """)),
      DemoPost(
        id: "salma-verse", author: .salma, hoursAgo: 92, language: "ar", tags: ["قراءة"],
        content: .note(
          "قرأتُ الفصل الأخير على ضوء شمعة بعد انقطاع الكهرباء، وحين عاد النور تمنّيت لو تأخّر قليلًا.")
      ),
      DemoPost(
        id: "thursday", author: .odile, hoursAgo: 3, tags: ["meeting"],
        content: .article(
          "Thursday, half past seven",
          """
          <p>The room above the bakery, as always; mind the third stair. Endings may be spoken of. \
          Tomás brings the urn, Mara the maps, Jonas (he has been asked nicely) <em>fewer</em> puns.</p>
          <p>Who cannot come may write here, and we shall read it aloud between the soup and the \
          shouting.</p>
          """)),
    ])
}
