import Foundation
import TestSupport

/// People who are only there to be told (`Python/audience.py`).
struct Audience: Sendable {
  struct Count: Decodable, Sendable {
    let subscribed: Int
    let messages: Int
  }

  let program: Program

  var count: Count? {
    program.words.split(separator: "\n").last.flatMap {
      try? JSONDecoder().decode(Count.self, from: Data($0.utf8))
    }
  }

  func subscribe(_ people: Int, to place: Place) async throws {
    try program.write(line: "\(place.service) \(place.node) \(people)")
    try await eventually("\(people) subscribe", within: .seconds(60)) {
      guard program.isRunning else { throw WaitFailure("audience.py: \(program.words)") }
      return count?.subscribed == people
    }
  }
}
