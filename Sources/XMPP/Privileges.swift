package import XML

/// What a server lets a component do in the name of its users (XEP-0356, Privileged Entity), as it
/// says in a message after each handshake:
/// ```xml
/// <privilege xmlns='urn:xmpp:privilege:2'>
///   <perm access='roster' type='both'/>
///   <perm access='iq'><namespace ns='http://jabber.org/protocol/pubsub' type='set'/></perm>
/// </privilege>
/// ```
package struct Privileges: Hashable, Sendable {
  /// To rosters (section 4.1), and by IQ in a namespace (section 6.1).
  package enum Access: String, Sendable, CaseIterable {
    case none, get, set, both

    package var canGet: Bool { self == .get || self == .both }
    package var canSet: Bool { self == .set || self == .both }
  }

  /// Section 5.1.
  package enum Messages: String, Sendable { case none, outgoing }

  /// Section 7: of the users alone, or of their contacts too.
  package enum Presences: String, Sendable {
    case none
    case managedEntity = "managed_entity"
    case roster
  }

  /// The one that the server speaks, `Namespace.privilege1` or `privilege2`.
  package var namespace: String
  package var roster: Access
  package var message: Messages
  package var presence: Presences
  /// By namespace of the payload; what is not in it is not granted.
  package var iq: [String: Access]

  package init(
    _ namespace: String = Namespace.privilege2, roster: Access = .none, message: Messages = .none,
    presence: Presences = .none, iq: [String: Access] = [:]
  ) {
    self.namespace = namespace
    self.roster = roster
    self.message = message
    self.presence = presence
    self.iq = iq
  }
}

extension Privileges {
  /// What a message grants; nil if it grants nothing. Who sent it is for the caller to look at. An
  /// error that came back grants nothing: it may hold what we sent ourselves.
  package init?(in message: Message) {
    guard message.kind != .error else { return nil }
    let found = message.children.compactMap { Privileges($0) }
    guard let newest = found.max(by: { $0.namespace < $1.namespace }) else { return nil }
    self = newest
  }

  /// Nil if it is no `<privilege/>`, or one without `<perm/>`, as around a forwarded stanza (section
  /// 5.3).
  package init?(_ element: Element) {
    let namespace = element.name.namespace
    guard element.name.name == "privilege",
      [Namespace.privilege1, Namespace.privilege2].contains(namespace)
    else { return nil }
    self.init(namespace)
    // Prosody's module of 2023 forgets to close elements, so that one is inside the other.
    let grants = element.descendants(in: namespace)
    guard grants.contains(where: { $0.name.name == "perm" }) else { return nil }
    for grant in grants {
      if grant.name.name == "perm" { read(perm: grant) } else { read(namespace: grant) }
    }
  }

  private mutating func read(perm: Element) {
    let type = perm["type"] ?? ""
    switch perm["access"] {
    case "roster": roster = Access(rawValue: type) ?? .none
    case "message": message = Messages(rawValue: type) ?? .none
    case "presence": presence = Presences(rawValue: type) ?? .none
    default: break
    }
  }

  private mutating func read(namespace grant: Element) {
    guard grant.name.name == "namespace", let name = grant["ns"],
      let access = grant["type"].flatMap(Access.init), access != .none
    else { return }
    iq[name] = access
  }

  package var element: Element {
    var privilege = Element("privilege", namespace)
    func append(_ access: String, _ type: String) {
      guard type != "none" else { return }
      privilege.append(Element("perm", namespace, ["access": access, "type": type]))
    }
    append("roster", roster.rawValue)
    append("message", message.rawValue)
    append("presence", presence.rawValue)
    if !iq.isEmpty {
      let grants = iq.sorted { $0.key < $1.key }.map {
        Element("namespace", namespace, ["ns": $0.key, "type": $0.value.rawValue])
      }
      privilege.append(Element("perm", namespace, ["access": "iq"], grants))
    }
    return privilege
  }
}

extension Element {
  /// All elements below it that are reached through elements of the namespace alone.
  fileprivate func descendants(in namespace: String) -> [Element] {
    elements.filter { $0.name.namespace == namespace }
      .flatMap { [$0] + $0.descendants(in: namespace) }
  }
}
