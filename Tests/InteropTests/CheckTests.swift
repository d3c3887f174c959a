import Foundation
import TestSupport
import Testing

/// `martlet check` against a real Prosody: its verdicts, and that its remedies mend.
@Suite("martlet check", .needsProsody, .timeLimit(.minutes(1)))
struct CheckTests {
  private typealias OnProsody = World<ProsodyServer>

  private func check(
    _ world: OnProsody, jid: String = "social.localhost", secret: String = ServerPorts.secret
  ) async throws -> (status: Int32, words: String) {
    let path = try MartletProcess.configure(
      in: world.folder, componentPort: world.ports.component, webPort: world.webPort,
      secret: secret, jid: jid)
    return try await world.run(try MartletProcess.path, ["check", "--config", path])
  }

  @Test func allIsWell() async throws {
    try await OnProsody.with { world in
      try await world.server()
      let (status, words) = try await check(world)
      #expect(status == 0 && words.contains("All is well."), "\(words)")
    }
  }

  @Test func aWrongSecret() async throws {
    try await OnProsody.with { world in
      try await world.server()
      let (status, words) = try await check(world, secret: "not the secret")
      #expect(status == 78, "\(words)")
      #expect(words.contains("secret") && words.contains("Component \"social.localhost\""))
      #expect(!words.contains("not the secret") && !words.contains(ServerPorts.secret))
    }
  }

  @Test func anUnknownHostAndTheLinesThatMendIt() async throws {
    try await OnProsody.with { world in
      let server = try await world.server()
      let (status, words) = try await check(world, jid: "other.localhost")
      #expect(status == 78, "\(words)")
      await server.stop()

      // What an admin would do: copy the lines to the end of the file, put the secret in.
      let lines = words.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let start = try #require(lines.firstIndex(of: "Component \"other.localhost\""))
      let setting = try #require(lines[start...].dropFirst().first)
      let name = try #require(setting.split(separator: " ").first)
      try world.folder.write(
        ProsodyServer.more, "\(lines[start])\n  \(name) = \"\(ServerPorts.secret)\"\n")
      try await world.server()
      #expect(try await check(world, jid: "other.localhost").status == 0)
    }
  }

  @Test func noServer() async throws {
    try await OnProsody.with { world in
      let (status, words) = try await check(world)
      #expect(status == 69, "\(words)")
      #expect(words.contains("component_ports = { \(world.ports.component) }"))
    }
  }
}
