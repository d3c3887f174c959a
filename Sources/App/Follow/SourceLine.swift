import Social
import Store
import XMPP

/// How following a node goes, as a line for people.
struct SourceLine {
  let source: Source
  let now: Timestamp
  /// What others know us by.
  var us = "our address"

  static let heading = row("STATE", "WAY", "ITEMS", "HEARD", "COMPARED", "ADDRESS")

  var text: String {
    let line = Self.row(
      source.problem == nil ? source.stage.rawValue : "failing", source.way?.rawValue ?? "-",
      source.expected.map { "\(source.items)/\($0)" } ?? "\(source.items)",
      ago(source.heard), ago(source.compared),
      "\(FollowAddress(service: source.service, node: source.node))")
    return ([line] + notes.map { "            " + $0 }).joined(separator: "\n")
  }

  /// What is wrong, and what mends it; what a comparison has found.
  private var notes: [String] {
    var notes: [String] = []
    if source.problem == nil, source.isForContacts, source.stage == .following {
      notes.append("Found by those alone who see the presence of \(source.service).")
    } else if source.problem == nil, !source.isOpen, source.stage == .following {
      notes.append("Nobody sees it here: its service does not say that everybody may read it.")
    }
    if let problem = source.problem {
      notes.append("\(problem.words) \(source.stage == .ended ? remedy(problem) : retry(problem))")
    }
    if let audit = source.audit {
      notes.append(
        "All compared \(ago(audit.at)): \(audit.missing) were missing, \(audit.differing) had changed, "
          + "\(audit.stale) were gone there.")
    }
    return notes
  }

  private func remedy(_ problem: Source.Problem) -> String {
    guard problem == .unseen else { return problem.remedy }
    return "Ask \(source.service) to let \(us) see their presence."
  }

  private func retry(_ problem: Source.Problem) -> String {
    let times = source.failures == 1 ? "once" : "\(source.failures) times"
    let seconds = max(0, (source.due.milliseconds - now.milliseconds) / 1_000)
    return "Tried \(times); tried again in \(Self.span(seconds)). \(remedy(problem))"
  }

  private func ago(_ moment: Timestamp?) -> String {
    guard let moment else { return "-" }
    let seconds = max(0, (now.milliseconds - moment.milliseconds) / 1_000)
    return Self.span(seconds) + " ago"
  }

  /// The largest unit that fits.
  static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3_600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) d"
    }
  }

  private static func row(_ columns: String...) -> String {
    let widths = [11, 13, 13, 11, 11]
    return zip(columns, widths + [0]).map { column, width in
      column + String(repeating: " ", count: max(0, width - column.count))
    }.joined(separator: " ")
  }
}

extension Source.Problem {
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
    case .unusable: "Its answers make no sense."
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .unreachable: "Is the address right, and does our server reach that one (s2s)?"
    case .notFound, .gone: "If it is there again, `martlet follow` begins anew."
    case .closed: "Its owner can open it, or let our address in."
    case .unseen, .noAnswer, .refused, .busy, .unusable: ""
    }
  }
}
