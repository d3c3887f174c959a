import Foundation
import TestSupport
import Testing

/// The codes on pages, as somebody else's reader sees them.
@Suite("QR codes", .needsProsody, .timeLimit(.minutes(3)))
struct QRCodeTests {
  @Test("A code leads where the page's links lead", .needsCodeReader)
  func codesAreRead() async throws {
    try await FilledSite.empty { site in
      try await site.found("verona/ü", "Fair Verona", nil, "en")
      let post = SamplePost(
        item: "rose", title: "Roses", body: .text("Red."), published: "2026-03-02T08:00:00Z")
      try await site.publish([post], "verona/ü")
      let (service, node) = (site.romeo.component, "node=verona%2F%C3%BC")
      for (page, address) in [
        ("/c/verona%2F%C3%BC", "xmpp:\(service)?pubsub;action=subscribe;\(node)"),
        ("/p/verona%2F%C3%BC/rose", "xmpp:\(service)?;\(node);item=rose"),
      ] {
        let text = try await site.martlet.get(page).text
        let code = try #require(text.firstMatch(of: /<svg role="img"([^\n]*<\/svg>)/), "\(page)")
        let read = try await read(
          "<svg xmlns=\"http://www.w3.org/2000/svg\"\(code.1)", in: site.world.folder)
        #expect(read.contains(address), "\(page): \(read)")
        #expect(text.contains("href=\"\(address)\""))
      }
    }
  }

  /// What the codes of a picture say.
  private func read(_ svg: String, in folder: TemporaryFolder) async throws -> [String] {
    let (drawing, picture) = ("code-\(UUID().uuidString).svg", folder.file("code.png"))
    try folder.write(drawing, svg)
    let converter = try #require(Installed.converter)
    let drawn = try await Program.run(
      converter, ["-w", "400", "-b", "white", "-o", picture, folder.file(drawing)], in: folder,
      within: .seconds(30))
    guard drawn.status == 0 else { throw WaitFailure("not drawn: \(drawn)") }
    let reader = try #require(Installed.codeReader)
    let words = try await Program.run(
      reader, ["-q", "--raw", picture], in: folder, within: .seconds(30)
    ).1
    return words.split(separator: "\n").map(String.init)
  }
}
