import XMPP

// The components: their addresses, their secrets, and where their links go.
extension ConfigurationReader {
  mutating func components() -> [Configuration.Component] {
    let server = server(.ofServer, 0, preset: nil)
    if settings.components.isEmpty, !problems.contains(where: { $0.key == "components" }) {
      problems.append(
        ConfigurationProblem(
          .preset, "components", "is missing or empty",
          "Give at least one, as in `- { jid: social.example.org, secret: \"...\" }`."))
    }
    var seen: Set<BareJID> = []
    var components: [Configuration.Component] = []
    for index in settings.components.indices {
      let slot = Slot(.componentJID, index)
      let jid: BareJID? =
        if let text = settings.one(.componentJID, index) {
          domain(text, slot)
        } else {
          missing(slot, "Add `jid: social.example.org`, the component's domain.")
        }
      if let jid, !seen.insert(jid).inserted {
        report(
          slot, "\(jid) is given twice",
          "One process holds one link for each component; remove one of the two.")
      }
      let secret = secret(index)
      let link = self.server(.ofComponent, index, preset: server)
      if let jid, let secret {
        components.append(
          Configuration.Component(
            jid: jid, name: settings.one(.componentJID, index)?.text, secret: secret, server: link))
      }
    }
    return components
  }

  /// The keys that say where a link goes, for all links or for one.
  private struct ServerKeys {
    let host, port, tls, authorities, tlsName: ConfigurationKey

    static let ofServer = ServerKeys(
      host: .serverHost, port: .serverPort, tls: .serverTLS, authorities: .serverAuthorities,
      tlsName: .serverTLSName)
    static let ofComponent = ServerKeys(
      host: .componentHost, port: .componentPort, tls: .componentTLS,
      authorities: .componentAuthorities, tlsName: .componentTLSName)
  }

  /// Without a `preset` every key is read, its default included; with one, those that are set.
  private mutating func server(
    _ keys: ServerKeys, _ index: Int, preset: Configuration.Server?
  ) -> Configuration.Server {
    func isRead(_ key: ConfigurationKey) -> Bool {
      preset == nil || settings.one(key, index) != nil
    }
    var server = preset ?? Configuration.Server(host: "", port: 0)
    if isRead(keys.host) { server.host = host(Slot(keys.host, index)) }
    if isRead(keys.port) { server.port = integer(Slot(keys.port, index)) }
    if isRead(keys.tls) { server.tls = boolean(Slot(keys.tls, index)) }
    if let file = settings.one(keys.authorities, index) { server.authorities = path(file.text) }
    if settings.one(keys.tlsName, index) != nil { server.tlsName = host(Slot(keys.tlsName, index)) }
    return server
  }

  private mutating func secret(_ index: Int) -> Secret? {
    let slot = Slot(.componentSecret, index)
    let fileSlot = Slot(.componentSecretFile, index)
    switch (settings.one(.componentSecret, index), settings.one(.componentSecretFile, index)) {
    case (nil, nil):
      return missing(slot, "Add `secret` or `secret_file`: what the server has for this component.")
    case (.some, .some(let file)):
      problems.append(
        ConfigurationProblem(
          file.origin, fileSlot.description, "is given beside secret", "Keep one of the two."))
      return nil
    case (.some(let secret), nil):
      return accept(secret.text, secret.origin, slot)
    case (nil, .some(let file)):
      do throws(TextFile.Failure) {
        let text = try TextFile.read(path(file.text), limit: 4096)
        if text.readableByAll {
          warn(
            fileSlot, "\(printable(file.text)) may be read by every user of this machine",
            "Take that right away with `chmod o=`; where the service then cannot read it, hand it "
              + "over with LoadCredential= as conf/martlet.service does.")
        }
        return accept(String(text.content.trimmingLineEnd), file.origin, fileSlot)
      } catch {
        report(fileSlot, "\(printable(file.text)) \(error.words)", "Make it readable to this user.")
        return nil
      }
    }
  }

  private mutating func accept(_ secret: String, _ origin: SettingOrigin, _ slot: Slot) -> Secret? {
    if secret.isEmpty {
      report(slot, "is empty", "Give the secret that the server has for this component.")
    } else if !secret.isOneLine {
      report(slot, "holds a line break or a control character", "Give the secret on one line.")
    } else {
      return Secret(secret)
    }
    return nil
  }
}

extension String {
  /// Without one newline at the end, as an editor or `echo` leaves it.
  fileprivate var trimmingLineEnd: Substring {
    last?.isNewline == true ? dropLast() : self[...]
  }
}
