/// What `martlet check` found, one finding for each thing that it tried.
struct CheckReport: Sendable {
  struct Finding: Sendable {
    enum Outcome: Hashable, Sendable {
      case good
      case warning
      case bad(ExitStatus)
    }

    let outcome: Outcome
    let subject: String
    let words: String
    /// Lines to copy; empty where there are none.
    let remedy: String
  }

  private(set) var findings: [Finding] = []

  mutating func add(
    _ outcome: Finding.Outcome, _ subject: String, _ words: String, remedy: String = ""
  ) {
    findings.append(Finding(outcome: outcome, subject: subject, words: words, remedy: remedy))
  }

  /// That of the first thing that is wrong: the ones after it may follow from it.
  var status: ExitStatus {
    for finding in findings {
      if case .bad(let status) = finding.outcome { return status }
    }
    return .ok
  }

  /// For a terminal.
  var text: String {
    let lines = findings.map { finding in
      let mark =
        switch finding.outcome {
        case .good: "ok     "
        case .warning: "warning"
        case .bad: "WRONG  "
        }
      let remedy = finding.remedy.isEmpty ? "" : "\n\n\(finding.remedy.indented)\n"
      return "\(mark)  \(finding.subject): \(finding.words)\(remedy)"
    }
    return (lines + [summary]).joined(separator: "\n")
  }

  private var summary: String {
    let wrong = findings.count { if case .bad = $0.outcome { true } else { false } }
    return switch wrong {
    case 0: "All is well."
    case 1: "One thing is wrong."
    default: "\(wrong) things are wrong."
    }
  }
}
