import Glibc
import Logging
import TestSupport
import Testing
import XMPP

@testable import App

@Suite struct CheckTests {
  private func report(_ configuration: Configuration) async -> CheckReport {
    var report = CheckReport()
    await Check.check(configuration, &report)
    return report
  }

  private func configuration(
    _ folder: Folder, port: Int, secret: String = "secret", database: String? = nil
  ) throws -> Configuration {
    Configuration(
      components: [
        Configuration.Component(
          jid: try BareJID("social.example.org"), secret: Secret(secret),
          server: Configuration.Server(host: "127.0.0.1", port: port))
      ],
      database: database ?? "\(folder.path)/martlet.sqlite", domains: [], admins: [],
      web: Configuration.Web(
        host: "127.0.0.1", port: 0, origin: "https://social.example.org", siteName: "x"))
  }

  @Test func allIsWell() async throws {
    let server = try await ScriptedServer.start(domain: "social.example.org")
    let folder = try Folder()
    let report = await report(try configuration(folder, port: server.port))
    #expect(report.status == .ok)
    #expect(report.findings.map(\.outcome) == [.good, .good, .good])
    #expect(report.text.hasSuffix("All is well."))
    await server.stop()
  }

  @Test func aWrongSecret() async throws {
    let server = try await ScriptedServer.start(domain: "social.example.org")
    let folder = try Folder()
    let report = await report(
      try configuration(folder, port: server.port, secret: Sample.secret))
    #expect(report.status == .configuration)
    let finding = try #require(report.findings.first { $0.outcome != .good })
    #expect(finding.subject == "component social.example.org")
    #expect(finding.words.contains("refuses the secret"))
    #expect(finding.remedy.contains("component_ports = { \(server.port) }"))
    #expect(finding.remedy.contains("Component \"social.example.org\""))
    #expect(finding.remedy.contains("module: ejabberd_service"))
    #expect(!report.text.contains(Sample.secret))
    #expect(report.text.hasSuffix("One thing is wrong."))
    await server.stop()
  }

  @Test func nobodyThere() async throws {
    let port = try { try Listener().port }()
    let folder = try Folder()
    let report = await report(try configuration(folder, port: port))
    #expect(report.status == .unavailable)
    #expect(report.text.contains("127.0.0.1:\(port) refuses connections"))
  }

  @Test func aFolderThatIsMissing() async throws {
    let server = try await ScriptedServer.start(domain: "social.example.org")
    let folder = try Folder()
    let report = await report(
      try configuration(
        folder, port: server.port, database: "\(folder.path)/missing/martlet.sqlite"))
    #expect(report.status == .cannotCreate)
    #expect(
      report.findings.first?.remedy == "install -d -m 700 '\(folder.path)/missing'")
    await server.stop()
  }

  /// The unit's own folder is systemd's to make: nothing is wrong before the first start.
  @Test(.enabled(if: access(Check.stateFolder, F_OK) != 0))
  func theFolderOfTheUnit() throws {
    var report = CheckReport()
    Check.database("\(Check.stateFolder)/martlet.sqlite", .nobody, &report)
    #expect(report.status == .ok)
    #expect(report.findings.map(\.outcome) == [.warning])
    #expect(report.text.contains("systemd makes it at the first start"))
  }

  /// A running Martlet keeps its links: a second handshake would disturb it.
  @Test func aRunningMartletIsLeftAlone() async throws {
    let server = try await ScriptedServer.start(domain: "social.example.org")
    let folder = try Folder()
    let configuration = try configuration(folder, port: server.port)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let running = try Martlet(configuration, logger: logger)
    let report = await report(configuration)
    #expect(report.status == .ok)
    #expect(report.text.contains("is in use by process"))
    #expect(server.connections == 0)
    #expect(throws: Failure.self) { try Martlet(configuration, logger: logger) }
    withExtendedLifetime(running) {}
    await server.stop()
  }

  @Test func theSnippetsAreThoseOfTheFolder() throws {
    let snippet = ServerSnippet(jid: try BareJID("social.example.org"), port: 5347)
    #expect(try Repository.text("conf/prosody.cfg.lua").contains(snippet.prosody))
    #expect(try Repository.text("conf/ejabberd.yml").contains(snippet.ejabberd))
    let tls = ServerSnippet(jid: try BareJID("a.example"), port: 1, tls: true)
    #expect(tls.prosody.contains("ssl_ports = { 1 }"))
    #expect(tls.ejabberd.contains("\n    tls: true\n"))
  }
}
