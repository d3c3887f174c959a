import PubSub
import Store
import XML
import XMPP

/// Presence as the service takes part in it (RFC 6121, section 3): whoever subscribes to the service is let in and
/// asked back, and who shares presence can be told of things when they are there (XEP-0060, sections 9.2, 12.5 and
/// 12.6).
extension Context {
  /// What a presence stanza leads to, apart from arrivals and departures; nil if nothing is to be stored for it.
  func take(_ presence: Presence) -> (@Sendable (Transaction) throws -> Reply)? {
    switch presence.kind {
    case .available, .unavailable, .error: nil
    case .probe: { tx in try answerProbe(presence.from, tx) }
    case .subscribe, .subscribed, .unsubscribe, .unsubscribed:
      { tx in try change(presence.kind, presence.from.bare, tx) }
    }
  }

  /// The component's own presence, of some type, to somebody.
  func own(_ kind: Presence.Kind, to jid: JID) -> Element {
    people.own.stanza(kind, to: jid)
  }

  private func answerProbe(_ jid: JID, _ tx: Transaction) throws -> Reply {
    var reply = Reply()
    let contact = try tx.snapshot.contact(jid.bare, of: service)
    reply.posts = [own(contact.seesUs ? .available : .unsubscribed, to: jid)]
    return reply
  }

  /// Follows what is agreed on.
  private func change(_ kind: Presence.Kind, _ jid: BareJID, _ tx: Transaction) throws -> Reply {
    let old = try tx.snapshot.contact(jid, of: service)
    var contact = old
    var reply = Reply()
    switch kind {
    case .subscribe:
      contact.seesUs = true
      reply.posts = [own(.subscribed, to: JID(jid)), own(.available, to: JID(jid))]
      if !contact.isSeen, !contact.isAsked {
        contact.isAsked = true
        reply.posts.append(own(.subscribe, to: JID(jid)))
      }
    case .subscribed:
      // Nobody whom we did not ask may make us remember them.
      guard contact.isAsked || contact.isSeen || contact.sought != nil else { return reply }
      contact.isSeen = true
      contact.isAsked = false
      reply.posts = [own(.probe, to: JID(jid))]
    case .unsubscribe:
      if contact.seesUs { reply.posts = [own(.unavailable, to: JID(jid))] }
      contact.seesUs = false
      reply.posts.append(own(.unsubscribed, to: JID(jid)))
    default:
      contact.isSeen = false
      contact.isAsked = false
    }
    try tx.setContact(jid, contact, of: service)
    // What of theirs is followed may be had from now on, or no more.
    if contact.isSeen != old.isSeen || contact.isAsked != old.isAsked {
      try tx.wakeSources(of: jid, at: .now)
    }
    return reply
  }

  /// Asks to see somebody's presence, unless we do or have asked already.
  func askForPresence(of jid: BareJID, _ tx: Transaction) throws -> [Element] {
    try people.presenceRequest(to: jid, from: self.jid, service, tx).map { [$0] } ?? []
  }
}

extension People {
  /// The stanza that asks to see somebody's presence, unless we do or have asked already.
  func presenceRequest(
    to jid: BareJID, from component: BareJID, _ service: ServiceID, _ tx: Transaction
  ) throws -> Element? {
    guard !presence.isAvailable(JID(jid), []) else { return nil }
    var contact = try tx.snapshot.contact(jid, of: service)
    guard !contact.isSeen, !contact.isAsked else { return nil }
    contact.isAsked = true
    try tx.setContact(jid, contact, of: service)
    return Presence(.subscribe, from: JID(component), to: JID(jid)).element
  }
}
