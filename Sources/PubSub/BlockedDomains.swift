package import XMPP

/// Domains whose users take no part: they may not publish, subscribe, be let in or create nodes.
package struct BlockedDomains: Hashable, Sendable {
  private var domains: Set<Substring> = []
  /// All domains below these.
  private var parents: Set<Substring> = []

  package init() {}

  /// - Parameter patterns: domains as they are prepared; `*.example.org` stands for all below `example.org`.
  package init(_ patterns: [String]) {
    for pattern in patterns {
      if pattern.hasPrefix("*.") {
        parents.insert(pattern.dropFirst(2))
      } else {
        domains.insert(pattern[...])
      }
    }
  }

  package func hold(_ domain: String) -> Bool {
    if domains.contains(domain[...]) { return true }
    guard !parents.isEmpty else { return false }
    var rest = domain[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      if parents.contains(rest) { return true }
    }
    return false
  }
}

extension ServicePolicy {
  package func isBlocked(_ jid: BareJID) -> Bool {
    !isAdmin(jid) && blockedDomains.hold(jid.domain)
  }
}
