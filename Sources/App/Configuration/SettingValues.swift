import Outbound
import Web
import XMPP

// The forms that values have, each checked in one place.
extension ConfigurationReader {
  // MARK: Addresses

  mutating func domains() -> [BareJID] {
    settings.list(Slot(.domains)).compactMap { domain($0, Slot(.domains)) }
  }

  mutating func admins() -> [BareJID] {
    settings.list(Slot(.admins)).compactMap { text in
      guard let jid = try? BareJID(text.text), jid.local != nil else {
        return refuse(
          text, Slot(.admins), "is not an account's address", "Write it as `name@example.org`.")
      }
      return jid
    }
  }

  mutating func domain(_ text: Located, _ slot: Slot) -> BareJID? {
    guard let jid = try? BareJID(text.text), jid.local == nil else {
      return refuse(
        text, slot, "is not a domain", "Write it as `social.example.org`, without `@` and `/`.")
    }
    return jid
  }

  mutating func host(_ slot: Slot) -> String {
    let text = located(slot)
    guard HostAndPort.isHost(text.text) else {
      return refuse(
        text, slot, "is not a host", "Give a host name or an IP address; the port has its own key.")
        ?? ""
    }
    return text.text
  }

  mutating func listenAddress() -> HostAndPort {
    let text = located(Slot(.webListen))
    return HostAndPort(text.text)
      ?? refuse(
        text, Slot(.webListen), "is not an address and a port",
        "Write it as `127.0.0.1:8080` or `[::1]:8080`.")
      ?? HostAndPort(host: "127.0.0.1", port: 0)
  }

  /// The site's address; where none is given, that of the main component's domain, by the same
  /// check: a domain outside ASCII is not a host as browsers send it.
  mutating func origin(of domain: String) -> String {
    if settings.one(.webOrigin) != nil { return givenOrigin() ?? "" }
    if let origin = WebOrigin("https://\(domain)") { return origin.description }
    return missing(
      Slot(.webOrigin),
      "\(printable(domain)) cannot stand in it as it is; give the site's address in ASCII, as in "
        + "`https://xn--bcher-kva.example`.") ?? ""
  }

  private mutating func givenOrigin() -> String? {
    guard let text = settings.one(.webOrigin) else { return nil }
    guard let origin = WebOrigin(text.text) else {
      return refuse(
        text, Slot(.webOrigin), "is not the address of a site",
        "Write it as `https://social.example.org`: no path, no `/` at the end.")
    }
    if !origin.isSecure, !origin.isLoopback {
      warn(
        .webOrigin, "has no TLS: visitors can be read and their pages changed on the way",
        "Put a proxy with TLS in front (see conf/nginx.conf) and write `https://`.")
    }
    return origin.description
  }

  mutating func trustedProxies() -> [IPNetwork] {
    let slot = Slot(.webTrustedProxies)
    let texts = settings.list(slot)
    return texts.isEmpty
      ? IPNetwork.loopback
      : texts.compactMap { text in
        IPNetwork(text.text)
          ?? refuse(
            text, slot, "is not an IP address or a network",
            "Write it as `192.0.2.1`, `192.0.2.0/24` or `2001:db8::/32`, with no bits behind the prefix."
          )
      }
  }

  // MARK: Plain values

  mutating func database() -> String {
    let text = located(Slot(.database))
    if text.text.hasPrefix("~") || text.text.hasSuffix("/") || text.text.contains("\0") {
      return refuse(
        text, Slot(.database), "is not the path of a file",
        "Write it out, as in `/var/lib/martlet/martlet.sqlite`.") ?? ""
    }
    return path(text.text)
  }

  mutating func text(_ key: ConfigurationKey) -> String {
    let text = located(Slot(key))
    guard !text.text.isEmpty, text.text.count <= 200, text.text.isOneLine else {
      return refuse(text, Slot(key), "is not one line of text", "Give 1 to 200 characters.") ?? ""
    }
    return text.text
  }

  mutating func integer(_ slot: Slot) -> Int {
    let text = located(slot)
    guard case .integer(let range) = slot.key.form else { return 0 }
    guard let number = Int(text.text), range.contains(number) else {
      return refuse(
        text, slot, "is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        slot.key.preset.map { "The default is \($0)." } ?? "Give one.")
        ?? slot.key.preset.flatMap { Int($0) } ?? range.lowerBound
    }
    return number
  }

  mutating func boolean(_ slot: Slot) -> Bool {
    let text = located(slot)
    guard let value = Bool(text.text) else {
      return refuse(text, slot, "is neither true nor false", "Write `true` or `false`.") ?? false
    }
    return value
  }

  mutating func choice(_ key: ConfigurationKey) -> String {
    let text = located(Slot(key))
    guard case .choice(let choices) = key.form, !choices.contains(text.text) else {
      return text.text
    }
    return refuse(
      text, Slot(key), "is not one of \(choices.joined(separator: ", "))",
      nearest(to: text.text, among: choices).map { "Did you mean `\($0)`?" } ?? "Choose one.")
      ?? key.preset ?? ""
  }
}

extension String {
  /// Whether it holds no line break and no other control character.
  var isOneLine: Bool {
    !unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
