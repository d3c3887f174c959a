import PubSub
import Social
import Store
import XML
import XMPP

/// What we want to be told by those who share their presence with us (XEP-0060, section 9.1; XEP-0163, section 4.3): they
/// are shown that the component is there, and by its capabilities which nodes are meant. Anybody may read those: no other
/// names stand there than many accounts have.
extension Federation {
  private static let shownAtOnce = 100
  private static let contactsAtOnce = 100

  /// After a start: which nodes those are.
  func wantNews(of sources: [Source]) async throws {
    let service = component.service
    let seen = try await store.read { snapshot in
      try sources.filter { source in
        try source.isToldByPresence && snapshot.contact(source.service, of: service).isSeen
      }
    }
    for source in seen { _ = presence.want(true, source.node.name, of: source.service) }
  }

  /// After a visit.
  func wantNews(_ visit: Visit, _ session: StanzaPort.Session) async throws {
    guard visit.source.isToldByPresence else { return }
    let isWanted = visit.contact.isSeen && visit.source.way != nil && !visit.isForgotten
    let accounts = presence.want(
      isWanted, visit.source.node.name, of: visit.source.service)
    try await show(to: accounts, session)
  }

  /// Servers forget what was shown to them when the link ends.
  func showPresence(_ session: StanzaPort.Session) async throws {
    try await show(to: presence.audience, session)
  }

  /// What is left of accounts nothing of which is followed any more: whoever forgets the last node may end before giving
  /// its presence back.
  func giveBackPresence(_ session: StanzaPort.Session) async throws {
    let (component, rest) = (component, settings.rest.components.seconds * 1_000)
    var cursor: Int64? = 0
    while let after = cursor {
      let (page, next) = try await store.read {
        try $0.contacts(of: component.service, after: after, limit: Self.contactsAtOnce)
      }
      cursor = next
      let sought = page.filter { $0.contact.sought != nil }.map(\.jid.bare)
      guard !sought.isEmpty else { continue }
      let released = try await store.write { tx in
        try sought.filter { account in
          try tx.forgetSeeking(of: account, for: component.service, rest: rest, .now)
          return try tx.releasePresence(of: account, for: component.service)
        }
      }
      let stanzas = released.flatMap {
        [Presence.Kind].release.stanzas(from: component.jid, to: $0)
      }
      if !stanzas.isEmpty { try await session.notify(stanzas) }
    }
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

extension Source {
  /// Whether its news may be asked for by its name.
  var isToldByPresence: Bool { isOfAccount && NodeProfile.isConventional(node.name) }
}

extension [Presence.Kind] {
  /// We want to see somebody's presence no more, nor show ours.
  static var release: [Presence.Kind] { [.unsubscribe, .unavailable] }

  /// Stanzas of these types to an account.
  func stanzas(from component: BareJID, to account: BareJID) -> [UInt8] {
    flatMap {
      Presence($0, from: JID(component), to: JID(account)).element
        .xml(inNamespace: Namespace.component)
    }
  }
}
