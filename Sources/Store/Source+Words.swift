package import PubSub
package import XMPP

// How following goes, in words for people: the same on a terminal and in a client.

extension Source {
  /// In one word, or as many as it takes.
  package var state: String { problem == nil ? stage.rawValue : "failing" }

  /// How many items are here, and of how many.
  package var progress: String { expected.map { "\(items)/\($0)" } ?? "\(items)" }

  /// What is wrong, and what mends it.
  ///
  /// - Parameter us: what others know us by.
  package func advice(_ now: Timestamp, _ us: BareJID?) -> String? {
    if let problem {
      let remedy =
        problem == .unseen
        ? "Ask \(service) to let \(us.map(\.description) ?? "our address") see their presence."
        : problem.remedy
      return stage == .ended
        ? "\(problem.words) \(remedy)" : problem.advice(failures, due, now, remedy)
    }
    guard !isOpen, stage == .following else {
      return note.map { words($0, now) } ?? wordsOfStrays(now)
    }
    if isForContacts { return "Found by those alone who see the presence of \(service)." }
    return "Nobody sees it here: its service does not say that everybody may read it."
  }

  /// What those are told who may not find its posts: nothing of what is there, nor whether anything is.
  package func wordsForOthers(_ now: Timestamp, _ us: BareJID?) -> (
    state: String, advice: String?
  ) {
    switch problem {
    case nil where stage == .new: (state, nil)
    case .unreachable, .noAnswer, .unseen, .busy, .tooLarge, .cutOff, .unusable:
      (state, advice(now, us))
    case .notFound, .closed, .gone, .refused, nil:
      ("not found", "There is no such node, or its posts are not for you.")
    }
  }
}

extension Source {
  private func words(_ note: Note, _ now: Timestamp) -> String {
    let seen = noted.map { " (\($0.ago(now)))" } ?? ""
    return switch note {
    case .largeItem:
      "Some items are larger than what is read at once: nothing of them is here but their ids\(seen)."
    case .longList:
      "It lists more items at once than are read: of those of before, the newest alone are here\(seen)."
    case .endless:
      "The list of its items does not end, or makes no sense: what it lists is here\(seen)."
    case .flood: "It told more than is read: it is compared instead\(seen)."
    case .flips: "Who may read it changes again and again\(seen)."
    }
  }

  /// Of the last day: servers go on telling for a while.
  private func wordsOfStrays(_ now: Timestamp) -> String? {
    guard let strayed, now.milliseconds - strayed.milliseconds < 86_400_000 else { return nil }
    let times = strays == 1 ? "once" : "\(strays) times"
    return
      "Its service has told \(times) of what is not followed there (\(strayed.ago(now))): that is not read."
  }
}

extension Followed {
  package var state: String { source?.state ?? "asked for" }

  /// What is wrong with it, or why it is not followed yet.
  ///
  /// - Parameter blocked: domains of which the administrators want nothing.
  package func advice(_ now: Timestamp, _ us: BareJID?, _ blocked: BlockedDomains) -> String? {
    if let source { return source.advice(now, us) }
    if blocked.hold(service.domain) { return "The administrators have blocked its domain." }
    return switch obstacle {
    case .optedOut: "Whoever it belongs to does not want it to be found here."
    case .ours: "It is a node of our own: it is here already."
    case nil: "It was not begun yet."
    }
  }
}

extension Source.Audit {
  package func words(_ now: Timestamp) -> String {
    "All compared \(at.ago(now)): \(missing) were missing, \(differing) had changed, "
      + "\(stale) were gone there."
  }
}

extension ServiceFollow {
  package var state: String { problem != nil ? "failing" : listed == nil ? "new" : "following" }

  package var progress: String { nodes == 1 ? "1 node" : "\(nodes) nodes" }

  package func advice(_ now: Timestamp) -> String? {
    problem.flatMap { $0.advice(failures, due, now, $0.remedy) }
  }
}

extension Source.Problem {
  fileprivate func advice(
    _ failures: Int, _ due: Timestamp, _ now: Timestamp, _ remedy: String
  ) -> String {
    let times = failures == 1 ? "once" : "\(failures) times"
    let wait = max(0, (due.milliseconds - now.milliseconds) / 1_000)
    return "\(words) Tried \(times); tried again in \(Timestamp.span(wait)). \(remedy)"
  }

  fileprivate var words: String {
    switch self {
    case .unreachable: "Nobody answers at that address."
    case .noAnswer: "It did not answer in time."
    case .notFound: "There is no such node."
    case .unseen:
      "It is for those who see its owner's presence, or closed; we have asked to see it."
    case .closed: "We may not read it."
    case .gone: "It is deleted."
    case .refused: "The service refuses."
    case .busy: "The service is busy."
    case .tooLarge: "What it says is more than is read."
    case .cutOff: "Our link to the server ended while it was asked."
    case .unusable: "Its answers make no sense."
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .unreachable: "Is the address right, and does our server reach that one (s2s)?"
    case .notFound, .gone: "If it is there again, to follow it once more begins anew."
    case .closed: "Its owner can open it to everybody."
    case .unseen, .noAnswer, .refused, .busy, .tooLarge, .cutOff, .unusable: ""
    }
  }
}

extension Timestamp {
  package func ago(_ now: Timestamp) -> String {
    Self.span(max(0, (now.milliseconds - milliseconds) / 1_000)) + " ago"
  }

  /// Seconds in the largest unit that fits.
  package static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) d"
    }
  }
}
