import PubSub
import Testing
import XML
import XMPP

@testable import Social

/// Who follows a node, and what somebody follows (XEP-0465, XEP-0330).
@Suite struct FollowersTests {
  private func element(_ text: String) throws -> Element { try Element(parsing: Array(text.utf8)) }

  /// The example of "Retrieving Public Subscribers to a node".
  @Test func aFollower() throws {
    let payload = try element("<subscriber xmlns='urn:xmpp:pps:0' jid='benvolio@montague.lit'/>")
    let follower = try Follower(BareJID("benvolio@montague.lit"))
    #expect(Follower(payload) == follower)
    #expect(follower.element == payload)
    let full = "<subscriber xmlns='urn:xmpp:pps:0' jid='benvolio@montague.lit/street'/>"
    #expect(Follower(try element(full)) == follower)
  }

  @Test(arguments: [
    "<subscriber xmlns='urn:xmpp:pps:0'/>", "<subscriber xmlns='urn:xmpp:pps:0' jid='@'/>",
    "<subscriber xmlns='urn:a' jid='a@b'/>", "<subscription xmlns='urn:xmpp:pps:0' jid='a@b'/>",
  ])
  func noFollower(_ text: String) throws { #expect(Follower(try element(text)) == nil) }

  @Test func theNameOfTheList() {
    let name = "urn:xmpp:pps:subscribers:0/urn:xmpp:microblog:0"
    #expect(KeptName.subscribers(of: "urn:xmpp:microblog:0").name == name)
    #expect(KeptName(name) == .subscribers(of: "urn:xmpp:microblog:0"))
    #expect(KeptName.canonical(name) == name)
    // A list of a list is a name, though there is none.
    #expect(
      KeptName(KeptName.subscribers(of: name).name) == .subscribers(of: name))
  }

  @Test(
    arguments: [
      ("urn:xmpp:pps:subscribers:0/blog", .forbidden), ("urn:xmpp:pps:subscribers:0/", .forbidden),
      ("urn:xmpp:pps:subscriptions:0", .forbidden), ("urn:xmpp:pps:subscribers:0", nil),
      ("urn:xmpp:pps:subscribers:1/blog", nil), ("urn:xmpp:pps:0", nil), ("blog", nil),
      ("urn:xmpp:pubsub-attachments:summary:1/blog", .notAllowed),
      ("urn:xmpp:pubsub-attachments:1/", .notAllowed),
    ] as [(String, StanzaError.Condition?)])
  func whoMakesOneIsTold(_ name: String, _ condition: StanzaError.Condition?) {
    #expect(KeptName.refusal(of: name) == condition)
    #expect(KeptName.isKept(name) == (condition != nil))
    #expect(condition == nil || !SocialNode.isListed(name: name, type: nil))
  }

  // MARK: What somebody follows

  /// The examples of XEP-0330, and that of XEP-0465, "Retrieving Public Subscriptions".
  @Test func theExamplesAreRead() throws {
    let shakespeare = try BareJID("pubsub.shakespeare.lit")
    let party = try element(
      """
      <subscription xmlns="urn:xmpp:pubsub:subscription:0" server="pubsub.shakespeare.lit" node="party">
        <title>Party at the Capulets [canceled !]</title>
      </subscription>
      """)
    #expect(
      Following(party)
        == Following(
          service: shakespeare, node: NodeID(stored: "party"),
          title: "Party at the Capulets [canceled !]"))
    let blog = try element(
      "<subscription xmlns='urn:xmpp:pps:0' node='urn:xmpp:microblog:0' jid='benvolio@montague.lit' />"
    )
    #expect(
      try Following(blog)
        == Following(
          service: BareJID("benvolio@montague.lit"), node: NodeID("urn:xmpp:microblog:0")))
  }

  /// `S` is XEP-0330's namespace.
  @Test(
    arguments: [
      ("<subscription xmlns='S' server='a.lit' node='n'/>", "a.lit n -"),
      ("<subscription xmlns='urn:xmpp:pubsub:subscription' server='a.lit' node='n'/>", "a.lit n -"),
      ("<subscription xmlns='S' server='A.lit' node='N'><id>i</id></subscription>", "a.lit N -"),
      ("<subscription xmlns='S' server='me@a.lit/x' node='n'/>", "me@a.lit n -"),
      (
        "<subscription xmlns='S' server='a.lit' node='n'><title> A\n b&#x202E; </title></subscription>",
        "a.lit n A b"
      ),
      (
        "<subscription xmlns='S' server='a.lit' node='n'><title>  </title></subscription>",
        "a.lit n -"
      ),
      (
        "<subscription xmlns='S' server='a.lit' node='n'><title xmlns='urn:a'>b</title></subscription>",
        "a.lit n -"
      ),
      ("<subscription xmlns='S' server='a.lit'/>", nil),
      ("<subscription xmlns='S' node='n'/>", nil),
      ("<subscription xmlns='S' server='a.lit' node=''/>", nil),
      ("<subscription xmlns='S' server='' node='n'/>", nil),
      ("<subscription xmlns='S' server='@' node='n'/>", nil),
      ("<subscription xmlns='S' jid='a.lit' node='n'/>", nil),
      ("<subscription xmlns='urn:xmpp:pps:0' server='a.lit' node='n'/>", nil),
      ("<subscription xmlns='urn:a' server='a.lit' jid='a.lit' node='n'/>", nil),
      ("<subscriber xmlns='urn:xmpp:pps:0' jid='a.lit' node='n'/>", nil),
      (
        "<subscription xmlns='S' server='a.lit' node='\(String(repeating: "n", count: 1024))'/>",
        nil
      ),
    ] as [(String, String?)])
  func whatIsRead(_ text: String, _ expected: String?) throws {
    let payload = try element(text.replacing("'S'", with: "'\(Namespace.sharedSubscription)'"))
    let read = Following(payload).map { "\($0.service) \($0.node) \($0.title ?? "-")" }
    #expect(read == expected)
  }

  /// Each node once, whoever says it and however often; never more than the limit.
  @Test func lists() throws {
    func entry(_ node: String, _ title: String = "") throws -> Element {
      try element(
        """
        <subscription xmlns='\(Namespace.sharedSubscription)' server='a.lit' node='\(node)'>\
        <title>\(title)</title></subscription>
        """)
    }
    let same = try element("<subscription xmlns='urn:xmpp:pps:0' jid='a.lit' node='b'/>")
    let list = try [
      entry("b", "First"), entry("a"), element("<a xmlns='b'/>"), same, entry("b", "Second"),
    ]
    #expect(Following.list(list).map(\.node.name) == ["b", "a"])
    #expect(Following.list(list).first?.title == "First")
    let many = try (0...Following.maximumEntries).map { try entry("n\($0)") }
    #expect(Following.list(many).count == Following.maximumEntries)
    let long = try entry("c", String(repeating: "long ", count: 1_000))
    #expect(
      Following(long)?.title?.unicodeScalars.count ?? .max <= Following.titleLength)
  }
}
