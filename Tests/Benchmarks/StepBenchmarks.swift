import PubSub
import Social
import Testing
import XML
import XMPP

/// What each step of a publish costs by itself, beside what expat alone takes for the same bytes.
@Suite("Steps", .serialized, .enabled(if: Bench.isWanted, "MARTLET_BENCHMARKS=1"))
struct StepBenchmarks {
  private static let stanzas = 20_000
  private static let now = Timestamp(milliseconds: 1_790_000_000_000)

  private let stream: [UInt8]
  private let articles: [Element]
  private let publisher: BareJID

  init() throws {
    stream = PublishStream.bytes(Self.stanzas)
    articles = try (0..<200).map { try Element(parsing: Array(Ask.entry($0 * 2).utf8)) }
    publisher = try BareJID("owner@bench.localhost")
  }

  @Test func parsing() throws {
    let limit = Steps.median { ExpatLimit.parse(stream) }
    let parsed = Steps.median { PublishStream.parse(stream) { _ in } }
    var written = 0
    let both = Steps.median {
      PublishStream.parse(stream) { written += $0.xml(inNamespace: Namespace.component).count }
    }
    #expect(written > stream.count)
    let megabytes = Double(stream.count) / 1e6
    for (what, seconds) in [("expat alone", limit), ("parsed", parsed), ("and written back", both)]
    {
      Steps.report(
        "stream, \(what)",
        "\(Int(Double(Self.stanzas) / seconds)) stanzas/s, "
          + "\(Int(megabytes / seconds)) MB/s, \(Int(limit / seconds * 100)) % of expat")
    }
  }

  @Test func understanding() {
    each("an article is understood") {
      Projection(of: $0, itemID: "i", publisher: publisher, received: Self.now)
        .entry(received: Self.now, firstSeen: Self.now)?.text.count ?? 0
    }
    each("its bytes that are stored") { $0.canonical.count }
    let markup = articles.map { $0.all("content", Namespace.atom).map(\.text).joined() + Self.html }
    each("1 KB of HTML is made safe", markup) { Sanitizer.clean(html: $0).html.markup.count }
  }

  @Test func rights() {
    var configuration = NodeConfiguration()
    configuration.accessModel = .whitelist
    let actor = Actor(jid: publisher)
    each("may somebody read", Array(repeating: configuration, count: 10_000)) {
      Rights.may(.retrieve, actor, $0) ? 1 : 0
    }
  }

  private static let html = String(
    repeating: "<p>The boats came in <b>late</b>, <a href='https://a.example/'>they say</a>.</p>",
    count: 12)

  private func each(_ what: String, _ body: (Element) -> Int) { each(what, articles, body) }

  private func each<Input>(_ what: String, _ inputs: [Input], _ body: (Input) -> Int) {
    var sum = 0
    let seconds = Steps.median { for input in inputs { sum += body(input) } }
    #expect(sum >= 0)
    let micros = seconds / Double(inputs.count) * 1e6
    Steps.report(what, "\((micros * 100).rounded() / 100) microseconds")
  }
}

enum Steps {
  /// Seconds that something takes: the median of seven times, after one that does not count.
  static func median(_ body: () throws -> Void) rethrows -> Double {
    try body()
    let times = try (0..<7).map { _ in
      let start = ContinuousClock.now
      try body()
      return (ContinuousClock.now - start) / .seconds(1)
    }
    return times.sorted()[3]
  }

  static func report(_ what: String, _ figure: String) { print("measured: \(what): \(figure)") }
}

/// What a server sends that passes on what is published.
enum PublishStream {
  /// - Parameter entry: which of `Ask.entry`; articles of 1.2 KB alone, if nothing else is said.
  static func bytes(_ stanzas: Int, entry: (Int) -> Int = { 2 * $0 }) -> [UInt8] {
    var text = """
      <stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' id='s'>
      """
    for number in 0..<stanzas {
      text += Ask.publish(number, "i\(number)", in: "n\(number % 16)", Ask.entry(entry(number)))
    }
    return Array(text.utf8)
  }

  /// In pieces of 64 KiB, as they come from a socket.
  static func parse(_ bytes: [UInt8], _ take: (Element) -> Void) {
    let parser = StreamParser()
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: 65_536) {
        let piece = UnsafeRawBufferPointer(
          rebasing: bytes[start..<min(start + 65_536, bytes.count)])
        try? parser.feed(piece) { if case .stanza(let stanza) = $0 { take(stanza) } }
      }
    }
  }
}
