import PubSub
import Store
import XML
import XMPP

/// Who may read a node of an account, and what is done where that is who sees its presence (XEP-0060, section 4.5).
extension Visit {
  mutating func readContact() async throws {
    guard source.isOfAccount else { return }
    contact = try await store.read { [source, component] in
      try $0.contact(source.service, of: component.service)
    }
  }

  /// How we are told of news depends on what its server lets us do in the account's name: whether it keeps what it announced.
  func tryGrant() async throws(RemoteService.Failure) {
    guard remote.isPrivileged else { return }
    do throws(RemoteService.Failure) {
      _ = try await remote.newest(source.node, 1)
    } catch {
      // Why is said by what comes next; and a large item is no refusal.
      if error == .tooLarge { return }
      guard case .refused = error else { throw error }
    }
  }

  /// What the account itself is told, where we may ask in its name.
  func ownFacts() async throws(RemoteService.Failure) -> NodeMetaData? {
    do throws(RemoteService.Failure) {
      let facts = try await remote.configuration(of: source.node)
      return facts?.accessModel == nil ? nil : facts
    } catch {
      // There are servers that call every refusal by the same name: what is behind it shows when we ask as ourselves.
      guard case .refused = error else { throw error }
      return nil
    }
  }

  /// Whoever is no contact and no subscriber, and reads all the same, is anybody.
  func triedAccess() async throws(RemoteService.Failure) -> AccessModel {
    do throws(RemoteService.Failure) {
      try await remote.tryToRead(source.node, as: component.stranger)
      return .open
    } catch .tooLarge {
      // It was given, and is but more than is read.
      return .open
    } catch .refused(.needsPresence) {
      return .presence
    } catch .refused(.closed) {
      // Prosody has but one word for all that is closed.
      throw .refused(contact.isSeen ? .closed : .needsPresence)
    }
  }

  /// Of a node that is neither for all nor, if an account has it, for its contacts nothing is fetched, and nobody is asked to
  /// let us in; nor is it where we see nothing of it but by its presence, and do not see that.
  func requireAccess(_ access: AccessModel?) throws(RemoteService.Failure) {
    switch access {
    case .open: break
    // Not every service says it: nobody finds what is there.
    case nil where !source.isOfAccount: break
    case .presence where source.isOfAccount:
      guard remote.isPrivileged || contact.isSeen else { throw .refused(.needsPresence) }
    case .presence, .roster, .authorize, .whitelist, nil: throw .refused(.closed)
    }
  }

  /// Asks the account once to let us see its presence.
  ///
  /// - Returns: whether its answer is waited for.
  func seekPresence() async throws -> Bool {
    guard source.isOfAccount, !contact.isSeen else { return false }
    let rest = settings.rest.components.seconds * 1_000
    let isAsked = try await store.write { [source, component] in
      try $0.seekPresence(
        of: source.service, for: component.service, begun: source.begun, rest: rest, .now)
    }
    if isAsked { try await send([.subscribe]) }
    return isAsked || contact.isAsked
  }

  /// What was asked for this alone is given back.
  func releasePresence() async throws {
    let isReleased = try await store.write { [source, component] in
      try $0.releasePresence(of: source.service, for: component.service)
    }
    if isReleased { try await send(.release) }
  }

  /// What the link loses is sent again with the next one.
  private func send(_ kinds: [Presence.Kind]) async throws {
    let stanzas = kinds.stanzas(from: component.jid, to: source.service)
    do { try await remote.session.notify(stanzas) } catch is StanzaPortError {}
  }
}
