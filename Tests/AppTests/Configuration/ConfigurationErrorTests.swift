import Testing

@testable import App

extension Mistake {
  static let unknownKeys = [
    Mistake("wbe: {}", line: 4, "wbe", "is not a known key", "Did you mean `web`?"),
    Mistake("admin: [a@b.c]", line: 4, "admin", "is not a known key", "Did you mean `admins`?"),
    Mistake(
      "server:\n  port: 1\n  hots: a", line: 6, "server.hots", "is not a known key",
      "Did you mean `host`?"),
    Mistake(
      "web: { trusted_proxies: [192.0.2.1/24] }", line: 4, "web.trusted_proxies",
      "\"192.0.2.1/24\" is not an IP address or a network",
      "Write it as `192.0.2.1`, `192.0.2.0/24` or `2001:db8::/32`, with no bits behind the prefix."),
    Mistake(
      "web: { address: x }", line: 4, "web.address", "is not a known key",
      "Known here: listen, origin, site_name, language, accent, logo, footer, about, templates, trusted_proxies, noai, media."
    ),
    Mistake(
      "web: { media: { ports: [443, 0] } }", line: 4, "web.media.ports", "\"0\" is not a port",
      "Give a number from 1 to 65535."),
    Mistake(
      "web: { media: { folder: ~/media } }", line: 4, "web.media.folder",
      "\"~/media\" is not the path of a folder", "Write it out, as in `/var/cache/martlet`."),
    Mistake(
      "web: { media: { bytes: 1048576 } }", line: 4, "web.media.bytes",
      "has no room for one picture of picture_bytes", "Raise it, or lower picture_bytes."),
    Mistake(
      "components:\n- jid: a.example\n  secret: x\n  secretfile: y\ndomains: [a.example]", line: 4,
      "components[0].secretfile", "is not a known key", "Did you mean `secret_file`?", whole: true),
    Mistake(
      "\"a\\nb\": 1", line: 4, "a\\nb", "is not a known key",
      "Known here: server, components, database, domains, admins, nodes, quotas, domain_quotas, "
        + "moderation, following, contact, web, log, limits."),
    Mistake(
      "quotas: { publishes: 1 }", line: 4, "quotas.publishes", "is not a known key",
      "Known here: nodes, items, bytes, subscriptions, publishes_per_minute, changes_per_minute, exceptions."
    ),
  ]

  static let wrongShapes = [
    Mistake(
      "server: 5347", line: 4, "server", "must hold keys and their values",
      "Write them as `key: value`; the keys are host, port, tls, ca_file, tls_name."),
    Mistake(
      "components: { jid: a.example }\ndomains: [a.example]", line: 1, "components",
      "must be a list",
      "Begin each component with `- `, as in `- { jid: social.example.org, secret: \"...\" }`.",
      whole: true),
    Mistake(
      "admins: admin@example.org", line: 4, "admins", "is a single value, but must be a list",
      "Put it in brackets, as in `[admin@example.org]`."),
    Mistake(
      "contact:\n  abuse: mailto:abuse@example.org", line: 5, "contact.abuse",
      "is a single value, but must be a list",
      "Put it in brackets, as in `[\"mailto:admin@example.org\"]`."),
    Mistake(
      "quotas: { exceptions: { a.example: 1 } }", line: 4, "quotas.exceptions",
      "is a group of keys, but must be a list",
      "Put it in brackets, as in `[\"news@example.net items=max\"]`."),
    Mistake(
      "admins: [[a@b.c]]", line: 4, "admins", "holds a list where a single value is expected",
      "Expected: list of accounts, name@domain."),
    Mistake(
      "database: [a]", line: 4, "database", "is a list, but must be a single value",
      "Expected: path of a file."),
    Mistake(
      "web:\n  listen:", line: 5, "web.listen", "has no value",
      "Give one (address:port), or remove the key."),
    Mistake(
      "- a", line: 1, "", "must hold keys and their values",
      "Write them as `key: value`; the keys are server, components, database, domains, admins, "
        + "nodes, quotas, domain_quotas, moderation, following, contact, web, log, limits.",
      whole: true),
  ]

  static let badValues = [
    Mistake(
      "server: { port: 70000 }", line: 4, "server.port",
      "\"70000\" is not a whole number from 1 to 65535", "The default is 5347."),
    Mistake(
      "server:\n  tls: yes", line: 5, "server.tls", "\"yes\" is neither true nor false",
      "Write `true` or `false`."),
    Mistake(
      "server: { host: \"a:1:b c\" }", line: 4, "server.host", "\"a:1:b c\" is not a host",
      "Give a host name or an IP address; the port has its own key."),
    Mistake(
      "admins:\n  - a@b.example\n  - example.org", line: 6, "admins",
      "\"example.org\" is not an account's address", "Write it as `name@example.org`."),
    Mistake(
      "admins: [\"a b@example.org\"]", line: 4, "admins",
      "\"a b@example.org\" is not an account's address", "Write it as `name@example.org`."),
    Mistake(
      "web: { listen: 8080 }", line: 4, "web.listen", "\"8080\" is not an address and a port",
      "Write it as `127.0.0.1:8080` or `[::1]:8080`."),
    Mistake(
      "web: { listen: \"::1:8080\" }", line: 4, "web.listen",
      "\"::1:8080\" is not an address and a port", "Write it as `127.0.0.1:8080` or `[::1]:8080`."),
    Mistake(
      "web: { origin: \"https://a.example/\" }", line: 4, "web.origin",
      "\"https://a.example/\" is not the address of a site",
      "Write it as `https://social.example.org`: no path, no `/` at the end."),
    Mistake(
      "web: { site_name: \"a\\tb\" }", line: 4, "web.site_name",
      "\"a\\tb\" is not one line of text", "Give 1 to 200 characters."),
    Mistake(
      "log: { level: warn }", line: 4, "log.level",
      "\"warn\" is not one of trace, debug, info, notice, warning, error, critical", "Choose one."),
    Mistake(
      "log: { format: jurnal }", line: 4, "log.format",
      "\"jurnal\" is not one of auto, journal, text", "Did you mean `journal`?"),
    Mistake(
      "database: ~/martlet.sqlite", line: 4, "database",
      "\"~/martlet.sqlite\" is not the path of a file",
      "Write it out, as in `/var/lib/martlet/martlet.sqlite`."),
    Mistake(
      "limits: { payload_bytes: 1e5 }", line: 4, "limits.payload_bytes",
      "\"1e5\" is not a whole number from 1024 to 16744448", "The default is 262144."),
  ]

  static let badLimits = [
    Mistake(
      "limits:\n  stanza_bytes: 262144", line: 0, "limits.payload_bytes",
      "leaves less than 32768 bytes of stanza_bytes",
      "An item travels in a stanza with addresses around it: lower it, or raise stanza_bytes.")
  ]

  static let badOrigins = [
    Mistake(
      "components: [{ jid: bücher.example, secret: a }]\ndomains: [a.example]", line: 0,
      "web.origin",
      "is missing",
      "bücher.example cannot stand in it as it is; give the site's address in ASCII, as in "
        + "`https://xn--bcher-kva.example`.", whole: true)
  ]

  static let badComponents = [
    Mistake(
      "domains: [example.org]", line: 0, "components", "is missing or empty",
      "Give at least one, as in `- { jid: social.example.org, secret: \"...\" }`.", whole: true),
    Mistake(
      "components:\n  - secret: a\ndomains: [a.example]", line: 2, "components[0].jid",
      "is missing", "Add `jid: social.example.org`, the component's domain.", whole: true),
    Mistake(
      "components:\n  - jid: a.example\n  - { jid: b.example, secret: b }\ndomains: [a.example]",
      line: 2, "components[0].secret", "is missing",
      "Add `secret` or `secret_file`: what the server has for this component.", whole: true),
    Mistake(
      "components:\n  - { jid: a@b.example, secret: a }\ndomains: [a.example]", line: 2,
      "components[0].jid", "\"a@b.example\" is not a domain",
      "Write it as `social.example.org`, without `@` and `/`.", whole: true),
    Mistake(
      "components:\n  - { jid: a.example, secret: a }\n  - { jid: A.example, secret: a }\n"
        + "domains: [a.example]", line: 3, "components[1].jid", "a.example is given twice",
      "One process holds one link for each component; remove one of the two.", whole: true),
    Mistake(
      "components:\n  - jid: a.example\n    secret: a\n    secret_file: b\ndomains: [a.example]",
      line: 4, "components[0].secret_file", "is given beside secret", "Keep one of the two.",
      whole: true),
    Mistake(
      "components:\n  - jid: a.example\n    secret_file: /missing/file\ndomains: [a.example]",
      line: 3, "components[0].secret_file", "/missing/file does not exist",
      "Make it readable to this user.", whole: true),
    Mistake(
      "components:\n  - jid: a.example\n    secret: \"\"\ndomains: [a.example]", line: 3,
      "components[0].secret", "is empty",
      "Give the secret that the server has for this component.", whole: true),
    Mistake(
      "components:\n  - { jid: a.example, secret: a, port: 0 }\ndomains: [a.example]", line: 2,
      "components[0].port", "\"0\" is not a whole number from 1 to 65535", "Give one.",
      whole: true),
  ]

  static let brokenFiles = [
    Mistake(
      "log: {}\nlog: {}", line: 4, "log", "is given twice", "Keep one of the two."),
    Mistake(
      "web: { listen: \"a\", listen: \"b\" }", line: 4, "listen", "is given twice",
      "Keep one of the two."),
    Mistake(
      "web: { listen: \"127.0.0.1:1\"", line: 5, "",
      "is not YAML: did not find expected ',' or '}'",
      "Check indentation, brackets and quotes on this line and the one before."),
  ]
}

@Suite struct ConfigurationErrorTests {
  @Test(
    arguments: Mistake.unknownKeys + Mistake.wrongShapes + Mistake.badValues + Mistake.badLimits
      + Mistake.badOrigins + Mistake.badComponents + Mistake.brokenFiles)
  func isRefused(_ mistake: Mistake) throws { try mistake.expect() }

  @Test func allAtOnceAndInOrder() throws {
    let found = try problems(
      """
      log: { level: loud }
      server:
        port: none
        pots: 1
      components:
        - { jid: "a b", secret: x }
      domains: ["@"]
      """)
    #expect(found.map(\.origin.line) == [1, 3, 4, 6, 7])
    #expect(
      found.map(\.key) == [
        "log.level", "server.port", "server.pots", "components[0].jid", "domains",
      ])
  }

  @Test func oneProblemAsALine() throws {
    let folder = try Folder()
    let path = try folder.write("martlet.yaml", Sample.minimal + "\nserver: { port: x }\n")
    let error = #expect(throws: ConfigurationError.self) {
      try ConfigurationLoader.load(path: path, environment: [:])
    }
    #expect(error?.status == .configuration)
    #expect(
      "\(try #require(error))" == """
        \(path):4:17: error: server.port: "x" is not a whole number from 1 to 65535. \
        The default is 5347.
        """)
  }

  @Test func aVariableIsNamed() throws {
    let found = try problems(
      Sample.minimal,
      environment: ["MARTLET_SERVER_PORT": "x", "MARTLET_COMPONENTS_2_JID": "c.example"])
    #expect(
      found.filter { $0.key == "server.port" }.map(\.origin) == [
        .environment("MARTLET_SERVER_PORT")
      ])
    #expect(found.map(\.key).contains("components[1].jid"), "a gap in the numbers")
    #expect(found.map(\.key).contains("components[2].secret"))
  }

  @Test(arguments: [
    ("MARTLET_SERVER_PROT", "MARTLET_SERVER_PORT"),
    ("MARTLET_COMPONENTS_0_SECRT", "MARTLET_COMPONENTS_0_SECRET"),
    ("MARTLET_DOMAIN", "MARTLET_DOMAINS"),
  ])
  func aMistypedVariableIsRefused(name: String, meant: String) throws {
    let found = try problems(Sample.minimal, environment: [name: Sample.secret])
    #expect(found.map(\.severity) == [.error])
    #expect(found.map(\.origin) == [.environment(name)])
    #expect(found.map(\.what) == ["is not a setting"])
    #expect(found.map(\.remedy) == ["Did you mean \(meant)? If not, unset it."])
    #expect(!"\(found)".contains(Sample.secret))
  }

  /// What has nothing to do with a setting, and what container platforms set.
  @Test(arguments: [
    "MARTLET_Q", "MARTLET_SERVICE_HOST", "MARTLET_SERVICE_PORT", "MARTLET_SERVICE_PORT_WEB",
    "MARTLET_PORT", "MARTLET_PORT_8080_TCP", "MARTLET_PORT_8080_TCP_ADDR",
  ])
  func anyOtherVariableIsAWarning(name: String) throws {
    let found = try problems(Sample.minimal, environment: [name: "1"])
    #expect(found.map(\.severity) == [.warning])
    #expect(found.map(\.remedy) == ["Unset it."])
  }

  /// Nesting and aliases are bounded by the known keys and by the file's size.
  @Test func hostileFiles() throws {
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nweb: *c\n"
    #expect(try !problems(bomb).isEmpty)
    let deep = String(repeating: "[", count: 5_000)
    #expect(try !problems(deep).isEmpty)
    #expect(try !problems("\u{FEFF}components: !!binary x\n\u{1}").isEmpty)
  }
}
