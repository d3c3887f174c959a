import Foundation
import FuzzTargets
import TestSupport
import Testing

/// Each input that has ever found something, and seeds of each kind, whole and changed by chance; longer, and led by what
/// they reach, the same is done by libFuzzer (see CONTRIBUTING.md).
@Suite("Hostile input", .timeLimit(.minutes(5))) struct CorpusTests {
  private static let rounds = 2_000

  private static func corpus(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Corpus/\(target)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.map { name in
      (name, Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }
  }

  @Test(arguments: FuzzTarget.allCases) func whatWasFound(_ target: FuzzTarget) throws {
    let corpus = try Self.corpus(target)
    #expect(corpus.count >= 4)
    for (name, bytes) in corpus {
      #expect(throws: Never.self, "\(target)/\(name)") { try target.run(bytes) }
    }
  }

  @Test(arguments: FuzzTarget.allCases, [1, 2]) func whatIsLikeIt(
    _ target: FuzzTarget, seed: UInt64
  )
    throws
  {
    let corpus = try Self.corpus(target).map(\.bytes)
    var dice = Dice(seed)
    for round in 0..<Self.rounds {
      var bytes = corpus.randomElement(using: &dice) ?? []
      for _ in 0..<Int.random(in: 1...8, using: &dice) { bytes.change(&dice, others: corpus) }
      #expect(throws: Never.self, "\(target), seed \(seed), round \(round): \(bytes)") {
        try target.run(bytes)
      }
    }
  }
}
