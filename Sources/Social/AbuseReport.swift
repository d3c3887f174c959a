package import XML
package import XMPP

/// A report of an item of a node: the payload of XEP-0377, section 4, with a reference (XEP-0372) to the item's address
/// (XEP-0060, section 12.22). XEP-0377 itself has the payload travel with a blocking command, to one's own server.
/// ```xml
/// <report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>
///   <text xml:lang='en'>Never came trouble to my house like this.</text>
///   <reference xmlns='urn:xmpp:reference:0' type='data'
///              uri='xmpp:social.example.org?;node=news;item=1cb57d9c'/>
/// </report>
/// ```
/// What may be done with a report besides (section 5) is not asked for: it is not handed on.
package struct AbuseReport: Hashable, Sendable {
  package static let name = QName("report", Namespace.reporting)

  /// The last part of the reason's URN: `spam`, `abuse`, or one that others have registered.
  package var reason: String
  /// In the first of the languages; empty if there is none.
  package var text: String
  /// Whose node it is, its name, and the item's.
  package var service: BareJID
  package var node: String
  package var item: String

  package init(
    reason: String, text: String = "", service: BareJID, node: String, item: String
  ) {
    self.reason = reason
    self.text = text
    self.service = service
    self.node = node
    self.item = item
  }

  private static let reasons = "urn:xmpp:reporting:"

  package init(_ report: Element) throws(StanzaError) {
    guard report.name == Self.name else { throw StanzaError(.badRequest, "That is no report.") }
    guard let reason = report["reason"], !reason.isEmpty else {
      throw StanzaError(.badRequest, "A report has a reason.")
    }
    let references = report.all("reference", Namespace.reference)
    guard let uri = references.first?["uri"], references.count == 1,
      let place = XMPPURI.Place(uri), let item = place.item
    else {
      throw StanzaError(
        .badRequest, "A report refers to one item, as in xmpp:service?;node=name;item=name.")
    }
    self.init(
      reason: reason.hasPrefix(Self.reasons)
        ? String(reason.dropFirst(Self.reasons.count)) : reason,
      text: report.first("text", Namespace.reporting)?.text.trimmed ?? "",
      service: place.service, node: place.node, item: item)
  }

  package var element: Element {
    var report = Element(
      "report", Namespace.reporting, ["reason": Self.reasons + reason])
    if !text.isEmpty { report.append(Element("text", Namespace.reporting, text: text)) }
    report.append(
      Element(
        "reference", Namespace.reference,
        ["type": "data", "uri": XMPPURI.item(service: service, node: node, item: item)]))
    return report
  }
}
