import PubSub

/// What robots on the web are asked not to do with what a page shows.
package struct RobotRules: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Search engines are not to find it.
  package static let noIndex = RobotRules(rawValue: 1)
  /// No model is to be trained with it.
  package static let noAI = RobotRules(rawValue: 2)

  /// As `node.robots` has it.
  init(stored text: String) {
    let robots = Robots(stored: text)
    self = robots.mayIndex ? [] : .noIndex
    if !robots.mayTrain { insert(.noAI) }
  }
}

extension Robots {
  /// Unknown words cannot be there: the columns have CHECKs. The closed choice is the safe one.
  init(stored text: String) { self = Robots(rawValue: text) ?? .neither }
}
