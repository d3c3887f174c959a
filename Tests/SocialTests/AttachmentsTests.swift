import Testing
import XML
import XMPP

@testable import Social

/// XEP-0470: what people attach to items, and what sums it up.
@Suite struct AttachmentsTests {
  private func attachments(_ inner: String) throws -> Element {
    try Element(
      parsing: Array("<attachments xmlns='\(Namespace.attachments)'>\(inner)</attachments>".utf8))
  }

  private func reactions(_ texts: [String]) -> String {
    "<reactions>\(texts.map { "<reaction>\($0)</reaction>" }.joined())</reactions>"
  }

  /// The second example of section 4.1.
  @Test func theExampleIsRead() throws {
    let element = try attachments(
      """
      <noticed timestamp="2022-07-11T12:07:24Z" />
      <reactions timestamp="2022-07-11T12:07:48Z">
        <reaction>👷</reaction>
        <reaction>🔨</reaction>
      </reactions>
      """)
    let read = try #require(Attachments(element))
    #expect(read == Attachments(isNoticed: true, reactions: ["👷", "🔨"]))
    #expect(Attachments(read.element) == read)
    #expect(throws: Never.self) {
      try Attachments.check(
        element, id: "romeo@montague.lit", by: BareJID("romeo@montague.lit"))
    }
  }

  /// What is there, and what it counts for.
  @Test(
    arguments: [
      ("", false, [], true),
      ("<noticed/>", true, [], false),
      ("<noticed timestamp='yesterday'/><noticed/>", true, [], false),
      // Another's element of that name.
      ("<noticed xmlns='urn:a'/>", false, [], false),
      ("<bookmark xmlns='urn:a'/>", false, [], false),
      ("<reactions/>", false, [], false),
      ("<reactions><reaction>a</reaction><reaction>a</reaction></reactions>", false, ["a"], false),
      (
        "<reactions><reaction>a</reaction></reactions><reactions><reaction>b</reaction></reactions>",
        false, ["a", "b"], false
      ),
      // Nothing that could have been published; what is stored is read all the same.
      (
        "<reactions><reaction>no good</reaction><reaction>👍</reaction><reaction/></reactions>",
        false, ["👍"], false
      ),
    ] as [(String, Bool, [String], Bool)])
  func whatCounts(_ inner: String, _ isNoticed: Bool, _ reactions: [String], _ isEmpty: Bool) throws
  {
    let read = try #require(Attachments(try attachments(inner)))
    #expect(read.isNoticed == isNoticed)
    #expect(read.reactions == reactions)
    #expect(read.isEmpty == isEmpty)
  }

  @Test func signsThatLookAlikeAreOthers() throws {
    let read = try #require(
      Attachments(
        try attachments(reactions(["\u{E9}", "e\u{301}", "\u{2764}", "\u{2764}\u{FE0F}"]))))
    #expect(read.reactions.count == 4)
  }

  @Test func noMoreThanTheLimitCounts() throws {
    let many = (0...Attachments.maximumReactions).map { String(UnicodeScalar(UInt8(0x41 + $0))) }
    let read = try #require(Attachments(try attachments(reactions(many))))
    #expect(read.reactions == Array(many.dropLast()))
  }

  @Test func anotherPayloadIsNone() throws {
    #expect(Attachments(Element("attachments", "urn:a")) == nil)
    #expect(Attachments(Element("summary", Namespace.attachments)) == nil)
  }

  // MARK: What is published

  private func refusal(
    _ inner: String, id: String? = "romeo@montague.lit",
    in namespace: String = Namespace.attachments
  ) throws -> StanzaError.Condition? {
    var payload = try attachments(inner)
    payload.name = QName("attachments", namespace)
    let romeo = try BareJID("romeo@montague.lit")
    do throws(StanzaError) {
      try Attachments.check(payload, id: id, by: romeo)
      return nil
    } catch {
      return error.condition
    }
  }

  @Test(arguments: [
    "👷", "❤️", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩🏽‍❤️‍💋‍👨🏿", "👨🏻‍👩🏼‍👧🏽‍👦🏾", "🇨🇭", "é", "+", "字",
  ])
  func aReactionIsOneSign(_ text: String) throws {
    #expect(try refusal(reactions([text.replacing("<", with: "&lt;")])) == nil)
  }

  @Test(arguments: [
    "", " ", "👍 ", "ab", "👍👍", "&#10;", "&#x200B;", "&#x2800;", "&#x202E;", "&#x301;", "&#x200D;",
    "&#xFE0F;",
    "&#xA0;", "a" + String(repeating: "&#x301;", count: 32),
  ])
  func anythingElseIsNot(_ text: String) throws {
    #expect(try refusal(reactions([text])) == .badRequest)
  }

  @Test func thereAreLimits() throws {
    let most = Array(repeating: "👍", count: Attachments.maximumReactions)
    #expect(try refusal(reactions(most)) == nil)
    #expect(try refusal(reactions(most + ["👍"])) == .policyViolation)
    #expect(try refusal(reactions(most) + reactions(["👍"])) == .policyViolation)
    // 1 + 63 and 1 + 65 bytes.
    #expect(try refusal(reactions(["a" + String(repeating: "&#x20DD;", count: 21)])) == nil)
    #expect(try refusal(reactions(["ab"])) == .badRequest)
  }

  /// Section 4.5.
  @Test func theItemIsOfItsPublisher() throws {
    #expect(try refusal("<noticed/>") == nil)
    for id in [nil, "", "juliet@capulet.lit", "Romeo@montague.lit", "romeo@montague.lit/garden"] {
      #expect(try refusal("<noticed/>", id: id) == .badRequest)
    }
    #expect(try refusal("<noticed/>", in: Namespace.pubsub) == .badRequest)
    // That a payload is missing is another matter.
    let romeo = try BareJID("romeo@montague.lit")
    try Attachments.check(nil, id: "romeo@montague.lit", by: romeo)
    #expect(throws: StanzaError.self) {
      try Attachments.check(nil, id: "juliet@capulet.lit", by: romeo)
    }
  }

  // MARK: Summaries

  /// The examples of sections 4.6 to 4.8.
  @Test(arguments: [
    (
      "<noticed count='5'/><reactions><reaction count='2'>👷</reaction><reaction>🔨</reaction></reactions>",
      AttachmentSummary(noticed: 5, reactions: [.init("👷", 2), .init("🔨")])
    ),
    ("<noticed count='25'/>", AttachmentSummary(noticed: 25)),
    (
      "<reactions><reaction count='22'>💃</reaction><reaction>🎉</reaction></reactions>",
      AttachmentSummary(reactions: [.init("💃", 22), .init("🎉")])
    ),
    ("", AttachmentSummary()),
  ])
  func summariesAreReadAndWritten(_ inner: String, _ summary: AttachmentSummary) throws {
    let text = "<summary xmlns='\(Namespace.attachmentSummary)'>\(inner)</summary>"
    let element = try Element(parsing: Array(text.utf8))
    #expect(AttachmentSummary(element) == summary)
    #expect(summary.element == element)
    #expect(AttachmentSummary(Element("summary", "urn:a")) == nil)
  }

  /// What another service says that makes no sense counts for nothing, and no more is believed than can be.
  @Test(
    arguments: [
      ("<noticed count='-1'/>", AttachmentSummary()), ("<noticed count='many'/>", .init()),
      ("<noticed count='99999999999999999999'/>", .init()),
      ("<noticed count='\(Int.max)'/>", .init(noticed: 999_999_999)),
      (
        "<reactions><reaction>a</reaction><reaction count='9'>a</reaction></reactions>",
        .init(reactions: [.init("a")])
      ),
      (
        "<reactions><reaction count='0'>a</reaction><reaction count='-2'>b</reaction></reactions>",
        .init()
      ),
      ("<reactions><reaction>no good</reaction><reaction/></reactions>", .init()),
      // The most frequent first.
      (
        "<reactions><reaction>b</reaction><reaction>a</reaction><reaction count='2'>c</reaction></reactions>",
        .init(reactions: [.init("c", 2), .init("a"), .init("b")])
      ),
    ] as [(String, AttachmentSummary)])
  func summariesAreReadWithLeave(_ inner: String, _ summary: AttachmentSummary) throws {
    let text = "<summary xmlns='\(Namespace.attachmentSummary)'>\(inner)</summary>"
    #expect(AttachmentSummary(try Element(parsing: Array(text.utf8))) == summary)
  }

  @Test func noSummaryIsEndless() throws {
    let signs = (0..<10_000).compactMap { UnicodeScalar(0x4E00 + $0) }.map { "\($0)" }
    let list = signs.map { "<reaction count='2'>\($0)</reaction>" }.joined()
    let text =
      "<summary xmlns='\(Namespace.attachmentSummary)'><reactions>\(list)</reactions></summary>"
    let summary = try #require(AttachmentSummary(try Element(parsing: Array(text.utf8))))
    #expect(summary.reactions.map(\.text) == Array(signs.prefix(50)))
  }

  // MARK: Names

  private static let example =
    "urn:xmpp:pubsub-attachments:1/xmpp:juliet@capulet.lit?;node=urn%3Axmpp%3Amicroblog%3A0;item=balcony-restoration-afd1"

  @Test func namesAreThoseOfTheExamples() throws {
    let juliet = try BareJID("juliet@capulet.lit")
    let place = XMPPURI.Place(
      service: juliet, node: "urn:xmpp:microblog:0", item: "balcony-restoration-afd1")
    #expect(KeptName.attachments(to: place).name == Self.example)
    #expect(KeptName(Self.example) == .attachments(to: place))
    let summary = "urn:xmpp:pubsub-attachments:summary:1/urn:xmpp:microblog:0"
    #expect(KeptName.summary(of: "urn:xmpp:microblog:0").name == summary)
    #expect(KeptName(summary) == .summary(of: "urn:xmpp:microblog:0"))
  }

  @Test(arguments: [
    example,
    "urn:xmpp:pubsub-attachments:1/xmpp:juliet@capulet.lit?;node=urn:xmpp:microblog:0;item=balcony-restoration-afd1",
    "urn:xmpp:pubsub-attachments:1/xmpp:juliet@capulet.lit?;item=balcony%2drestoration-afd1;node=urn%3axmpp%3Amicroblog%3A0",
  ])
  func otherSpellingsAreTheSame(_ name: String) {
    #expect(KeptName.canonical(name) == Self.example)
  }

  /// Whether a name is reserved, though nothing can bear it, or no such name at all; it stays as it is.
  @Test(arguments: [
    ("urn:xmpp:pubsub-attachments:1/", true), ("urn:xmpp:pubsub-attachments:1/blog", true),
    ("urn:xmpp:pubsub-attachments:1/xmpp:juliet@capulet.lit?;node=a", true),
    ("urn:xmpp:pubsub-attachments:1/xmpp:juliet@capulet.lit?;node=a;item=b;item=c", true),
    ("urn:xmpp:pubsub-attachments:1/\u{301}", true),
    ("urn:xmpp:pubsub-attachments:summary:1/", true),
    ("urn:xmpp:pubsub-attachments:1", false), ("urn:xmpp:pubsub-attachments:summary:1", false),
    ("urn:xmpp:pubsub-attachments:2/a", false), ("xmpp:juliet@capulet.lit?;node=a;item=b", false),
    ("blog", false), ("", false),
  ])
  func otherNames(_ name: String, _ isKept: Bool) {
    #expect(KeptName(name) == nil)
    #expect(KeptName.isKept(name) == isKept)
    #expect(KeptName.canonical(name).utf8.elementsEqual(name.utf8))
    #expect(!isKept || !SocialNode.isListed(name: name, type: nil))
  }
}
