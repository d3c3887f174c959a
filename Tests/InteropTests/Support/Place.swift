/// A node of a pubsub service, or of an account's PEP, as a client's commands name it.
struct Place: Sendable {
  let service: String
  let node: String

  init(_ service: String, _ node: String) { (self.service, self.node) = (service, node) }

  /// The arguments of a command, with more of them.
  func with(_ more: [String: any Sendable] = [:]) -> [String: any Sendable] {
    more.merging(["to": service, "node": node]) { $1 }
  }
}
