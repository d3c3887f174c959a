import PubSub
import Testing
import XML
import XMPP

@testable import Social

/// What people may read of an entry, wherever it stands.
@Suite struct EntryWordsTests {
  private func isSeen(_ inner: String) throws -> Bool {
    let entry = "<entry xmlns='\(Namespace.atom)'>\(inner)</entry>"
    let words = BlockedWords(["cheap pills"])
    return EntryWords.all(in: try Element(parsing: Array(entry.utf8))).contains(where: words.areIn)
  }

  private static let long = String(repeating: "long ", count: 20_000)

  @Test(arguments: [
    "<title>Cheap pills</title>",
    "<title>Fine</title><title>Cheap pills</title>",
    "<title>\(long) cheap pills</title>",
    "<title type='html'>Che&lt;b>ap&lt;/b> pills</title>",
    "<content>Fine</content><content type='text'>Cheap pills</content>",
    "<content type='html'>Fine</content><content type='html'>&lt;p>Cheap&lt;/p>&lt;p>pills</content>",
    "<content type='html'>&lt;img title='Cheap pills' src='a'></content>",
    "<content type='html'>&lt;img alt='Cheap pills' src='https://a.example/b'></content>",
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Ch<b>ea</b>p <i>pills</i></div></content>",
    "<content type='xhtml'><p xmlns='http://www.w3.org/1999/xhtml'><a title='cheap pills'>a</a></p></content>",
    "<content type='xhtml'><p xmlns='http://www.w3.org/1999/xhtml'><button>cheap pills</button></p></content>",
    "<content type='text/markdown'>*Cheap* pills</content>",
    "<content type='application/x-notes'>Cheap pills</content>",
    "<content type='xhtml'>\(String(repeating: "<a>", count: 60) + "cheap pills" + String(repeating: "</a>", count: 60))</content>",
    "<content>Fine</content><summary>Cheap pills</summary>",
    "<content>Fine</content><summary type='html'>&lt;i>Cheap&lt;/i> pills</summary>",
    "<content>\(long) cheap pills</content>",
    "<author><name>Cheap Pills</name></author>",
    "<contributor><name>Cheap Pills</name></contributor>",
    "<category term='cheap-pills'/>", "<category term='a' label='Cheap pills'/>",
    "<link rel='enclosure' href='https://a.example/b' title='Cheap pills'/>",
    "<link rel='related' href='https://a.example/b' title='a' description='Cheap pills'/>",
    "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><desc>Cheap pills</desc></file></file-sharing>",
    "<poll xmlns='urn:example:poll:0'><choice id='1'>Fine</choice><choice id='2'>Cheap pills</choice></poll>",
    "<poll xmlns='urn:example:poll:0'><choice name='Cheap pills'/></poll>",
    "<geoloc xmlns='http://jabber.org/protocol/geoloc'><description>Cheap pills</description></geoloc>",
    "<source><title>Cheap pills</title></source>", "<rights>Cheap pills</rights>",
  ])
  func isFound(_ inner: String) throws {
    #expect(try isSeen(inner))
  }

  /// Addresses are not read, and words that stand apart are no phrase.
  @Test(arguments: [
    "<title>Cheap blue pills</title>", "<id>urn:cheap:pills</id>",
    "<author><uri>https://a.example/cheap/pills</uri></author>",
    "<link rel='enclosure' href='https://a.example/cheap-pills'/>",
    "<content type='html'>&lt;a href='https://a.example/cheap-pills'>Fine&lt;/a></content>",
    "<title>Cheap</title><summary>pills</summary>",
    "<poll xmlns='urn:example:poll:0'><choice>Cheap</choice><choice>pills</choice></poll>",
  ])
  func isNotFound(_ inner: String) throws {
    #expect(try !isSeen(inner))
  }

  /// What is no entry is left alone.
  @Test func otherPayloads() throws {
    let payload = try Element(parsing: Array("<a xmlns='urn:a'>Cheap pills</a>".utf8))
    #expect(EntryWords.all(in: payload).isEmpty)
  }
}
