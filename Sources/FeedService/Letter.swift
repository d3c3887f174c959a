import PubSub
import Store
import XML
import XMPP

/// The messages of one event: the bytes that are the same for all are made once.
struct Letter: Sendable {
  private let head: [UInt8]
  private let body: [UInt8]
  /// What the item says in plain words, for those who asked for it.
  private let text: [UInt8]
  /// The most bytes of a message.
  private let limit: Int

  /// The longest text that goes out as a body, in code points.
  private static let textLength = 1000
  /// The longest address, with each of its bytes escaped, and the markup around it.
  private static let addressBytes = 6 * 3 * BareJID.partLimit + 128

  /// Nil if it would be too large for somebody.
  ///
  /// - Parameter limit: the most bytes that the server takes in one stanza.
  init?(_ event: OutboxEvent, from jid: BareJID, limit: Int) {
    var head = Writer()
    head.append(raw: "<message from='")
    head.append(value: jid.description)
    head.append(raw: event.type == .normal ? "' id='" : "' type='headline' id='")
    head.append(raw: NotificationID.head(event.id))
    self.head = head.bytes
    body = event.body
    text =
      event.text.map {
        Element(
          "body", Namespace.component, text: String($0.unicodeScalars.prefix(Self.textLength))
        ).xml(inNamespace: Namespace.component)
      } ?? []
    self.limit = limit
    guard self.head.count + body.count + Self.addressBytes <= limit else { return nil }
  }

  /// Messages for the first recipients, at least one: as many as fit.
  func chunk(_ recipients: inout ArraySlice<Recipient>, bytes: Int) -> [UInt8] {
    var writer = Writer(capacity: bytes + body.count + 256)
    repeat {
      guard let recipient = recipients.popFirst() else { break }
      write(to: recipient, &writer)
    } while writer.bytes.count < bytes
    return writer.bytes
  }

  private func write(to recipient: Recipient, _ writer: inout Writer) {
    writer.append(raw: head)
    writer.append(raw: recipient.tag)
    writer.append(raw: "' to='")
    writer.append(value: recipient.jid)
    writer.append(raw: "'>")
    writer.append(raw: body)
    // What has no room beside the event is left out.
    var left = limit - head.count - body.count - Self.addressBytes
    for extra in extras(recipient) where extra.count <= left {
      writer.append(raw: extra)
      left -= extra.count
    }
    writer.append(raw: "</message>")
  }

  private func extras(_ recipient: Recipient) -> [[UInt8]] {
    var extras: [[UInt8]] = []
    if recipient.wantsBody, !text.isEmpty { extras.append(text) }
    if !recipient.subscriptions.isEmpty { extras.append(headers(recipient)) }
    return extras
  }

  /// Which subscriptions, and which node, made somebody a recipient (XEP-0060, section 12.16).
  private func headers(_ recipient: Recipient) -> [UInt8] {
    var headers = recipient.subscriptions.map { StanzaHeaders.Header("SubID", $0) }
    if let collection = recipient.collection {
      headers.append(StanzaHeaders.Header("Collection", collection))
    }
    return StanzaHeaders(headers).element.xml(inNamespace: Namespace.component)
  }
}
