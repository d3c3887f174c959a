package import XML

/// XEP-0203, Delayed Delivery: when a stanza was sent that comes later.
/// ```xml
/// <delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'/>
/// ```
package struct DelayedDelivery: Hashable, Sendable {
  /// Whether a message tells of something that happened before.
  package static func isIn(_ message: Message) -> Bool {
    message.children.contains { $0.is("delay", Namespace.delay) }
  }

  package var stamp: Timestamp
  /// Who sent it or held it back.
  package var from: JID?

  package init(_ stamp: Timestamp, from: JID? = nil) {
    self.stamp = stamp
    self.from = from
  }

  /// The `<delay/>` in a stanza or a wrapper; nil if there is none.
  package init?(in parent: Element) throws(StanzaError) {
    guard let delay = parent.first("delay", Namespace.delay) else { return nil }
    try self.init(delay)
  }

  /// Section 2. The reason that it may give in words is left out, and an address that is none.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("delay", Namespace.delay)
    guard let stamp = element["stamp"].flatMap({ Timestamp($0) }) else {
      throw StanzaError(.badRequest, "A <delay/> needs a stamp, a date and time.")
    }
    self.init(stamp, from: element["from"].flatMap { try? JID($0) })
  }

  package var element: Element {
    Element("delay", Namespace.delay, ["from": from?.description, "stamp": stamp.text])
  }
}
