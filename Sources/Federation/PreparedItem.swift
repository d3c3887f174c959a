import PubSub
import Social
import Store
import XML
import XMPP

/// An item of another service as it is stored.
struct PreparedItem: Sendable {
  let item: ForeignItem
  private let payload: Element?

  /// Of a payload that is larger than one may be or holds what is blocked, and of what somebody of a blocked domain has
  /// written, nothing is kept. What sums up attachments is kept as far as it makes sense.
  init(
    _ remote: RemoteItem, in node: NodeID, of service: BareJID, _ settings: FederationSettings
  ) {
    let limit = settings.payloadBytes
    let canonical = remote.payload.map { $0.canonical(upTo: limit) }
    let fits = canonical.map { $0.count <= limit } ?? false
    var kept = (fits ? remote.payload : nil).flatMap { settings.isBlocked($0) ? nil : $0 }
    guard node.summedUp == nil else {
      payload = nil
      item = ForeignItem(
        id: remote.id, publisher: nil,
        payload: kept.flatMap { AttachmentSummary($0) }?.element.canonical)
      return
    }
    var named = remote.publisher ?? kept.flatMap { Heart.sender($0) }
    if let domain = named?.domain, settings.blocked.hold(domain) { (named, kept) = (nil, nil) }
    payload = kept
    let isBelieved = named.map { settings.believes(service, of: $0) } ?? false
    item = ForeignItem(
      id: remote.id, publisher: isBelieved ? named : nil, claimed: isBelieved ? nil : named,
      payload: kept == nil ? nil : canonical)
  }

  /// What Martlet understands of it, which is costly. The service stands for a publisher that it does not name.
  func projection(of service: BareJID) -> Projection? {
    payload.map {
      Projection(
        of: $0, itemID: item.id.name, publisher: item.publisher ?? service, received: .now)
    }
  }
}

extension [PreparedItem] {
  /// Made before the transaction, which others wait for.
  func projections(of service: BareJID) -> [ItemID: Projection] {
    var projections: [ItemID: Projection] = [:]
    for item in self { projections[item.item.id] = item.projection(of: service) }
    return projections
  }
}

extension RemoteItem {
  /// When it was written or last changed, if it says so.
  var date: Timestamp? { payload.flatMap { Projection.date(of: $0) } }
}
