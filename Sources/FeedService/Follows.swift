import PubSub
import Social
import Store
import XMPP

/// How what somebody follows goes; administrators see all that is followed. The place where the next page begins is in the
/// name of the session: a table of results has no room for it.
extension Context {
  private static let linesPerPage = 100

  func follows(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    let jid = try follower(iq)
    // Whoever has seen enough of the pages says so.
    if command.action == .complete { return .answer(answer(command, .completed).element) }
    let cipher = cipher.list(.follows, of: service.number)
    let place = command.action == .next ? command.sessionID?.split(separator: ".").last : nil
    let known = known
    let after = try place.map { (uid) throws(StanzaError) in try cipher.place(uid) }
    return .read { snapshot in
      let (lines, next) = try lines(for: jid, after: after, snapshot, known)
      guard !lines.isEmpty else {
        return Reply(answer(command, .completed, note: "You follow nothing elsewhere.").element)
      }
      var answer = answer(command, next == nil ? .completed : .executing)
      answer.form = FollowForm.followsTable(lines)
      if let next {
        answer.sessionID = "\(Context.newName()).\(cipher.name(next))"
        answer.actions = Command.Actions([.next, .complete], default: .next)
      }
      return Reply(answer.element)
    }
  }

  /// - Returns: a page of lines, and where the next one begins.
  private func lines(
    for jid: BareJID, after number: Int64?, _ snapshot: Snapshot, _ known: Acquaintances
  ) throws -> ([FollowForm.Line], next: Int64?) {
    let limit = Self.linesPerPage
    guard policy.isAdmin(jid) else {
      let found = try snapshot.followed(by: jid, after: number ?? 0, limit: limit)
      let shown = try snapshot.shown(
        found.compactMap(\.source), to: .account(jid, on: service, known))
      let lines = found.map { line($0, isShown: $0.source.map { shown.contains($0.number) }) }
      return (lines, found.count == limit ? found.last?.number : nil)
    }
    let services = number == nil ? try snapshot.serviceFollows.prefix(limit) : []
    let place = FollowsPlace(uid: number ?? 0)
    let sources =
      place.isBegun ? try snapshot.askedSources(after: place.number, limit: limit) : []
    let lines =
      services.map(FollowForm.Line.init) + sources.map { FollowForm.Line($0, self.jid) }
    if sources.count == limit, let last = sources.last {
      return (lines, FollowsPlace(isBegun: true, last.number).uid)
    }
    let others = try snapshot.unbegun(
      after: place.isBegun ? 0 : place.number, limit: limit - sources.count)
    let isCut = sources.count + others.count == limit
    return (
      lines + others.map { line($0) },
      isCut ? others.last.map { FollowsPlace(isBegun: false, $0.number).uid } : nil
    )
  }

  /// - Parameter isShown: whether its posts are found by whoever asks.
  private func line(_ followed: Followed, isShown: Bool? = nil) -> FollowForm.Line {
    if let source = followed.source {
      return isShown == false ? FollowForm.Line(hidden: source, jid) : FollowForm.Line(source, jid)
    }
    var line = FollowForm.Line(
      FollowAddress(service: followed.service, node: followed.node), state: followed.state)
    line.remedy = followed.advice(.now, jid, policy.blockedDomains)
    return line
  }
}

/// Where a page of an administrator's list begins: what is followed comes first, then what was asked for and not begun.
private struct FollowsPlace {
  let isBegun: Bool
  let number: Int64

  init(isBegun: Bool, _ number: Int64) { (self.isBegun, self.number) = (isBegun, number) }

  init(uid: Int64) { self.init(isBegun: uid & 1 == 0, uid >> 1) }

  var uid: Int64 { number << 1 | (isBegun ? 0 : 1) }
}

extension FollowForm.Line {
  fileprivate init(_ source: Source, _ us: BareJID) {
    self.init(FollowAddress(service: source.service, node: source.node), state: source.state)
    (way, items) = (source.way?.rawValue, source.progress)
    (heard, compared, remedy) = (source.heard, source.compared, source.advice(.now, us))
  }

  fileprivate init(hidden source: Source, _ us: BareJID) {
    let words = source.wordsForOthers(.now, us)
    self.init(FollowAddress(service: source.service, node: source.node), state: words.state)
    remedy = words.advice
  }

  fileprivate init(_ follow: ServiceFollow) {
    self.init(FollowAddress(service: follow.service), state: follow.state)
    (way, items, compared, remedy) = ("list", follow.progress, follow.listed, follow.advice(.now))
  }
}
