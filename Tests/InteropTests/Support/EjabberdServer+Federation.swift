import TestSupport

/// What an ejabberd needs that talks to another server: parts of its configuration, and of its start.
extension EjabberdServer {
  static func options(_ home: Home) -> String {
    guard home.s2s != nil else { return "" }
    // It keeps away from a server that was not there, for minutes as it comes.
    return """
      s2s_use_starttls: false
      s2s_max_retry_delay: 1
      acl: { social: { server: \(home.component) } }
      access_rules: { social: { allow: social } }
      """
  }

  static func listeners(_ home: Home) -> String {
    home.s2s.map {
      "  - { port: \($0.port), ip: \"127.0.0.1\", module: ejabberd_s2s_in, shaper: none }"
    } ?? ""
  }

  static func modules(_ home: Home) -> String {
    guard home.s2s != nil else { return "" }
    return """
        mod_s2s_dialback: {}
        mod_caps: {}
        mod_muc: {}
        mod_pubsub: { plugins: [flat, pep], max_items_node: 10000 }
        mod_privilege:
          roster: { get: social }
          message: { outgoing: social }
          presence: { roster: social }
      """
  }

  /// Where the neighbour is goes into the cache of Erlang's resolver, which asks nobody else.
  static func records(_ home: Home) -> String {
    guard let s2s = home.s2s else { return "" }
    let domains = [
      s2s.neighbour, Home.component(of: s2s.neighbour), Home.pubsub(of: s2s.neighbour),
    ]
    return """
      inet_db:set_resolv_conf(""),
      [inet_db:add_rr("_xmpp-server._tcp." ++ Domain, in, srv, 1000000,
                      {0, 0, \(s2s.neighbourPort), "127.0.0.1"})
        || Domain <- \(domains)],
      """
  }
}
