import PubSub
import Social
import Store
import XMPP

/// How following a node, or a whole service, goes: a line for people, and below it what there is to say.
struct SourceLine {
  static let heading = row(["STATE", "WAY", "ITEMS", "HEARD", "COMPARED", "ADDRESS"])

  let text: String

  /// - Parameter us: what others know us by.
  init(source: Source, now: Timestamp, us: BareJID? = nil) {
    let columns = [
      source.state, source.way?.rawValue ?? "-", source.progress, source.heard?.ago(now) ?? "-",
      source.compared?.ago(now) ?? "-",
      "\(FollowAddress(service: source.service, node: source.node))",
    ]
    text = Self.lines(columns, [source.advice(now, us), source.audit?.words(now)])
  }

  /// - Parameter blocked: domains of which the administrators want nothing.
  init(unbegun followed: Followed, now: Timestamp, blocked: BlockedDomains) {
    let columns = [
      followed.state, "-", "-", "-", "-",
      "\(FollowAddress(service: followed.service, node: followed.node))",
    ]
    text = Self.lines(columns, [followed.advice(now, nil, blocked)])
  }

  init(service follow: ServiceFollow, now: Timestamp) {
    let columns = [
      follow.state, "list", follow.progress, "-", follow.listed?.ago(now) ?? "-",
      "\(FollowAddress(service: follow.service))",
    ]
    text = Self.lines(columns, [follow.advice(now)])
  }

  private static func lines(_ columns: [String], _ notes: [String?]) -> String {
    ([row(columns)] + notes.compactMap(\.self).map { "            " + $0 })
      .joined(separator: "\n")
  }

  private static func row(_ columns: [String]) -> String {
    let widths = [11, 13, 13, 11, 11]
    return zip(columns, widths + [0]).map { column, width in
      column + String(repeating: " ", count: max(0, width - column.count))
    }.joined(separator: " ")
  }
}
