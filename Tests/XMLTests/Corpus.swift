/// Streams of every kind that must be read alike however they are cut.
enum Corpus {
  static let stanzas: [String] = [
    "<iq type='get' id='1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    "<message><body>Grüße, 世界, 👩‍👩‍👧 &amp; &#233;&#x1F600; &lt;3</body></message>",
    "<message xml:lang='ar'><body>مرحبا</body></message>",
    "<message><body><![CDATA[a <b> & ]] c]]>d</body></message>",
    "<message> <b>\r\n mixed <i>content</i>\ttail </b>\n</message>",
    "<iq><x xmlns='{https://movim.eu}bookmarks conference|call'><y z='&#10;&#9;a&apos;&quot;'/></x></iq>",
    "<iq><p:pubsub xmlns:p='http://jabber.org/protocol/pubsub'><p:item id='ä'/></p:pubsub></iq>",
    "<iq><entry xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
      + "<thr:in-reply-to ref='tag:a' thr:count='3'/><title/></entry></iq>",
    "<svg xmlns='http://www.w3.org/2000/svg'><use xmlns:xlink='http://www.w3.org/1999/xlink'"
      + " xlink:href='#a'><g xmlns:xlink='urn:other' xlink:href='#b'/></use></svg>",
    "<a xmlns='urn:a'><b xmlns=''><c/></b><d/></a>",
    "<empty/>", "<spaced  a = 'x'\n b=\"y'\" ></spaced >",
    "<größe ключ='значение'/>",
  ]

  static let stream = header + stanzas.joined(separator: "\n") + " 316 " + good + "</stream:stream>"
}
