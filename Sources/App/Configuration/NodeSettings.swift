import PubSub
import XMPP

// The nodes: who creates them, under which names, and where those for comments are.
extension ConfigurationReader {
  mutating func nodes(of components: [Configuration.Component]) -> Configuration.Nodes {
    let creators = ServicePolicy.Creators(rawValue: choice(.nodeCreators)) ?? .domains
    warnIfThereAreNone(creators)
    return Configuration.Nodes(
      creators: creators, reserved: reservedNames(), comments: comments(components))
  }

  private mutating func comments(_ components: [Configuration.Component]) -> BareJID? {
    let slot = Slot(.nodeComments)
    guard let text = settings.one(.nodeComments), let jid = domain(text, slot) else { return nil }
    guard components.contains(where: { $0.jid == jid }) else {
      return refuse(
        text, slot, "is none of the components", "Give the jid of one that is under `components`.")
    }
    return jid
  }

  private mutating func warnIfThereAreNone(_ creators: ServicePolicy.Creators) {
    guard settings.list(Slot(.admins)).isEmpty else { return }
    switch creators {
    case .nobody:
      warn(
        .nodeCreators, "is nobody and admins is empty: nobody may create a node",
        "Name an admin, as in `admins: [admin@example.org]`, or let `domains` or `anyone` do it.")
    case .domains where settings.list(Slot(.domains)).isEmpty:
      warn(
        .domains, "is empty and so is admins: nobody may create a node",
        "Name the domains whose users may, as in `domains: [example.org]`.")
    case .domains, .anyone: break
    }
  }

  private mutating func reservedNames() -> [String] {
    let slot = Slot(.nodeReserved)
    return settings.list(slot).compactMap { text in
      guard (try? NodeID(text.text)) != nil, text.text.isOneLine else {
        return refuse(
          text, slot, "cannot be the name of a node",
          "Give one line of 1 to \(NodeID.maximumBytes) bytes, as in `news` or `news/*`.")
      }
      return text.text
    }
  }
}
