package import XMPP

/// What the log of moderation keeps of an act: who did what to what, for the owners of the node and the administrators.
package struct ModerationAct: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Another's item was retracted, or replaced.
    case retract, replace
    case hide, show
    /// Somebody was made an outcast, or is one no more.
    case ban, unban
    /// Somebody is something else to a node than before, apart from these two.
    case affiliate
    /// An owner ended a subscription of somebody else's.
    case expel
    /// Who may read or publish was changed, or anything at all by an administrator who does not own the node.
    case configure
    /// All that somebody had published.
    case removeAll = "remove-all"
    /// Reports of an item were found to be of no account.
    case dismiss
    /// A node, by an administrator who does not own it.
    case delete
    case purge
  }

  package var kind: Kind
  package var node: NodeID
  package var actor: BareJID
  package var item: ItemID?
  /// Whom it was done to.
  package var subject: BareJID?
  /// What else there is to say.
  package var detail: String?

  package init(
    _ kind: Kind, _ node: NodeID, by actor: BareJID, item: ItemID? = nil,
    subject: BareJID? = nil, detail: String? = nil
  ) {
    self.kind = kind
    self.node = node
    self.actor = actor
    self.item = item
    self.subject = subject
    self.detail = detail
  }
}

extension ModerationAct {
  /// One line for people. What others have named comes last, so that no name passes for anything else.
  package func line(at time: Timestamp) -> String {
    var line = "\(time.text) \(actor) \(kind.rawValue)"
    if let subject { line += " of=\(subject)" }
    if let detail { line += " (\(detail))" }
    line += " node=\(node.name.onOneLine)"
    if let item { line += " item=\(item.name.onOneLine)" }
    return line
  }
}

extension String {
  /// With spaces in place of line breaks and other control characters.
  package var onOneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }
}

/// How long, and how many, acts are kept.
package enum AuditLimits {
  /// Of one node; the oldest go first.
  package static let perNode = 2000
  /// Of all nodes together.
  package static let all = 200_000
  /// In milliseconds.
  package static let age: Int64 = 2 * 365 * 86_400_000
  /// How many of them one answer shows.
  package static let perPage = 50
}

extension Decision {
  /// Has the log keep an act; visitors without a name cannot do any.
  mutating func keep(
    _ kind: ModerationAct.Kind, _ node: NodeID, by actor: Actor, item: ItemID? = nil,
    subject: BareJID? = nil, detail: String? = nil
  ) {
    guard let jid = actor.jid else { return }
    acts.append(
      ModerationAct(kind, node, by: jid, item: item, subject: subject, detail: detail))
  }
}
