import PubSub
import Testing
import XML
import XMPP

@testable import Social

/// What the service adds to posts as they are delivered.
@Suite struct ServerLinksTests {
  private static let page = "https://social.verona.lit/p/blog/a%20b?c'd&e"
  private static let comments =
    "xmpp:social.verona.lit?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2Fp"

  private func links(page: Bool = true, comments: Bool = true) throws -> ServerLinks {
    ServerLinks(
      page: page ? Self.page : nil,
      comments: comments ? XMPPURI.Place(Self.comments) : nil)
  }

  private func payload(_ inner: String, _ attributes: String = "") throws -> [UInt8] {
    let text = "<entry xmlns='\(Namespace.atom)'\(attributes)>\(inner)</entry>"
    return try Element(parsing: Array(text.utf8)).canonical
  }

  /// Which of the links an entry gets that has some.
  @Test(
    arguments: [
      ("<title>a</title>", true, true),
      (
        "<title>a</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p/></div></content>",
        true, true
      ),
      ("<link rel='alternate' href='xmpp:a.lit?;node=b'/>", true, true),
      ("<link rel='alternate' href='/relative'/>", true, true),
      ("<link rel='self' href='https://a.lit'/>", true, true),
      ("<link rel='alternate' href='https://a.lit'/>", false, true),
      ("<link rel='alternate' type='image/png' href=' HTTP://a.lit'/>", false, true),
      ("<link href='http://a.lit'/>", false, true),
      ("<link rel='replies' href='https://a.lit'/>", true, false),
      ("<link rel='replies'/><link href='https://a.lit'/>", false, false),
      ("<link xmlns='urn:other' rel='replies' href='https://a.lit'/>", true, true),
    ])
  func added(inner: String, page: Bool, comments: Bool) throws {
    let before = try payload(inner)
    let after = try links().insert(into: before, limit: .max)
    let expected = (page ? Self.page : nil, comments ? Self.comments : nil)
    let (old, new) = (try Element(parsing: before), try Element(parsing: after))
    // Nothing else differs, to the byte.
    #expect(new.canonical == after)
    #expect(after.starts(with: before.dropLast("</entry>".utf8.count)))
    #expect(Array(new.elements).prefix(Array(old.elements).count).elementsEqual(old.elements))
    let added = Array(new.elements.dropFirst(Array(old.elements).count))
    #expect(added.map { $0["href"] } == [expected.0, expected.1].compactMap(\.self))
    #expect(
      added.map { [$0["rel"], $0["type"], $0["title"]] }
        == [
          page ? ["alternate", "text/html", nil] : nil,
          comments ? ["replies", nil, "comments"] : nil,
        ].compactMap(\.self))
    #expect(added.allSatisfy { $0.is("link", Namespace.atom) })
    // Once is enough.
    #expect(try links().insert(into: after, limit: .max) == after)
  }

  @Test(arguments: [true, false], [true, false])
  func onlyWhatThereIs(page: Bool, comments: Bool) throws {
    let before = try payload("<title>a</title>")
    let after = try links(page: page, comments: comments).insert(into: before, limit: .max)
    let found = try Element(parsing: after).all("link", Namespace.atom).map { $0["rel"] }
    #expect(found == [page ? "alternate" : nil, comments ? "replies" : nil].compactMap(\.self))
    if !page, !comments { #expect(after == before) }
  }

  /// What is no entry in canonical form stays as it is, whatever it is.
  @Test(
    arguments: [
      "", "<", "</entry>", "no markup</entry>", "<entry xmlns='urn:other'><a/></entry>",
      "<entry><title/></entry>", "<feed xmlns='http://www.w3.org/2005/Atom'><entry></entry></feed>",
      "<entry xmlns='http://www.w3.org/2005/Atom'/>",
      "<a:entry xmlns:a='http://www.w3.org/2005/Atom'><a:title/></a:entry>",
      "<entry xmlns='http://www.w3.org/2005/Atom'><title></entry>",
      "<entry xmlns='http://www.w3.org/2005/Atom'><a/></entry><entry></entry>",
    ])
  func leftAlone(text: String) throws {
    let payload = Array(text.utf8)
    #expect(try links().insert(into: payload, limit: .max) == payload)
  }

  @Test func neverTooLong() throws {
    let before = try payload("<title>a</title>", " xml:lang='de'")
    let whole = try links().insert(into: before, limit: .max)
    #expect(whole.count > before.count)
    #expect(try links().insert(into: before, limit: whole.count) == whole)
    for limit in [whole.count - 1, before.count, 0] {
      #expect(try links().insert(into: before, limit: limit) == before)
    }
  }
}
