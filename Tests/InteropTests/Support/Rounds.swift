import Foundation

/// How often something is tried that comes out differently each time: `MARTLET_ROUNDS=4 swift test --filter InteropTests`
/// tries everything four times as often as usual, and takes as much longer.
enum Rounds {
  static let factor = max(
    1, ProcessInfo.processInfo.environment["MARTLET_ROUNDS"].flatMap { Int($0) } ?? 1)
}
