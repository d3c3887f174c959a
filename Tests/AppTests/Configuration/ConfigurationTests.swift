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
    #expect(configuration.nodes == Configuration.Nodes())
    #expect(configuration.quotas == Configuration.Quotas())
    #expect(configuration.contacts == ContactAddresses())
    #expect(configuration.log == Configuration.Log())
    #expect(configuration.limits == Configuration.Limits())
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
