import App
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

/// The whole program between a scripted XMPP server and a browser: Martlet as `martlet run` composes
/// it, with a database in a folder that is removed afterwards.
struct Stage: Sendable {
  let server: ScriptedServer
  let link: ScriptedLink
  /// Of the second component, if there is one.
  var other: ScriptedLink?
  let webPort: Int
  private let folder: URL

  static let domain = Setting().component

  /// Runs a scenario. Everything ends with it, also when it fails.
  static func play(
    in setting: Setting = Setting(), _ scenario: @Sendable (Stage) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("martlet-scenario-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try await ScriptedServer.start(domain: setting.component)
    var servers = [server]
    do {
      if let other = setting.other { servers.append(try await ScriptedServer.start(domain: other)) }
      try await run(servers, folder, setting, scenario)
    } catch {
      for server in servers { await server.stop() }
      throw error
    }
    for server in servers { await server.stop() }
  }

  private static func run(
    _ servers: [ScriptedServer], _ folder: URL, _ setting: Setting,
    _ scenario: @Sendable (Stage) async throws -> Void
  ) async throws {
    let running = Inbox<Int>("web server that listens")
    let martlet = try Martlet(
      setting.configuration(servers, folder),
      logger: Logger(label: "scenario") { _ in
        SwiftLogNoOpLogHandler()
      }
    ) { running.put($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await martlet.run() }
      let port = try await running.next()
      var links: [ScriptedLink] = []
      for server in servers { links.append(try await server.accept()) }
      try await scenario(
        Stage(
          server: servers[0], link: links[0], other: links.dropFirst().first, webPort: port,
          folder: folder))
      group.cancelAll()
      // A cancelled program ends with an error; what counts is that it ends.
      while await group.nextResult() != nil {}
    }
  }

  /// The same stage after the component has come back on a new connection.
  func reattached() async throws -> Stage {
    Stage(server: server, link: try await server.accept(), webPort: webPort, folder: folder)
  }

  func page(_ path: String) async throws -> Reply { try await get(path, port: webPort) }

  func person(_ jid: String) -> Person { Person(jid: jid, link: link) }

  /// Somebody who asks the second component.
  func person(_ jid: String, at other: ScriptedLink) -> Person { Person(jid: jid, link: other) }
}

/// The names and rules of a stage.
struct Setting: Sendable {
  var component = "social.example.org"
  /// A second component of the same program.
  var other: String?
  /// Whose users are the server's own.
  var domains = ["example.org"]
  var admin = "admin@example.org"
  var limits = Configuration.Limits()
  var nodes = Configuration.Nodes()
  var quotas = Configuration.Quotas()
  var moderation = Configuration.Moderation()
  /// Nobody is asked who they are: scenarios know every stanza.
  var following = Configuration.Following(pictures: 0)
  var contacts = ContactAddresses()

  fileprivate func configuration(_ servers: [ScriptedServer], _ folder: URL) throws
    -> Configuration
  {
    Configuration(
      components: try servers.map { server in
        Configuration.Component(
          jid: try BareJID(server.domain), secret: Secret("secret"),
          server: Configuration.Server(host: "127.0.0.1", port: server.port))
      },
      database: folder.appendingPathComponent("martlet.sqlite").path,
      domains: try domains.map { try BareJID($0) }, admins: [try BareJID(admin)], nodes: nodes,
      quotas: quotas, moderation: moderation, following: following, contacts: contacts,
      web: Configuration.Web(
        host: "127.0.0.1", port: 0, origin: "https://\(component)", siteName: "Scenario"),
      limits: limits)
  }
}

/// Somebody with a client.
struct Person: Sendable {
  let jid: String
  let link: ScriptedLink

  var bare: String { String(jid.prefix { $0 != "/" }) }

  /// Sends `<pubsub/>` with these children and returns the answer.
  @discardableResult
  func sets(_ children: String, owner: Bool = false) async throws -> Element {
    try await asks(.set, children, owner: owner)
  }

  @discardableResult
  func gets(_ children: String, owner: Bool = false) async throws -> Element {
    try await asks(.get, children, owner: owner)
  }

  private func asks(_ kind: IQ.Kind, _ children: String, owner: Bool) async throws -> Element {
    let namespace = owner ? Namespace.pubsubOwner : Namespace.pubsub
    let payload = try Element(
      parsing: Array("<pubsub xmlns='\(namespace)'>\(children)</pubsub>".utf8))
    return try await link.ask(kind, payload, from: jid)
  }

  @discardableResult
  func creates(_ node: String, _ options: [String: String] = [:]) async throws -> Element {
    try await sets("<create node='\(node)'/><configure>\(nodeForm(options))</configure>")
  }

  @discardableResult
  func configures(_ node: String, _ options: [String: String]) async throws -> Element {
    try await sets("<configure node='\(node)'>\(nodeForm(options))</configure>", owner: true)
  }

  @discardableResult
  func subscribes(to node: String) async throws -> Element {
    try await sets("<subscribe node='\(node)' jid='\(bare)'/>")
  }

  @discardableResult
  func publishes(_ id: String, to node: String, _ entry: String) async throws -> Element {
    try await sets("<publish node='\(node)'><item id='\(id)'>\(entry)</item></publish>")
  }

  @discardableResult
  func retracts(_ id: String, from node: String) async throws -> Element {
    try await sets("<retract node='\(node)'><item id='\(id)'/></retract>")
  }

  /// The next notification's `<event/>`.
  func isTold(within deadline: Duration = .seconds(30)) async throws -> Element {
    let message = try await link.message(to: bare, within: deadline)
    return try #require(message.first("event", Namespace.pubsubEvent))
  }
}

/// Names without `pubsub#`, unless they are in braces or begin with `x-`.
func nodeForm(_ options: [String: String]) -> String {
  let fields = options.sorted { $0.key < $1.key }.map { name, value in
    let name = name.hasPrefix("{") || name.hasPrefix("x-") ? name : "pubsub#\(name)"
    return "<field var='\(name)'><value>\(value)</value></field>"
  }
  return """
    <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
    <value>http://jabber.org/protocol/pubsub#node_config</value></field>\
    \(fields.joined())</x>
    """
}

/// An Atom entry with a title and a text.
func entry(_ title: String, _ text: String = "Some words.") -> String {
  """
  <entry xmlns='http://www.w3.org/2005/Atom'><title>\(title)</title>\
  <content type='text'>\(text)</content></entry>
  """
}

extension Element {
  func isResult() -> Bool { self["type"] == "result" }

  /// The names of an error's children, in their order.
  var errorConditions: [String] {
    first("error", Namespace.component)?.elements.map(\.name.name).filter { $0 != "text" } ?? []
  }

  /// The first element of that name, however deep.
  func descendant(_ name: String) -> Element? {
    for child in elements {
      if child.name.name == name { return child }
      if let found = child.descendant(name) { return found }
    }
    return nil
  }
}
