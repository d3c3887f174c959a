/// Where a server is at home, who has an account there, and the other server that it talks to.
struct Home: Sendable {
  var domain = "localhost"
  var people = ["romeo", "juliet"]
  /// Without it the server talks to no other.
  var s2s: S2S?

  /// Two servers on one machine: no DNS knows them, so each is told where the other listens.
  struct S2S: Sendable {
    let port: Int
    let neighbour: String
    let neighbourPort: Int
  }

  /// Martlet's.
  var component: String { Self.component(of: domain) }

  /// Of people who are only there to be told; a component too, which attaches where a test wants it.
  var audience: String { "audience.\(domain)" }

  var components: [String] { [component, audience] }

  /// The server's own service.
  var pubsub: String { Self.pubsub(of: domain) }

  static func component(of domain: String) -> String { "social.\(domain)" }
  static func pubsub(of domain: String) -> String { "pubsub.\(domain)" }

  func account(_ name: String) -> String { "\(name)@\(domain)" }
}
