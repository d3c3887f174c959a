import XML
import XMPP

extension Entry {
  /// Accounts that a post speaks of: `<reference type='mention' uri='xmpp:…'/>` (XEP-0372, section 3.2), and links to
  /// accounts in its content.
  static func mentions(of payload: Element, _ body: EntryBody, limits: EntryLimits) -> [BareJID] {
    var mentions: [BareJID] = []
    func add(_ address: String) {
      guard mentions.count < limits.mentions, let jid = XMPPURI.account(named: address),
        !mentions.contains(jid)
      else { return }
      mentions.append(jid)
    }
    for reference in payload.all("reference", Namespace.reference)
    where reference["type"] == "mention" {
      if let uri = reference["uri"] { add(uri) }
    }
    body.html.forEachLink(scheme: "xmpp") { add($0) }
    return mentions
  }
}
