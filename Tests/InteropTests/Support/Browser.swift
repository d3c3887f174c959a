import Foundation
import TestSupport

/// Headless Chromium with no way out to any host, and no content policy: pages are loaded from files,
/// without the headers that they were served with.
struct Browser: Sendable {
  let folder: TemporaryFolder

  /// What became of one page.
  struct Finding: Decodable, Sendable {
    var page: String
    /// Whether a script of the page's own ran.
    var pwned: Bool
    /// Markup that would run a script if something were touched: handlers, addresses with code.
    var live: [String]
  }

  /// In each page, after its own content: waits for what loads late, touches what has a handler, and
  /// tells the page around it.
  private static let probe = """
    <script data-probe>addEventListener("load", () => setTimeout(() => {
      const live = [];
      for (const element of document.querySelectorAll("*")) {
        if (element.dataset && element.dataset.probe !== undefined) continue;
        // Data for programs, which no browser runs.
        if (element.localName === "script" && element.type === "application/ld+json") continue;
        if (/^(script|iframe|object|embed|base|style)$/i.test(element.localName))
          live.push("<" + element.localName + ">");
        for (const {name, value} of element.attributes) {
          if (/^on/i.test(name)) live.push(name);
          if (/^(href|src|action|formaction|data|xlink:href|srcdoc|background|poster)$/i.test(name)
            && /^(javascript|vbscript|data):/i.test(value.replace(/[\\u0000-\\u0020]/g, "")))
            live.push(name + "=" + value);
        }
        for (const kind of ["load", "error", "focus", "mouseover", "toggle", "animationend"])
          element.dispatchEvent(new Event(kind));
      }
      parent.postMessage(
        {page: location.pathname.split("/").pop(), pwned: window.pwned !== undefined, live}, "*");
    }, 200));</script>
    """

  private static let runner = """
    <!DOCTYPE html><meta charset="utf-8"><pre id="report"></pre><script>
      const findings = [];
      addEventListener("message", event => {
        findings.push(event.data);
        document.getElementById("report").textContent = "BEGIN" + JSON.stringify(findings) + "END";
      });
    </script>
    """

  /// Loads all pages, each in a frame of its own.
  func load(_ pages: [(name: String, html: String)]) async throws -> [Finding] {
    var findings: [Finding] = []
    for start in stride(from: 0, to: pages.count, by: 60) {
      findings += try await loadTogether(Array(pages[start..<min(start + 60, pages.count)]))
    }
    return findings
  }

  private func loadTogether(_ pages: [(name: String, html: String)]) async throws -> [Finding] {
    var frames = ""
    for (name, html) in pages {
      try folder.write("pages/\(name).html", html + Self.probe)
      frames += "<iframe src=\"\(name).html\"></iframe>\n"
    }
    try folder.write("pages/all.html", Self.runner + frames)
    let (status, words) = try await Program.run(
      Installed.chromium ?? "chromium-headless-shell",
      [
        "--no-sandbox", "--disable-gpu", "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--user-data-dir=\(folder.file("profile"))", "--virtual-time-budget=20000", "--dump-dom",
        "file://\(folder.file("pages/all.html"))",
      ], in: folder, within: .seconds(90))
    guard status == 0, let begin = words.range(of: "\"report\">BEGIN"),
      let end = words.range(of: "END</pre>")
    else { throw WaitFailure("Chromium: \(status) \(words.suffix(2_000))") }
    let json = words[begin.upperBound..<end.lowerBound]
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&nbsp;", with: "\u{A0}")
      .replacing("&amp;", with: "&")
    return try JSONDecoder().decode([Finding].self, from: Data(json.utf8))
  }
}
