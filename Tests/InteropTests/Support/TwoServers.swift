import TestSupport

/// A Prosody and an ejabberd that talk to each other (s2s, dialback), each with accounts, PEP, a pubsub
/// service whose nodes its own people may create, and room for Martlet's component.
///
/// `two.prosody` and `two.ejabberd` are worlds: `person`, `martlet`, `home` for the addresses, and
/// `server()` to start one again that was stopped.
struct TwoServers: Sendable {
  let prosody: World<ProsodyServer>
  let ejabberd: World<EjabberdServer>

  /// As the body sees them, both run.
  struct Running: Sendable {
    let prosody: ProsodyServer
    let ejabberd: EjabberdServer
  }

  static func with(_ body: (TwoServers, Running) async throws -> Void) async throws {
    let two = try TwoServers()
    try await two.prosody.runs {
      try await two.ejabberd.runs {
        try await body(two, try await two.start())
      }
    }
  }

  private init() throws {
    let ports = try Port.free(2)
    let (verona, mantua) = ("verona.test", "mantua.test")
    prosody = try World(
      Home(
        domain: verona, people: ["romeo", "mercutio"],
        s2s: .init(port: ports[0], neighbour: mantua, neighbourPort: ports[1])))
    ejabberd = try World(
      Home(
        domain: mantua, people: ["juliet", "nurse"],
        s2s: .init(port: ports[1], neighbour: verona, neighbourPort: ports[0])))
  }

  private func start() async throws -> Running {
    async let first = prosody.server()
    async let second = ejabberd.server()
    return Running(prosody: try await first, ejabberd: try await second)
  }
}
