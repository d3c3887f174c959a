import PubSub
import Store
import XML
import XMPP

/// What we want to be told by those who share their presence with us (XEP-0060, section 9.1; XEP-0163, section 4.3): they
/// are shown that the component is there, and by its capabilities which nodes are meant.
extension Federation {
  private static let shownAtOnce = 100

  /// After a start: which nodes those are.
  func wantNews(of sources: [Source]) async throws {
    let service = component.service
    let seen = try await store.read { snapshot in
      try sources.filter { source in
        try source.isOfAccount && snapshot.contact(source.service, of: service).isSeen
      }
    }
    for source in seen { _ = presence.want(true, source.node.name, of: source.service) }
  }

  /// After a visit.
  func wantNews(_ visit: Visit, _ session: StanzaPort.Session) async throws {
    guard visit.source.isOfAccount else { return }
    let isWanted = visit.contact.isSeen && visit.source.way != nil && !visit.isForgotten
    let accounts = presence.want(
      isWanted, visit.source.node.name, of: visit.source.service)
    try await show(to: accounts, session)
  }

  /// Servers forget what was shown to them when the link ends.
  func showPresence(_ session: StanzaPort.Session) async throws {
    try await show(to: presence.audience, session)
  }

  private func show(to accounts: [BareJID], _ session: StanzaPort.Session) async throws {
    var rest = accounts[...]
    while !rest.isEmpty {
      let stanzas = rest.prefix(Self.shownAtOnce).flatMap {
        presence.stanza(to: JID($0)).xml(inNamespace: Namespace.component)
      }
      rest = rest.dropFirst(Self.shownAtOnce)
      try await session.notify(stanzas)
    }
  }
}
