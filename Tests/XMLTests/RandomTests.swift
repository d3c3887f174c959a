import TestSupport
import Testing
import XML

@Suite struct RandomTests {
  @Test(arguments: 0..<16 as Range<UInt64>) func treesComeBackTheSame(seed: UInt64) throws {
    var trees = Trees(random: Dice(seed))
    for round in 0..<100 {
      let tree = trees.element(depth: 0)
      let markup = tree.xml()
      let parsed = try Element(parsing: markup)
      #expect(parsed == tree, "seed \(seed), round \(round)")
      #expect(parsed.xml() == markup, "seed \(seed), round \(round)")
      let size = Int.random(in: 1...40, using: &trees.random)
      let streamed = parse(Array(header.utf8) + tree.xml(inNamespace: nil), by: size)
      #expect(streamed.stanzas == [tree], "seed \(seed), round \(round), slices of \(size)")
    }
  }

  /// Whatever is changed, cut out or doubled: an outcome, the same for every cut, and no crash.
  @Test(arguments: 0..<16 as Range<UInt64>) func changedStreamsNeverCrash(seed: UInt64) {
    var random = Dice(seed)
    let original = Array(Corpus.stream.utf8)
    let limits = ParserLimits(stanzaBytes: 300, depth: 4, attributes: 3, renewalBytes: 500)
    for round in 0..<150 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) { bytes.change(&random) }
      let whole = parse(bytes, limits: limits)
      let size = Int.random(in: 1...9, using: &random)
      let cut = parse(bytes, by: size, limits: limits)
      let name: Comment = "seed \(seed), round \(round), slices of \(size)"
      #expect(cut.events == whole.events, name)
      #expect(Self.kind(cut.error) == Self.kind(whole.error), name)
      for stanza in whole.stanzas {
        #expect(throws: Never.self, "seed \(seed), round \(round)") {
          try Element(parsing: stanza.xml())
        }
      }
    }
  }

  /// Bytes that are not UTF-8 count as what is only not well-formed where the rest is still to come.
  private static func kind(_ error: XMLError?) -> XMLError? {
    error == .badUTF8 ? .notWellFormed : error
  }
}

/// Makes elements of every shape that a parser can deliver.
private struct Trees {
  var random: Dice

  static let names = ["a", "entry", "größe", "x-1", "_", "在"]
  static let namespaces = ["", "urn:a", "{https://movim.eu}b c", "jabber:client", "urn:<&'\">"]
  static let prefixes = ["p", "q", "xlink"]
  static let characters: [Character] = [
    "a", " ", "\n", "\t", "\r", "<", ">", "&", "'", "\"", "]", "é", "€", "😀", "\u{7F}", "\u{FFFD}",
    "\u{FB01}",
  ]

  mutating func pick<T>(_ from: [T]) -> T {
    from[Int.random(in: 0..<from.count, using: &random)]
  }

  mutating func text(_ lengths: ClosedRange<Int>) -> String {
    String((0..<Int.random(in: lengths, using: &random)).map { _ in pick(Self.characters) })
  }

  mutating func element(depth: Int) -> Element {
    var element = Element(QName(pick(Self.names), pick(Self.namespaces)))
    element.attributes = attributes()
    guard depth < 6 else { return element }
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      // Two texts side by side would come back as one.
      if case .text = element.children.last {
        element.children.append(.element(self.element(depth: depth + 1)))
      } else if Bool.random(using: &random) {
        element.children.append(.text(text(1...30)))
      } else {
        element.children.append(.element(self.element(depth: depth + 1)))
      }
    }
    return element
  }

  private mutating func attributes() -> [Element.Attribute] {
    var made: [Element.Attribute] = []
    var bound: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      var prefix = ""
      var namespace = ""
      if Bool.random(using: &random) {
        prefix = pick(Self.prefixes)
        namespace = bound[prefix] ?? pick(Self.namespaces)
        if namespace.isEmpty { prefix = "" } else { bound[prefix] = namespace }
      }
      let name = QName(pick(Self.names), namespace)
      if !made.contains(where: { $0.name == name }) {
        made.append(.init(name, prefix: prefix, value: text(0...30)))
      }
    }
    return made
  }
}
