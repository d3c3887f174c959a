import Foundation
import TestSupport

/// A real server with accounts, at `localhost` unless its home is elsewhere, and a port for Martlet's
/// component. It can be stopped and started again with its data.
protocol XMPPServer: Sendable {
  init(in folder: TemporaryFolder, ports: ServerPorts, home: Home) throws
  var program: Program { get }
  static var name: String { get }
  /// Lets the component see rosters (XEP-0356), from the next start on.
  static func grantRosters(in folder: TemporaryFolder) throws
}

struct ServerPorts: Sendable {
  let client: Int
  let component: Int

  static let secret = "the component's secret"
  static let password = "the people's password"
}

extension XMPPServer {
  static func started(
    in folder: TemporaryFolder, ports: ServerPorts, home: Home
  ) async throws -> Self {
    let server = try Self(in: folder, ports: ports, home: home)
    let listeners = [ports.client, ports.component] + (home.s2s.map { [$0.port] } ?? [])
    do {
      // Several start at a time, each with a virtual machine of its own.
      try await eventually("\(name) takes clients and components", within: .seconds(90)) {
        guard server.program.isRunning else { throw WaitFailure("\(name) has ended") }
        return listeners.allSatisfy(Port.isOpen)
      }
      return server
    } catch {
      await server.stop()
      let log = folder.read("\(name.lowercased()).log")
      throw WaitFailure("\(error)\n\(server.program.words)\n\(log.suffix(4_000))")
    }
  }

  func stop() async { await program.stop() }
}

struct ProsodyServer: XMPPServer {
  static let name = "Prosody"
  /// A file below the folder with more lines for the end of the configuration.
  static let more = "more.cfg.lua"
  let program: Program

  static func grantRosters(in folder: TemporaryFolder) throws {
    try folder.write(
      more,
      """
      VirtualHost "localhost"
        modules_enabled = { "privilege" }
        privileged_entities = { ["social.localhost"] = { roster = "get" } }
      Component "social.localhost"
        modules_enabled = { "privilege" }
      """)
  }

  init(in folder: TemporaryFolder, ports: ServerPorts, home: Home) throws {
    let host = home.domain.replacingOccurrences(of: ".", with: "%2e")
    for person in home.people {
      try folder.write(
        "data/\(host)/accounts/\(person).dat",
        "return { [\"password\"] = \"\(ServerPorts.password)\"; };\n")
    }
    try folder.write(
      "plugins/mod_leash.lua",
      """
      module:set_global();
      require "net.server".watchfd(0, function (watch)
        watch:close();
        prosody.main_thread:run(function () prosody.shutdown("The test is over", 0); end);
      end);
      """)
    try Self.writePlugins(home, in: folder)
    try folder.write(
      "prosody.cfg.lua",
      """
      run_as_root = true
      certificates = "\(folder.path)"
      pidfile = "\(folder.file("prosody.pid"))"
      data_path = "\(folder.file("data"))"
      plugin_paths = { "\(folder.file("plugins"))" }
      log = { { levels = { min = "info" }, to = "file", filename = "\(folder.file("prosody.log"))" } }
      modules_enabled = { "roster", "saslauth", "disco", "ping", "offline", "leash"\(Self.modules(home)) }
      authentication = "internal_plain"
      \(Self.options(home))
      c2s_interfaces = { "127.0.0.1" }
      c2s_ports = { \(ports.client) }
      c2s_direct_tls_ports = {}
      c2s_require_encryption = false
      allow_unencrypted_plain_auth = true
      component_interfaces = { "127.0.0.1" }
      component_ports = { \(ports.component) }
      VirtualHost "\(home.domain)"
      \(Self.components(home))
      \(Self.hosts(home))
      \(folder.read(Self.more))
      """)
    program = try Program(
      Installed.prosody ?? "prosody", ["-F", "--config", folder.file("prosody.cfg.lua")],
      in: folder, name: "prosody")
  }
}

extension ProsodyServer {
  private static func components(_ home: Home) -> String {
    home.components.map { "Component \"\($0)\"\n  component_secret = \"\(ServerPorts.secret)\"" }
      .joined(separator: "\n")
  }
}

extension EjabberdServer {
  private static func components(_ home: Home) -> String {
    home.components.map { "\($0): { password: \"\(ServerPorts.secret)\" }" }.joined(separator: ", ")
  }
}

/// ejabberd in an Erlang that is no node: no epmd, no cookie, nothing but the two ports.
struct EjabberdServer: XMPPServer {
  static let name = "ejabberd"
  /// A file below the folder with more lines for the end of the configuration, which is the list of modules.
  private static let more = "more.yml"
  let program: Program

  static func grantRosters(in folder: TemporaryFolder) throws {
    try folder.write(
      more,
      """
        mod_privilege: { roster: { get: social } }
      acl: { social: { server: social.localhost } }
      access_rules: { social: { allow: social } }
      """)
  }

  init(in folder: TemporaryFolder, ports: ServerPorts, home: Home) throws {
    try folder.write(
      "ejabberd.yml",
      """
      hosts: [\(home.domain)]
      loglevel: info
      auth_method: internal
      auth_password_format: plain
      \(Self.options(home))
      listen:
        - { port: \(ports.client), ip: "127.0.0.1", module: ejabberd_c2s, access: all, shaper: none }
        - port: \(ports.component)
          ip: "127.0.0.1"
          module: ejabberd_service
          access: all
          shaper: none
          global_routes: false
          max_stanza_size: 524288
          hosts: { \(Self.components(home)) }
      \(Self.listeners(home))
      modules:
        mod_disco: {}
        mod_roster: {}
        mod_ping: {}
        mod_offline: {}
      \(Self.modules(home))
      \(folder.read(Self.more))
      """)
    // Ends with its stdin.
    let people = home.people.map { "<<\"\($0)\">>" }.joined(separator: ", ")
    let start = """
      \(Self.records(home))
      {ok, _} = application:ensure_all_started(ejabberd),
      [ejabberd_auth:try_register(User, <<"\(home.domain)">>, <<"\(ServerPorts.password)">>)
        || User <- [\(people)]],
      spawn(fun() -> eof = io:get_line(""), init:stop() end).
      """
    let libraries = (Installed.ejabberd ?? "").split(separator: "/").dropLast(3)
    program = try Program(
      Installed.erlang ?? "erl",
      ["-noshell", "-mnesia", "dir", "\"\(folder.file("mnesia"))\"", "-eval", start],
      in: folder, name: "ejabberd",
      environment: [
        "HOME": folder.path, "ERL_LIBS": "/" + libraries.joined(separator: "/"),
        "ERL_CRASH_DUMP": "/dev/null", "EJABBERD_CONFIG_PATH": folder.file("ejabberd.yml"),
        "EJABBERD_LOG_PATH": folder.file("ejabberd.log"),
        "EJABBERD_PID_PATH": folder.file("ejabberd.pid"),
      ])
  }
}
