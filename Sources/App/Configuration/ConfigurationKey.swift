/// Every setting: the one table from which the file, the environment, the defaults, the help text
/// and the README's reference are read.
///
/// The raw value is the place in the file. What stands below `components` repeats, once for each
/// component.
package enum ConfigurationKey: String, CaseIterable, Sendable {
  case serverHost = "server.host"
  case serverPort = "server.port"
  case serverTLS = "server.tls"
  case serverAuthorities = "server.ca_file"
  case serverTLSName = "server.tls_name"
  case componentJID = "components.jid"
  case componentSecret = "components.secret"
  case componentSecretFile = "components.secret_file"
  case componentHost = "components.host"
  case componentPort = "components.port"
  case componentTLS = "components.tls"
  case componentAuthorities = "components.ca_file"
  case componentTLSName = "components.tls_name"
  case database = "database"
  case domains = "domains"
  case admins = "admins"
  case webListen = "web.listen"
  case webOrigin = "web.origin"
  case webSiteName = "web.site_name"
  case logLevel = "log.level"
  case logFormat = "log.format"
  case limitStanzaBytes = "limits.stanza_bytes"
  case limitPayloadBytes = "limits.payload_bytes"
  case limitAnswerItems = "limits.items_per_answer"
  case limitWaitingWrites = "limits.waiting_writes"
  case limitAnswerBytes = "limits.answer_queue_bytes"
  case limitNotifyBytes = "limits.notify_queue_bytes"
  case limitConnections = "limits.web_connections"
  case limitCacheBytes = "limits.web_cache_bytes"
  case limitShutdownSeconds = "limits.shutdown_seconds"

  /// What a value of the setting looks like.
  package enum Form: Hashable, Sendable {
    case text
    case file
    case secret
    case domain
    case domains
    case accounts
    case boolean
    case integer(ClosedRange<Int>)
    case choice([String])
    case listenAddress
    case origin

    package var isList: Bool { self == .domains || self == .accounts }

    package var description: String {
      switch self {
      case .text: "text"
      case .file: "path of a file"
      case .secret: "text, kept secret"
      case .domain: "domain"
      case .domains: "list of domains"
      case .accounts: "list of accounts, name@domain"
      case .boolean: "true or false"
      case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
      case .choice(let choices): choices.joined(separator: ", ")
      case .listenAddress: "address:port"
      case .origin: "scheme://host or scheme://host:port"
      }
    }
  }

  package var form: Form {
    switch self {
    case .serverHost, .componentHost, .serverTLSName, .componentTLSName, .webSiteName: .text
    case .serverPort, .componentPort: .integer(1...65_535)
    case .serverTLS, .componentTLS: .boolean
    case .serverAuthorities, .componentAuthorities, .componentSecretFile, .database: .file
    case .componentJID: .domain
    case .componentSecret: .secret
    case .domains: .domains
    case .admins: .accounts
    case .webListen: .listenAddress
    case .webOrigin: .origin
    case .logLevel: .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"])
    case .logFormat: .choice(LogFormat.allCases.map(\.rawValue))
    case .limitStanzaBytes: .integer(33_792...16_777_216)
    case .limitPayloadBytes: .integer(1_024...16_744_448)
    case .limitAnswerItems: .integer(1...10_000)
    case .limitWaitingWrites: .integer(1...1_000_000)
    case .limitAnswerBytes, .limitNotifyBytes: .integer(1_048_576...1_073_741_824)
    case .limitConnections: .integer(1...65_536)
    case .limitCacheBytes: .integer(0...1_073_741_824)
    case .limitShutdownSeconds: .integer(1...600)
    }
  }

  /// The value where nothing is set; nil where there is none, or where it follows from another
  /// setting (`fallback` says which).
  package var preset: String? {
    switch self {
    case .serverHost: "127.0.0.1"
    case .serverPort: "5347"
    case .serverTLS: "false"
    case .database: "/var/lib/martlet/martlet.sqlite"
    case .webListen: "127.0.0.1:8080"
    case .logLevel: "info"
    case .logFormat: "auto"
    case .limitStanzaBytes: "524288"
    case .limitPayloadBytes: "262144"
    case .limitAnswerItems: "100"
    case .limitWaitingWrites: "4096"
    case .limitAnswerBytes: "16777216"
    case .limitNotifyBytes: "1048576"
    case .limitConnections: "1024"
    case .limitCacheBytes: "8388608"
    case .limitShutdownSeconds: "20"
    default: nil
    }
  }

  /// Words for the default where it is not a plain value.
  package var fallback: String {
    if let preset { return preset }
    return switch self {
    case .componentJID: "required"
    case .componentSecret, .componentSecretFile: "one of the two is required"
    case .componentHost, .componentPort, .componentTLS, .componentAuthorities, .componentTLSName:
      "as `\(rawValue.replacing("components", with: "server"))`"
    case .serverAuthorities: "the system's authorities"
    case .serverTLSName: "`server.host`"
    case .webOrigin: "`https://` and the first component's domain, if that is ASCII"
    case .webSiteName: "the first component's domain"
    default: "none"
    }
  }

  package var meaning: String {
    switch self {
    case .serverHost: "Where the XMPP server takes components."
    case .serverPort: "Its component port."
    case .serverTLS: "TLS from the first byte (there is no STARTTLS for components)."
    case .serverAuthorities: "A PEM file of authorities to trust in place of the system's."
    case .serverTLSName: "The name that the server's certificate must bear."
    case .componentJID: "The component's domain. The first one is the main service."
    case .componentSecret: "The secret that the server has for it."
    case .componentSecretFile: "A file that holds the secret; a newline at its end is dropped."
    case .componentHost: "Where this component connects, if elsewhere."
    case .componentPort: "Its port, if another (ejabberd: one listener for each component)."
    case .componentTLS: "Whether this link uses TLS."
    case .componentAuthorities: "The authorities that this link trusts."
    case .componentTLSName: "The name that the certificate must bear on this link."
    case .database: "The SQLite file; it is made when missing. Its folder must exist."
    case .domains: "The local domains: their users may create nodes."
    case .admins: "Accounts that may create nodes and do everything with every node."
    case .webListen: "Where the web server listens; IPv6 as `[::1]:8080`, port 0 for a free one."
    case .webOrigin: "The public address of the site, as browsers see it."
    case .webSiteName: "The name of the site on its pages and feeds."
    case .logLevel: "The least important records that are logged."
    case .logFormat: "`journal`: priorities, no time; `text`: time; `auto`: by where stderr leads."
    case .limitStanzaBytes: "The largest stanza in bytes; not more than the server takes."
    case .limitPayloadBytes:
      "The largest payload of one item; at least 32 KiB below `stanza_bytes`."
    case .limitAnswerItems: "How many items one answer holds at most."
    case .limitWaitingWrites: "How many writes may wait for the disk before more are refused."
    case .limitAnswerBytes:
      "Answers that wait on one link; over it an error goes in place of an answer."
    case .limitNotifyBytes: "Notifications that wait on one link; over it the fan-out waits."
    case .limitConnections: "Web connections at a time; more wait."
    case .limitCacheBytes: "What the prepared pages may occupy in memory."
    case .limitShutdownSeconds: "How long a clean stop may take before it is cut short."
    }
  }

  package var isOfComponent: Bool { rawValue.hasPrefix("components.") }

  /// The names from the file's root to the value.
  var steps: [Substring] { rawValue.split(separator: ".") }
}

/// A place in the configuration: a key and, below `components`, the component's number from 0.
package struct Slot: Hashable, Sendable, CustomStringConvertible {
  package let key: ConfigurationKey
  package let index: Int

  package init(_ key: ConfigurationKey, _ index: Int = 0) {
    self.key = key
    self.index = key.isOfComponent ? index : 0
  }

  /// As problems name it: `server.port`, `components[1].jid`.
  package var description: String {
    key.isOfComponent ? "components[\(index)].\(key.steps[1])" : key.rawValue
  }

  /// `MARTLET_SERVER_PORT`, `MARTLET_COMPONENTS_1_JID`.
  package var environmentName: String {
    Self.environmentName(key, String(index))
  }

  /// `number` stands for the component: a number, or `N` in a reference.
  package static func environmentName(_ key: ConfigurationKey, _ number: String) -> String {
    var steps = key.steps.map { String($0).uppercased() }
    if key.isOfComponent { steps.insert(number, at: 1) }
    return "MARTLET_" + steps.joined(separator: "_")
  }
}
