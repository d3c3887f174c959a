import Foundation
import TestSupport

/// A real proxy before Martlet, with the file of `conf`, but for addresses, certificates and the cache's folder.
struct Proxy: Sendable {
  let program: Program
  let port: Int
  private let folder: TemporaryFolder

  func get(_ path: String, _ headers: [String] = []) async throws -> Reply {
    try await TestSupport.get(path, port: port, headers: headers)
  }

  // MARK: nginx

  /// Each request that it has answered: its path, language, and whether the cache had it.
  var answered: [String] { folder.read("access.log").split(separator: "\n").map(String.init) }

  static func nginx(_ site: FilledSite) async throws -> Proxy {
    let folder = site.world.folder
    let port = try Port.free(1)[0]
    var server = try configuration("nginx.conf")
    // The one that leads from http to https is left out.
    let plain = try range(of: "server {\n    listen 80;", to: "\n}\n", in: server)
    server.removeSubrange(plain)
    for (line, other) in [
      ("listen 443 ssl http2;", "listen 127.0.0.1:\(port);"), ("listen [::]:443 ssl http2;", ""),
      ("server 127.0.0.1:8080;", "server 127.0.0.1:\(site.world.webPort);"),
      ("/var/lib/nginx/martlet", folder.file("nginx-cache")),
      ("ssl_certificate /etc/letsencrypt/live/social.example.org/fullchain.pem;", ""),
      ("ssl_certificate_key /etc/letsencrypt/live/social.example.org/privkey.pem;", ""),
    ] { try replace(line, other, in: &server) }
    try folder.write("martlet.conf", server)
    try folder.write(
      "nginx.conf",
      """
      \(getuid() == 0 ? "user root;" : "")
      pid \(folder.file("nginx.pid"));
      error_log \(folder.file("nginx.log"));
      daemon off;
      events {}
      http {
        log_format told "$request_uri $martlet_language $upstream_cache_status";
        access_log \(folder.file("access.log")) told;
        \(scratch(folder, "nginx"))
        include \(folder.file("martlet.conf"));
      }
      """)
    return try await started(
      site, Installed.nginx, ["-c", folder.file("nginx.conf"), "-e", folder.file("nginx.log")], port
    )
  }

  /// nginx that sends files.
  static func files(_ site: FilledSite, _ files: [String: [UInt8]]) async throws -> Proxy {
    let folder = site.world.folder
    let port = try Port.free(1)[0]
    let root = folder.file("files")
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    for (name, bytes) in files {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(name)"))
    }
    try folder.write(
      "files.conf",
      """
      \(getuid() == 0 ? "user root;" : "")
      worker_processes auto;
      pid \(folder.file("files.pid"));
      error_log \(folder.file("files.log"));
      daemon off;
      events {}
      http {
        access_log off;
        sendfile on;
        tcp_nopush on;
        keepalive_requests 100000000;
        open_file_cache max=16;
        default_type "text/html; charset=utf-8";
        \(scratch(folder, "files"))
        server { listen 127.0.0.1:\(port) backlog=1024; root \(root); }
      }
      """)
    return try await started(
      site, Installed.nginx, ["-c", folder.file("files.conf"), "-e", folder.file("files.log")], port
    )
  }

  /// Where nginx would put what does not fit into memory.
  private static func scratch(_ folder: TemporaryFolder, _ name: String) -> String {
    ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(folder.file("\(name)-\($0)"));" }.joined(separator: " ")
  }

  // MARK: Caddy

  static func caddy(_ site: FilledSite) async throws -> Proxy {
    let folder = site.world.folder
    let port = try Port.free(1)[0]
    var file = try configuration("Caddyfile")
    try replace("social.example.org {", "http://127.0.0.1:\(port) {", in: &file)
    try replace("127.0.0.1:8080", "127.0.0.1:\(site.world.webPort)", in: &file)
    try folder.write("Caddyfile", "{\n\tadmin off\n\tauto_https off\n}\n" + file)
    return try await started(
      site, Installed.caddy,
      ["run", "--adapter", "caddyfile", "--config", folder.file("Caddyfile")], port)
  }

  // MARK: -

  private static func started(
    _ site: FilledSite, _ path: String?, _ arguments: [String], _ port: Int
  ) async throws -> Proxy {
    let folder = site.world.folder
    let homes = ["XDG_DATA_HOME": folder.path, "XDG_CONFIG_HOME": folder.path]
    let program = try Program(
      path ?? "proxy", arguments, in: folder, name: "proxy", environment: homes)
    await site.world.cast.add(program)
    try await eventually("the proxy listens") {
      guard program.isRunning else {
        throw WaitFailure("the proxy has ended: \(program.words) \(folder.read("nginx.log"))")
      }
      return Port.isOpen(port)
    }
    return Proxy(program: program, port: port, folder: folder)
  }

  private static func configuration(_ name: String) throws -> String {
    try String(
      contentsOfFile: Installed.build + "/../conf/\(name)", encoding: .utf8)
  }

  /// What is not there has been changed, and this has to be, too.
  private static func replace(_ text: String, _ other: String, in file: inout String) throws {
    guard file.contains(text) else { throw WaitFailure("\(text) is not in the configuration") }
    file = file.replacing(text, with: other)
  }

  private static func range(
    of start: String, to end: String, in file: String
  ) throws -> Range<String.Index> {
    guard let first = file.range(of: start),
      let last = file.range(of: end, range: first.upperBound..<file.endIndex)
    else { throw WaitFailure("\(start) is not in the configuration") }
    return first.lowerBound..<last.upperBound
  }
}
