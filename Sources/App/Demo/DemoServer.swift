import Glibc

/// The demo's Prosody: accounts, the component's port, and the pictures over HTTP. All on loopback,
/// all in the demo's folder; an installed and running Prosody has nothing to do with it.
struct DemoServer: Sendable {
  private let folder: DemoFolder
  private let settings: DemoSettings
  private let process: ChildProcess

  private static let patience: Duration = .seconds(10)
  /// The words of Prosody's log that are shown when it fails.
  private static let logLines = 12

  /// Writes all that Prosody needs and starts it.
  init(_ folder: DemoFolder, _ settings: DemoSettings) throws(Failure) {
    let program = try Self.program()
    self.folder = folder
    self.settings = settings
    try folder.makeFolder("plugins")
    try folder.write("plugins/mod_martlet_demo.lua", Self.leash)
    try Self.makeCertificate(folder)
    try Self.makeAccounts(folder, settings)
    try folder.write("prosody.cfg.lua", Self.configuration(folder, settings))
    try folder.write("prosody.log", "")
    process = try ChildProcess(
      program, ["-F", "--config", folder.file("prosody.cfg.lua")],
      output: folder.file("prosody.out"))
  }

  /// Waits until clients, components and browsers can connect.
  func untilReady() async throws {
    let ports = settings.ports
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await watch() }
      group.addTask {
        for port in [ports.xmpp, ports.component, ports.pictures] {
          try await LoopbackPort(port).untilOpen(within: Self.patience, "Prosody")
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  /// Returns only by throwing: cancelled, or Prosody has ended.
  func watch() async throws {
    while process.isRunning { try await Task.sleep(for: .milliseconds(100)) }
    throw Failure(.unavailable, "Prosody has ended. \(lastWords)")
  }

  func stop() async { await process.stop(patience: .seconds(5)) }

  /// The end of the log; what it printed, if it did not come so far as to have one.
  private var lastWords: String {
    let lines = ["prosody.log", "prosody.out"].lazy
      .compactMap { try? TextFile.read(folder.file($0), limit: 1_048_576).content }
      .map { $0.split(separator: "\n").suffix(Self.logLines) }
      .first { !$0.isEmpty }
    guard let lines else { return "" }
    return "Its last words:\n\(lines.joined(separator: "\n").indented)"
  }

  // MARK: Making it

  /// Where Prosody is; /usr/sbin is not in everybody's PATH.
  private static func program() throws(Failure) -> String {
    let path = Environment.all["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/sbin"]
    guard let folder = folders.first(where: { access("\($0)/prosody", X_OK) == 0 }) else {
      throw Failure(
        .unavailable,
        """
        Prosody is not installed; the demo needs it, running or not.
          Debian, Ubuntu:  sudo apt install prosody
          Fedora:          sudo dnf install prosody
        """)
    }
    return "\(folder)/prosody"
  }

  /// For clients that want TLS; without the `openssl` program there is none.
  private static func makeCertificate(_ folder: DemoFolder) throws(Failure) {
    let (key, certificate) = (folder.file("localhost.key"), folder.file("localhost.crt"))
    guard access(certificate, F_OK) != 0 else { return }
    let names = "subjectAltName=DNS:\(Demo.domain)"
    let child: ChildProcess
    do throws(Failure) {
      child = try ChildProcess(
        "openssl",
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
          "-keyout", key, "-out", certificate, "-days", "365", "-subj", "/CN=\(Demo.domain)",
          "-addext", names,
        ], output: folder.file("openssl.out"))
    } catch {
      return
    }
    for _ in 0..<1_000 where child.isRunning { usleep(5_000) }
  }

  /// Accounts as Prosody's `internal` storage has them, for then no password passes through a
  /// command line that everybody can see.
  private static func makeAccounts(
    _ folder: DemoFolder, _ settings: DemoSettings
  ) throws(Failure) {
    for name in ["data", "data/\(Demo.domain)", "data/\(Demo.domain)/accounts"] {
      try folder.makeFolder(name)
    }
    let cast = DemoPerson.all.map { ($0.name, settings.castPassword) }
    for (name, password) in cast + [(Demo.visitor, settings.visitorPassword)] {
      try folder.write(
        "data/\(Demo.domain)/accounts/\(name).dat",
        "return {\n\t[\"password\"] = \(lua(password));\n};\n")
    }
  }

  /// Ends Prosody when its stdin is closed: when the demo is gone, however it went.
  private static let leash = """
    module:set_global();
    require "net.server".watchfd(0, function (watch)
      watch:close();
      prosody.main_thread:run(function () prosody.shutdown("The demo has ended", 0); end);
    end);

    """

  private static func configuration(_ folder: DemoFolder, _ settings: DemoSettings) -> String {
    let ports = settings.ports
    return """
      -- Written by `martlet demo` at each start. Loopback only, no federation.
      run_as_root = true  -- where it is root who tries the demo
      pidfile = \(lua(folder.file("prosody.pid")))
      data_path = \(lua(folder.file("data")))
      plugin_paths = { \(lua(folder.file("plugins"))) }
      certificates = \(lua(folder.path))
      log = { { levels = { min = "info" }, to = "file", filename = \(lua(folder.file("prosody.log"))) } }

      modules_enabled = {
        "roster", "saslauth", "tls", "disco", "ping", "time", "version", "uptime", "carbons",
        "blocklist", "vcard4", "vcard_legacy", "pep", "offline", "smacks", "http_files",
        "martlet_demo",
      }
      modules_disabled = { "s2s" }
      authentication = "internal_plain"
      storage = "internal"

      c2s_interfaces = { "127.0.0.1" }
      c2s_ports = { \(ports.xmpp) }
      c2s_direct_tls_ports = {}
      c2s_require_encryption = false  -- clients that want TLS can have it
      allow_unencrypted_plain_auth = true
      component_interfaces = { "127.0.0.1" }
      component_ports = { \(ports.component) }

      http_interfaces = { "127.0.0.1" }
      http_ports = { \(ports.pictures) }
      https_ports = {}
      http_paths = { files = "/" }
      http_files_dir = \(lua(folder.file(PictureFiles.folder)))
      http_default_host = "\(Demo.domain)"

      VirtualHost "\(Demo.domain)"

      Component "\(Demo.component)"
        component_secret = \(lua(settings.componentSecret))
        modules_disabled = { "http_files" }

      """
  }

  /// A Lua string.
  private static func lua(_ text: String) -> String {
    let inside = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\"\(inside)\""
  }
}
