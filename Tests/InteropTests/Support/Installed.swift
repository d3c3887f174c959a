import Foundation
import TestSupport
import Testing

/// What has to be installed for these tests. Where something is not, the tests that need it are
/// skipped, unless `CI=true`: there that is a failure.
enum Installed {
  static let prosody = path("prosody")
  static let erlang = path("erl")
  /// Debian's ejabberd, found by its libraries.
  static let hasEjabberd = ejabberd != nil && erlang != nil
  static let ejabberd = FileManager.default.glob("/usr/lib/*/ejabberd-*/ebin/ejabberd.beam")
  static let chromium = path("chromium-headless-shell")
  /// Debian's own, for its slixmpp and feedparser.
  static let python = "/usr/bin/python3"
  static let hasPython = imports("slixmpp, feedparser")

  static let tidy = path("tidy")
  static let jing = path("jing")
  static let nginx = path("nginx")
  static let caddy = path("caddy")
  /// Of drawings to pictures, and of codes in these.
  static let converter = path("rsvg-convert")
  static let codeReader = path("zbarimg")
  /// Feed readers, each with the program that fetches.
  static let readers = ["newsboat", "sfeed_update", "r2e"].compactMap(path)
  static let hasReaders = readers.count == 3
  static let hasHTML5Parser = imports("html5lib")
  static let hasMicroformats = imports("mf2py, extruct")
  /// Of the repository: its `.build`.
  static let build = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../.build").standardizedFileURL.path
  /// axe-core, out of a package of PyPI.
  static let axe = FileManager.default.glob(
    "\(build)/examiner/lib/python3*/site-packages/axe_playwright_python/axe.min.js")

  static let hasPrivileges = FileManager.default.fileExists(
    atPath: "/usr/lib/prosody/modules/mod_privilege")
  static let hasProsody = prosody != nil && hasPython
  static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

  private static func path(_ name: String) -> String? {
    let variable = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = variable.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/sbin"]
    return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
  }

  private static func imports(_ modules: String) -> Bool {
    succeeds([python, "-c", "import \(modules)"])
  }
}

extension FileManager {
  /// The first path that fits a pattern whose folders may hold one `*` each.
  fileprivate func glob(_ pattern: String) -> String? {
    pattern.split(separator: "/").reduce([""]) { found, part in
      found.flatMap { folder -> [String] in
        let sides = part.split(separator: "*", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return ["\(folder)/\(part)"] }
        return ((try? contentsOfDirectory(atPath: folder)) ?? []).sorted()
          .filter { $0.hasPrefix(sides[0]) && $0.hasSuffix(sides[1]) }
          .map { "\(folder)/\($0)" }
      }
    }.first(where: fileExists)
  }
}

extension Trait where Self == ConditionTrait {
  static var needsProsody: Self {
    .enabled(
      if: Installed.hasProsody,
      "needs: apt install prosody python3-slixmpp python3-feedparser")
  }

  static var needsProsodyModules: Self {
    .enabled(
      if: Installed.hasProsody && Installed.hasPrivileges,
      "needs: apt install prosody prosody-modules python3-slixmpp python3-feedparser")
  }

  static var needsEjabberd: Self {
    .enabled(
      if: Installed.hasEjabberd && Installed.hasPython,
      "needs: apt install ejabberd python3-slixmpp python3-feedparser")
  }

  static var needsPython: Self {
    .enabled(if: Installed.hasPython, "needs: apt install python3-slixmpp python3-feedparser")
  }

  static var needsChromium: Self {
    .enabled(if: Installed.chromium != nil, "needs: apt install chromium-headless-shell")
  }

  /// With axe-core, to examine pages.
  static var needsBrowser: Self {
    .enabled(
      if: Installed.chromium != nil && Installed.axe != nil,
      "needs: apt install chromium-headless-shell, and axe-core as the README's test command installs it"
    )
  }

  static var needsTidy: Self {
    .enabled(
      if: Installed.tidy != nil && Installed.hasHTML5Parser,
      "needs: apt install tidy python3-html5lib")
  }

  static var needsJing: Self {
    .enabled(if: Installed.jing != nil, "needs: apt install jing")
  }

  static var needsNginx: Self {
    .enabled(if: Installed.nginx != nil, "needs: apt install nginx-light")
  }

  static var needsCaddy: Self {
    .enabled(if: Installed.caddy != nil, "needs: apt install caddy")
  }

  static var needsCodeReader: Self {
    .enabled(
      if: Installed.converter != nil && Installed.codeReader != nil,
      "needs: apt install librsvg2-bin zbar-tools")
  }

  static var needsReaders: Self {
    .enabled(
      if: Installed.hasReaders && Installed.hasPython,
      "needs: apt install newsboat sfeed rss2email python3-feedparser")
  }

  static var needsMicroformats: Self {
    .enabled(
      if: Installed.hasMicroformats, "needs: apt install python3-mf2py python3-extruct")
  }
}

@Suite struct InstallationTests {
  @Test("In CI nothing is skipped", .enabled(if: Installed.isCI, "only in CI"))
  func everythingIsThere() {
    #expect(Installed.prosody != nil, "apt install prosody")
    #expect(Installed.hasPrivileges, "apt install prosody-modules")
    #expect(Installed.hasEjabberd, "apt install ejabberd")
    #expect(Installed.hasPython, "apt install python3-slixmpp python3-feedparser")
    #expect(Installed.chromium != nil, "apt install chromium-headless-shell")
    #expect(Installed.axe != nil, "axe-core, as the README's test command installs it")
    #expect(Installed.tidy != nil, "apt install tidy")
    #expect(Installed.hasHTML5Parser, "apt install python3-html5lib")
    #expect(Installed.jing != nil, "apt install jing")
    #expect(Installed.nginx != nil, "apt install nginx-light")
    #expect(Installed.caddy != nil, "apt install caddy")
    #expect(Installed.converter != nil, "apt install librsvg2-bin")
    #expect(Installed.codeReader != nil, "apt install zbar-tools")
    #expect(Installed.hasReaders, "apt install newsboat sfeed rss2email")
    #expect(Installed.hasMicroformats, "apt install python3-mf2py python3-extruct")
  }
}
