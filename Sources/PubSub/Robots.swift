/// What search engines, and those who train models, may do with what a node shows on the web: it is asked for there, and
/// nobody is kept from anything. The raw values stand in forms and are stored.
package enum Robots: String, Hashable, Sendable, CaseIterable {
  case all
  case noAI = "noai"
  case noIndex = "noindex"
  case neither = "noindex-noai"

  package var mayIndex: Bool { self == .all || self == .noAI }
  package var mayTrain: Bool { self == .all || self == .noIndex }

  /// What a form offers.
  static let labels: [Robots: String] = [
    .all: "Find it and learn from it", .noAI: "Find it, train no AI with it",
    .noIndex: "Not find it", .neither: "Not find it, train no AI with it",
  ]
}
