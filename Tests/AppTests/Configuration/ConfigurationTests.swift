import Glibc
import Logging
import Testing
import XMPP

@testable import App

@Suite struct ConfigurationTests {
  @Test func defaults() throws {
    let loaded = try load(Sample.minimal)
    let configuration = loaded.configuration
    #expect(loaded.warnings.isEmpty)
    #expect(configuration.components.map(\.jid.description) == ["social.example.org"])
    #expect(configuration.components.first?.secret == Secret(Sample.secret))
    #expect(
      configuration.components.first?.server
        == Configuration.Server(host: "127.0.0.1", port: 5347))
    #expect(configuration.database == "/var/lib/martlet/martlet.sqlite")
    #expect(
      configuration.web
        == Configuration.Web(
          host: "127.0.0.1", port: 8080, origin: "https://social.example.org",
          siteName: "social.example.org"))
    #expect(configuration.log == Configuration.Log())
    #expect(configuration.limits == Configuration.Limits())
  }

  @Test func everyKeyOfTheFile() throws {
    let configuration = try load(
      """
      server: { host: xmpp.example.org, port: 5348, tls: true, ca_file: ca.pem, tls_name: a.example }
      components:
        - { jid: social.example.org, secret: one }
        - jid: comments.example.org
          secret: 0123
          host: ::1
          port: 5349
          tls: false
          ca_file: /ca.pem
          tls_name: b.example
      database: ./martlet.sqlite
      domains: [example.org, EXAMPLE.com]
      admins: [admin@example.org]
      web: { listen: "[::1]:0", origin: "HTTPS://Feeds.Example.org:8443", site_name: "The Feeds" }
      log: { level: debug, format: journal }
      limits:
        stanza_bytes: 65536
        payload_bytes: 4096
        items_per_answer: 11
        waiting_writes: 12
        answer_queue_bytes: 2000000
        notify_queue_bytes: 3000000
        web_connections: 9
        web_cache_bytes: 0
        shutdown_seconds: 7
      """
    ).configuration
    let first = try #require(configuration.components.first)
    #expect(first.server.host == "xmpp.example.org")
    #expect(first.server.authorities?.hasSuffix("/ca.pem") == true)
    #expect(first.server.authorities?.hasPrefix("/tmp/") == true)
    #expect(first.server.tlsName == "a.example")
    #expect(first.server.tls && first.server.port == 5348)
    let second = try #require(configuration.components.last)
    #expect(second.secret.reveal() == "0123")
    #expect(
      second.server
        == Configuration.Server(
          host: "::1", port: 5349, tls: false, authorities: "/ca.pem", tlsName: "b.example"))
    #expect(configuration.database.hasPrefix("/tmp/martlet-test-"))
    #expect(configuration.database.hasSuffix("/./martlet.sqlite"))
    #expect(configuration.domains.map(\.description) == ["example.org", "example.com"])
    #expect(configuration.admins.map(\.description) == ["admin@example.org"])
    #expect(
      configuration.web
        == Configuration.Web(
          host: "::1", port: 0, origin: "https://feeds.example.org:8443", siteName: "The Feeds"))
    #expect(configuration.log == Configuration.Log(level: .debug, format: .journal))
    #expect(
      configuration.limits
        == Configuration.Limits(
          stanzaBytes: 65_536, payloadBytes: 4_096, itemsPerAnswer: 11, waitingWrites: 12,
          answerQueueBytes: 2_000_000, notifyQueueBytes: 3_000_000,
          webConnections: 9, webCacheBytes: 0, shutdown: .seconds(7)))
  }

  @Test func everyKeyOfTheEnvironment() throws {
    let values: [ConfigurationKey: String] = [
      .serverHost: "xmpp.example", .serverPort: "1", .serverTLS: "true",
      .serverAuthorities: "/a.pem", .serverTLSName: "c.example", .componentJID: "s.example",
      .componentSecret: "x", .componentHost: "h.example", .componentPort: "2",
      .componentTLS: "false", .componentAuthorities: "/b.pem", .componentTLSName: "d.example",
      .database: "/d.sqlite", .domains: "a.example, b.example", .admins: "a@b.example",
      .webListen: "0.0.0.0:81", .webOrigin: "https://w.example", .webSiteName: "W",
      .logLevel: "error", .logFormat: "text", .limitStanzaBytes: "40000",
      .limitPayloadBytes: "1024", .limitAnswerItems: "6", .limitWaitingWrites: "7",
      .limitAnswerBytes: "1048576", .limitNotifyBytes: "1048577", .limitConnections: "3",
      .limitCacheBytes: "4", .limitShutdownSeconds: "5",
    ]
    let keys = Set(ConfigurationKey.allCases).subtracting([.componentSecretFile])
    #expect(Set(values.keys) == keys, "a key is missing in this test")
    var environment: [String: String] = [:]
    for (key, value) in values { environment[Slot(key).environmentName] = value }
    let configuration = try load("", environment: environment).configuration
    let expected = Configuration(
      components: [
        Configuration.Component(
          jid: try BareJID("s.example"), secret: Secret("x"),
          server: Configuration.Server(
            host: "h.example", port: 2, tls: false, authorities: "/b.pem", tlsName: "d.example"))
      ],
      database: "/d.sqlite", domains: [try BareJID("a.example"), try BareJID("b.example")],
      admins: [try BareJID("a@b.example")],
      web: Configuration.Web(
        host: "0.0.0.0", port: 81, origin: "https://w.example", siteName: "W"),
      log: Configuration.Log(level: .error, format: .text),
      limits: Configuration.Limits(
        stanzaBytes: 40_000, payloadBytes: 1_024, itemsPerAnswer: 6, waitingWrites: 7,
        answerQueueBytes: 1_048_576, notifyQueueBytes: 1_048_577,
        webConnections: 3, webCacheBytes: 4, shutdown: .seconds(5)))
    #expect(configuration == expected)
  }

  @Test func theEnvironmentWins() throws {
    let configuration = try load(
      Sample.minimal + "\nserver: { port: 1 }\nlog: { level: error }",
      environment: [
        "MARTLET_SERVER_PORT": "2", "MARTLET_LOG_LEVEL": "",
        "MARTLET_COMPONENTS_0_SECRET": "other", "MARTLET_COMPONENTS_1_JID": "b.example",
        "MARTLET_COMPONENTS_1_SECRET": "b", "HOME": "/", "MARTLETS": "no business of ours",
      ]
    ).configuration
    #expect(configuration.components.map(\.server.port) == [2, 2])
    #expect(configuration.components.map { $0.secret.reveal() } == ["other", "b"])
    #expect(configuration.components.first?.jid.description == "social.example.org")
    #expect(configuration.log.level == .error, "an empty variable is one that is not set")
  }

  @Test func secretFiles() throws {
    let folder = try Folder()
    try folder.write("secret", "  a b \n")
    let path = try folder.write(
      "martlet.yaml",
      "components: [{ jid: a.example, secret_file: secret }]\ndomains: [example.org]\n")
    let loaded = try ConfigurationLoader.load(path: path, environment: [:])
    #expect(loaded.configuration.components.first?.secret == Secret("  a b "))
    #expect(loaded.warnings.isEmpty)

    let other = try folder.write("other", "from the environment", mode: 0o644)
    let second = try ConfigurationLoader.load(
      path: path, environment: ["MARTLET_COMPONENTS_0_SECRET_FILE": other])
    #expect(second.configuration.components.first?.secret == Secret("from the environment"))
    let warning = try #require(second.warnings.first)
    #expect(warning.key == "components[0].secret_file")
    #expect(warning.what.hasSuffix("may be read by every user of this machine"))
    #expect(warning.remedy.contains("LoadCredential="))
  }

  @Test func warnsOfASecretThatEverybodyMayRead() throws {
    let warnings = try load(Sample.minimal, mode: 0o644).warnings
    #expect(warnings.map(\.key) == ["components[0].secret"])
    #expect(warnings.map(\.severity) == [.warning])
  }

  /// The file may stay readable for all; only what really comes from it is no secret any more.
  @Test func aSecretFromElsewhereDrawsNoWarning() throws {
    let secret = ["MARTLET_COMPONENTS_0_SECRET": "x"]
    #expect(try load(Sample.minimal, environment: secret, mode: 0o644).warnings.isEmpty)
    let two = """
      components:
        - { jid: a.example, secret: a }
        - { jid: b.example, secret: b }
      domains: [example.org]
      """
    let warnings = try load(two, environment: secret, mode: 0o644).warnings
    #expect(warnings.map(\.key) == ["components[1].secret"])
    #expect(warnings.first?.remedy.contains("secret_file") == true)
  }

  @Test func relativePathsBeginAtTheFile() throws {
    let folder = try Folder()
    try folder.write("secrets/a", "x")
    let path = try folder.write("martlet.yaml", "domains: [example.org]\n")
    let configuration = try ConfigurationLoader.load(
      path: path,
      environment: [
        "MARTLET_COMPONENTS_0_JID": "a.example", "MARTLET_DATABASE": "a.sqlite",
        "MARTLET_COMPONENTS_0_SECRET_FILE": "secrets/a", "MARTLET_SERVER_CA_FILE": "/ca.pem",
      ]
    ).configuration
    #expect(configuration.components.first?.secret == Secret("x"))
    #expect(configuration.components.first?.server.authorities == "/ca.pem")
    #expect(configuration.database == "\(folder.path)/a.sqlite")
    let alone = try ConfigurationLoader.load(
      path: nil,
      environment: [
        "MARTLET_COMPONENTS_0_JID": "a.example", "MARTLET_COMPONENTS_0_SECRET": "x",
        "MARTLET_DATABASE": "a.sqlite", "MARTLET_DOMAINS": "example.org",
      ], defaultPath: "\(folder.path)/none.yaml")
    #expect(alone.configuration.database == "a.sqlite", "no file: the working directory")
  }

  /// The server may know the component by the very text that the file has.
  @Test func theNameIsKeptAsWritten() throws {
    let configuration = try load(
      "components: [{ jid: Social.EXAMPLE.org, secret: a }]\ndomains: [example.org]"
    ).configuration
    let component = try #require(configuration.components.first)
    #expect(component.jid.description == "social.example.org")
    #expect(component.name == "Social.EXAMPLE.org")
  }

  @Test(arguments: [
    ("social.example.org", "https://social.example.org"), ("[::1]", "https://[::1]"),
  ])
  func theOriginFollowsFromTheMainComponent(jid: String, origin: String) throws {
    let text = "components: [{ jid: \"\(jid)\", secret: a }]\ndomains: [example.org]"
    #expect(try load(text).configuration.web.origin == origin)
  }

  @Test func warnsWhenNobodyMayCreateNodes() throws {
    let warnings = try problems("components: [{ jid: a.example, secret: b }]")
    #expect(warnings.map(\.key) == ["domains"])
    #expect(warnings.map(\.severity) == [.warning])
  }

  @Test func warnsOfAnOriginWithoutTLS() throws {
    #expect(
      try problems(Sample.minimal + "\nweb: { origin: \"http://example.org\" }").map(\.key)
        == ["web.origin"])
    #expect(try problems(Sample.minimal + "\nweb: { origin: \"http://127.0.0.1:80\" }").isEmpty)
  }

  @Test func theFileIsFoundByOptionVariableAndDefault() throws {
    let folder = try Folder()
    let a = try folder.write("a.yaml", Sample.minimal)
    let b = try folder.write("b.yaml", Sample.minimal)
    #expect(try ConfigurationLoader.load(path: nil, environment: ["MARTLET_CONFIG": a]).path == a)
    #expect(try ConfigurationLoader.load(path: b, environment: ["MARTLET_CONFIG": a]).path == b)
  }

  @Test func theEnvironmentAloneIsEnough() throws {
    let folder = try Folder()
    func load(_ environment: [String: String]) throws -> ConfigurationLoader.Loaded {
      try ConfigurationLoader.load(
        path: nil, environment: environment, defaultPath: "\(folder.path)/martlet.yaml")
    }
    let settings = [
      "MARTLET_COMPONENTS_0_JID": "a.example", "MARTLET_COMPONENTS_0_SECRET": "x",
      "MARTLET_DOMAINS": "example.org",
    ]
    #expect(try load(settings).path == nil)
    #expect(try load(settings).configuration.components.count == 1)
    let error = #expect(throws: ConfigurationError.self) { try load(["HOME": "/"]) }
    #expect(error?.status == .noInput)
    try folder.write("martlet.yaml", Sample.minimal)
    #expect(try load(settings).path == "\(folder.path)/martlet.yaml")
  }

  @Test func aFileThatCannotBeRead() throws {
    let folder = try Folder()
    let large = try folder.write(
      "large", String(repeating: "#", count: ConfigurationLoader.maximumBytes + 1))
    let cases = [
      "\(folder.path)/missing": "does not exist", folder.path: "is not a file",
      large: "is larger than 1048576 bytes",
    ]
    for (path, words) in cases {
      let error = #expect(throws: ConfigurationError.self) {
        try ConfigurationLoader.load(path: path, environment: [:])
      }
      #expect(error?.status == .noInput)
      #expect(error?.problems.map(\.what) == [words])
    }
  }
}
