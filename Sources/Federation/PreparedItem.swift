import PubSub
import Social
import Store
import XML
import XMPP

/// An item of another service as it is stored: what is costly is done before the transaction, which others wait for.
struct PreparedItem: Sendable {
  let item: ForeignItem
  /// What Martlet understands of it; nil without a payload.
  let projection: Projection?
  /// When it was written or last changed, if it says so.
  let date: Timestamp?

  /// - Parameter service: stands for the publisher where it names none, or one whom it cannot speak for. Of a payload that
  ///   is larger than one may be nothing is kept.
  init(_ remote: RemoteItem, of service: BareJID, _ settings: FederationSettings) {
    let limit = settings.payloadBytes
    let publisher = remote.publisher.flatMap { settings.believes(service, of: $0) ? $0 : nil }
    let canonical = remote.payload.map { $0.canonical(upTo: limit) }
    let payload = canonical.flatMap { $0.count <= limit ? $0 : nil }
    date = remote.payload.flatMap { Projection.date(of: $0) }
    item = ForeignItem(id: remote.id, publisher: publisher, payload: payload)
    projection =
      payload == nil
      ? nil
      : remote.payload.map {
        Projection(
          of: $0, itemID: remote.id.name, publisher: publisher ?? service, received: .now)
      }
  }
}

extension Transaction {
  func take(
    _ items: [PreparedItem], of source: Source, _ era: Era, _ now: Timestamp
  ) throws -> Int {
    var projections: [ItemID: Projection] = [:]
    for item in items { projections[item.item.id] = item.projection }
    return try take(items.map(\.item), of: source, era, now, projections)
  }
}
