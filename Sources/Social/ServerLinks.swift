package import XML
import XMPP

/// What the service adds to a post as it is delivered (XEP-0472: where clients cannot know the links of a post,
/// "these things SHOULD be inserted at server side"). The publisher's own bytes stay as they are.
/// ```xml
/// <link rel='alternate' type='text/html' href='https://social.example.org/p/news/1cb57d9c'/>
/// <link rel='replies' title='comments' href='xmpp:social.example.org?;node=urn:xmpp:microblog:0:comments/1cb57d9c'/>
/// ```
package struct ServerLinks: Hashable, Sendable {
  /// The address of its page; nil if the public may not read it.
  package var page: String?
  /// The node with its comments.
  package var comments: XMPPURI.Place?

  package init(page: String? = nil, comments: XMPPURI.Place? = nil) {
    self.page = page
    self.comments = comments
  }

  /// Canonical bytes of an entry have no prefixes: this is how they begin and end.
  private static let start = Array("<entry xmlns='\(Namespace.atom)'".utf8)
  private static let end = Array("</entry>".utf8)

  /// The payload with the links that it has not itself, before its end. What is no entry, or would become too long,
  /// stays as it is.
  ///
  /// - Parameters:
  ///   - payload: canonical bytes.
  ///   - limit: the most bytes that it may have then.
  package func insert(into payload: [UInt8], limit: Int) -> [UInt8] {
    guard page != nil || comments != nil, payload.starts(with: Self.start),
      payload.suffix(Self.end.count).elementsEqual(Self.end),
      let entry = try? Element(parsing: payload)
    else { return payload }
    let links = missing(in: entry).flatMap { $0.xml(inNamespace: Namespace.atom) }
    guard payload.count + links.count <= limit else { return payload }
    return payload.dropLast(Self.end.count) + links + Self.end
  }

  private func missing(in entry: Element) -> [Element] {
    let own = entry.all("link", Namespace.atom)
    func has(_ relation: String, _ isSuch: (String) -> Bool = { _ in true }) -> Bool {
      // Without a relation, a link is an alternate (RFC 4287, section 4.2.7.2).
      own.contains { ($0["rel"] ?? "alternate") == relation && isSuch($0["href"] ?? "") }
    }
    var links: [Element] = []
    if let page, !has("alternate", Self.isWeb) {
      links.append(Self.link(["rel": "alternate", "type": "text/html", "href": page]))
    }
    if let comments, !has("replies") {
      let address = XMPPURI.node(service: comments.service, node: comments.node)
      links.append(Self.link(["rel": "replies", "title": "comments", "href": address]))
    }
    return links
  }

  /// The page that a post calls its own.
  package static func ownPage(of entry: Element) -> String? {
    entry.all("link", Namespace.atom).lazy
      .filter { ($0["rel"] ?? "alternate") == "alternate" }
      .compactMap { $0["href"]?.trimmed }.first(where: isWeb)
  }

  private static func isWeb(_ address: String) -> Bool {
    ["http", "https"].contains(SafeAddress.split(address.trimmed)?.scheme)
  }

  private static func link(_ attributes: KeyValuePairs<String, String?>) -> Element {
    Element("link", Namespace.atom, attributes)
  }
}
