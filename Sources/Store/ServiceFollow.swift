package import XMPP

/// A service whose open nodes are followed, all of them, and how listing them goes.
package struct ServiceFollow: Hashable, Sendable {
  package let service: BareJID
  /// Who has asked for it: the configuration or an administrator, or both.
  package let origins: [Follow.Origin]
  /// When its nodes are listed next, and when they were last.
  package var due: Timestamp
  package var listed: Timestamp?
  /// How often listing them failed in a row, and why the last time.
  package var failures: Int
  package var problem: Source.Problem?
  /// How many nodes are followed for its sake.
  package let nodes: Int
}
