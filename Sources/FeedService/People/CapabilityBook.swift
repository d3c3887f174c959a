import PubSub
import Store
import Synchronization
import XML
import XMPP

/// Which nodes' notifications clients ask for, by their capabilities (XEP-0115 and XEP-0060, section 9.2). What a hash
/// confirms is known of all clients of a domain that say the same; a client of another domain has to be asked
/// itself, since the hash can be forged by who chooses what is hashed.
final class CapabilityBook: Sendable {
  fileprivate struct Key: Hashable {
    let domain: String
    let hash: String
    let version: String
  }

  /// Somebody who did not say what they claim to be. Of others in their domain who claim the same nothing follows:
  /// who keeps silent must not speak for them.
  fileprivate struct Silence: Hashable {
    let account: BareJID
    let hash: String
    let version: String
  }

  /// So many nodes are taken from an answer, with so many bytes of names.
  static let maximumInterests = 256
  static let maximumBytes = 16_384
  private static let deadline = Duration.seconds(10)
  /// For so long nobody is asked again who did not answer.
  static let patience = Duration.seconds(300)
  private static let suffix = "+notify"

  private let port: StanzaPort
  private let known: Mutex<Recent<Key, Set<NodeID>>>
  private let silent: Mutex<Recent<Silence, ContinuousClock.Instant>>

  /// - Parameter capacity: how many answers are kept, and how much silence.
  init(_ port: StanzaPort, capacity: Int = 10_000) {
    self.port = port
    known = Mutex(Recent(capacity: capacity))
    silent = Mutex(Recent(capacity: capacity))
  }

  /// What is known without asking.
  func interests(_ jid: JID, _ mark: EntityCapabilities.Mark) -> Set<NodeID>? {
    known.withLock { $0[Key(jid, mark)] }
  }

  /// Asks a client for what its capabilities are; nil if it does not say, or says something else than it claims, now or
  /// a while ago.
  func ask(
    _ jid: JID, _ mark: EntityCapabilities.Mark, at now: ContinuousClock.Instant = .now
  ) async -> Set<NodeID>? {
    let silence = Silence(jid, mark)
    if let since = silent.withLock({ $0[silence] }), now - since < Self.patience { return nil }
    do {
      let answer = try await port.session().ask(
        .get, jid, DiscoInfo.Request(node: mark.discoNode).element, Self.deadline)
      if let interests = read(answer, of: jid, mark) { return interests }
    } catch StanzaPortError.timedOut {
    } catch {
      // Not for the client to blame.
      return nil
    }
    silent.withLock { $0[silence] = now }
    return nil
  }

  private func read(_ answer: IQ, of jid: JID, _ mark: EntityCapabilities.Mark) -> Set<NodeID>? {
    guard answer.kind == .result, let query = answer.payload else { return nil }
    let confirmed = EntityCapabilities.confirms(query, mark)
    guard confirmed != false, let info = try? DiscoInfo(query) else { return nil }
    let interests = Self.interests(info.features)
    // A hash that we cannot check stands for this client alone.
    if confirmed == true { known.withLock { $0[Key(jid, mark)] = interests } }
    return interests
  }

  private static func interests(_ features: Set<String>) -> Set<NodeID> {
    var nodes: Set<NodeID> = []
    var bytes = 0
    for feature in features where feature.hasSuffix(suffix) && nodes.count < maximumInterests {
      guard let node = try? NodeID(String(feature.dropLast(suffix.count))) else { continue }
      bytes += node.name.utf8.count
      guard bytes <= maximumBytes else { break }
      nodes.insert(node)
    }
    return nodes
  }
}

extension CapabilityBook.Key {
  fileprivate init(_ jid: JID, _ mark: EntityCapabilities.Mark) {
    domain = jid.bare.domain
    hash = mark.hash
    version = mark.version
  }
}

extension CapabilityBook.Silence {
  fileprivate init(_ jid: JID, _ mark: EntityCapabilities.Mark) {
    account = jid.bare
    hash = mark.hash
    version = mark.version
  }
}
