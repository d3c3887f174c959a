import PubSub
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct CapabilityBookTests {
  private let questions: Questions
  private let book: CapabilityBook
  private let (juliet, nurse, hamlet): (JID, JID, JID)

  init() throws {
    let jid = try BareJID(Desk.address)
    let questions = Questions(jid)
    self.questions = questions
    book = CapabilityBook(
      StanzaPort(jid: jid, session: { questions.session }, answer: { _ in }))
    juliet = try JID("juliet@verona.lit/balcony")
    nurse = try JID("nurse@verona.lit/kitchen")
    hamlet = try JID("hamlet@denmark.lit/castle")
  }

  private func answer(_ client: Client) {
    questions.answer { [questions] to, _ in questions.result(to, client.answer) }
  }

  /// What the hash confirms is known of all clients of the domain that say the same, and of no others.
  @Test func confirmed() async throws {
    let client = Client("moods+notify", "tunes+notify", "+notify", "moods", "x+notify+")
    answer(client)
    let nodes: Set = [try NodeID("moods"), try NodeID("tunes")]
    #expect(book.interests(juliet, client.mark) == nil)
    #expect(await book.ask(juliet, client.mark) == nodes)
    let asked = try #require(questions.asked.all.first)
    #expect(asked["type"] == "get")
    #expect(asked["to"] == juliet.description)
    #expect(
      asked.first("query", Namespace.discoInfo)?["node"]
        == "https://client.example#\(client.version)")
    #expect(book.interests(juliet, client.mark) == nodes)
    #expect(book.interests(nurse, client.mark) == nodes)
    #expect(book.interests(hamlet, client.mark) == nil)
    // Whatever it calls itself: the hash says what it can do.
    var other = client.mark
    other.node = "https://other.example"
    #expect(book.interests(nurse, other) == nodes)
    other.hash = "sha-256"
    #expect(book.interests(nurse, other) == nil)
  }

  /// Who answers otherwise than claimed convinces nobody.
  @Test func forged() async throws {
    let client = Client("moods+notify")
    answer(Client("moods+notify", "lies+notify"))
    #expect(await book.ask(juliet, client.mark) == nil)
    #expect(book.interests(juliet, client.mark) == nil)
  }

  /// A hash that we cannot check stands for the client alone that gave it.
  @Test func unknownHash() async throws {
    var client = Client("moods+notify")
    client.hash = "sha-9"
    answer(client)
    #expect(await book.ask(juliet, client.mark) == [try NodeID("moods")])
    #expect(book.interests(juliet, client.mark) == nil)
    #expect(book.interests(nurse, client.mark) == nil)
  }

  /// Who says nothing, refuses, or says something else, has said nothing.
  @Test(arguments: ["nothing", "error", "nonsense", "offline"])
  func silent(how: String) async throws {
    let client = Client("moods+notify")
    questions.answer { [questions] to, _ in
      guard how != "nothing" else { return nil }
      var iq = questions.result(to, how == "nonsense" ? Element("query", "urn:x") : client.answer)
      if how == "error" { iq.kind = .error }
      return iq
    }
    var book = book
    if how == "offline" {
      book = CapabilityBook(
        StanzaPort(
          jid: try BareJID(Desk.address), session: { throw CancellationError() },
          answer: { _ in }))
    }
    #expect(await book.ask(juliet, client.mark) == nil)
    #expect(book.interests(juliet, client.mark) == nil)
  }

  /// Who has not answered is not asked again for a while, whatever resource; others who claim the same are.
  @Test func askedAgain() async throws {
    let client = Client("moods+notify")
    let start = ContinuousClock.now
    #expect(await book.ask(juliet, client.mark, at: start) == nil)
    answer(client)
    let phone = try JID("juliet@verona.lit/phone")
    for seconds in [0, 299] {
      let moment = start + .seconds(seconds)
      #expect(await book.ask(phone, client.mark, at: moment) == nil)
    }
    #expect(questions.asked.all.count == 1)
    let later = start + CapabilityBook.patience
    #expect(await book.ask(juliet, client.mark, at: later) == [try NodeID("moods")])
    let other = Client("tunes+notify")
    answer(other)
    #expect(await book.ask(juliet, other.mark, at: start) == [try NodeID("tunes")])
    answer(client)
    #expect(await book.ask(hamlet, client.mark, at: start) == [try NodeID("moods")])
  }

  /// What is our own trouble is not held against anybody.
  @Test func noFaultOfTheirs() async throws {
    let client = Client("moods+notify")
    let failures = Inbox<StanzaPortError>()
    for error in [StanzaPortError.busy, .disconnected, .tooLarge] {
      let book = CapabilityBook(
        StanzaPort(
          jid: try BareJID(Desk.address),
          session: { [questions] in
            if failures.all.last == error { return questions.session }
            failures.put(error)
            throw error
          }, answer: { _ in }))
      answer(client)
      #expect(await book.ask(juliet, client.mark) == nil)
      #expect(await book.ask(juliet, client.mark) == [try NodeID("moods")])
    }
  }

  /// So much is taken from one answer, in nodes and in bytes.
  @Test(arguments: [
    ("n", CapabilityBook.maximumInterests + 10, CapabilityBook.maximumInterests),
    (String(repeating: "n", count: 995), 30, CapabilityBook.maximumBytes / 1000),
  ])
  func limits(prefix: String, count: Int, taken: Int) async throws {
    var client = Client()
    client.features = (0..<count).map { "\(prefix)\(10_000 + $0)+notify" }
    client.hash = "sha-9"
    answer(client)
    #expect(await book.ask(juliet, client.mark)?.count == taken)
  }

  /// So many answers are kept; those that are used stay.
  @Test func capacity() async throws {
    let client = Client("moods+notify")
    answer(client)
    let book = CapabilityBook(
      StanzaPort(
        jid: try BareJID(Desk.address), session: { [questions] in questions.session },
        answer: { _ in }), capacity: 10)
    func jid(_ number: Int) throws -> JID { try JID("juliet@d\(number).lit/a") }
    for number in 0...11 {
      _ = await book.ask(try jid(number), client.mark)
      _ = book.interests(try jid(1), client.mark)
    }
    #expect(book.interests(try jid(0), client.mark) == nil)
    #expect(book.interests(try jid(1), client.mark) != nil)
    #expect(book.interests(try jid(11), client.mark) != nil)
  }
}
