package import XMPP

/// The lines with which an XMPP server takes a component. Secrets are never printed: the place of
/// one holds words.
package struct ServerSnippet: Sendable {
  package let jid: BareJID
  package let port: Int
  package let tls: Bool

  package init(jid: BareJID, port: Int, tls: Bool = false) {
    self.jid = jid
    self.port = port
    self.tls = tls
  }

  static let secret = "the secret from Martlet's configuration"

  /// For Prosody 0.12: the ports are global and stand above the first VirtualHost. A component port
  /// has no TLS of its own there, only behind `net_multiplex`.
  package var prosody: String {
    let ports =
      tls
      ? """
      -- above the first VirtualHost; direct TLS comes by way of net_multiplex
      modules_enabled = { "net_multiplex" }     -- add it to those that are there
      ports = {}; ssl_ports = { \(port) }; ssl_interfaces = { "127.0.0.1" }
      """
      : """
      -- above the first VirtualHost
      component_ports = { \(port) }
      component_interfaces = { "127.0.0.1" }
      """
    return """
      \(ports)

      -- at the end of the file
      Component "\(jid)"
        component_secret = "\(Self.secret)"
      """
  }

  /// For ejabberd 23.01: a listener of its own, since ejabberd spreads stanzas among the components
  /// of one listener.
  package var ejabberd: String {
    let tlsLines = tls ? "\n    tls: true\n    certfile: /etc/ejabberd/component.pem" : ""
    return """
      # below `listen:`, one such listener for each component
        - port: \(port)
          ip: "127.0.0.1"
          module: ejabberd_service
          access: all
          shaper: none
          global_routes: false
          max_stanza_size: 524288\(tlsLines)
          hosts:
            \(jid): { password: "\(Self.secret)" }
      """
  }

  /// Both, under headings.
  package var both: String {
    """
    Prosody (/etc/prosody/prosody.cfg.lua, then `prosodyctl restart`):

    \(prosody.indented)

    ejabberd (/etc/ejabberd/ejabberd.yml, then `ejabberdctl restart`):

    \(ejabberd.indented)
    """
  }
}

extension String {
  /// Every line that is not empty moved right.
  package var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }
}
