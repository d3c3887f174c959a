import Testing
import XMPP

@testable import PubSub

/// XEP-0496, section 4.2.
@Suite struct LineageTests {
  private static let invalid = "cancel: invalid-option not-allowed"

  private func id(_ name: String) -> NodeID { NodeID(stored: name) }

  /// A node that another one is to stand below, or to belong to.
  private func relative(
    _ name: String, mayPublish: Bool = true, parent: String? = nil, reach: [String] = [],
    depth: Int = 0
  ) -> Lineage.Relative {
    Lineage.Relative(
      id: id(name), mayPublish: mayPublish, parent: parent.map(id),
      reach: Set(([name] + reach).map(id)), depth: depth)
  }

  private func node(parent: String? = nil, link: String? = nil) -> NodeConfiguration {
    var node = NodeConfiguration()
    node.parent = parent.map(id)
    node.link = link.map(id)
    return node
  }

  /// The parent that comes of it: `-` for none, else why not.
  private func settle(
    _ new: NodeConfiguration, from old: NodeConfiguration? = nil, parent: Lineage.Relative? = nil,
    link: Lineage.Relative? = nil, height: Int = 0
  ) -> String {
    var settled: NodeConfiguration?
    let outcome = refusal {
      settled = try Lineage.settle(
        new, of: id("node"), from: old,
        Lineage.Facts(parent: parent, link: link, height: height))
    }
    guard let settled else { return outcome }
    #expect(settled.link == new.link)
    return settled.parent?.name ?? "-"
  }

  @Test func parent() {
    #expect(settle(node()) == "-")
    #expect(settle(node(parent: "blog"), parent: relative("blog")) == "blog")
    #expect(
      settle(node(parent: "blog"), from: node(parent: "old"), parent: relative("blog")) == "blog")
    #expect(settle(node(), from: node(parent: "old")) == "-")
  }

  @Test func missing() {
    #expect(settle(node(parent: "blog")) == Self.invalid)
    #expect(settle(node(link: "blog")) == Self.invalid)
    #expect(settle(node(parent: "a", link: "b"), parent: relative("a")) == Self.invalid)
  }

  /// Who may add items may add nodes.
  @Test func mayPublish() {
    let closedNode = relative("blog", mayPublish: false)
    #expect(settle(node(parent: "blog"), parent: closedNode) == forbidden)
    #expect(settle(node(link: "blog"), link: closedNode) == forbidden)
  }

  /// What stays as it was is not looked at again: the asker's rights there, or the node itself, may be gone.
  @Test func unchanged() {
    let present = node(parent: "blog", link: "post")
    #expect(settle(present, from: present) == "blog")
    let below = node(parent: "blog")
    #expect(
      settle(below, from: below, parent: relative("blog", mayPublish: false)) == "blog")
  }

  /// Nobody comes back to where they started, whatever the relations are called.
  @Test func circles() {
    #expect(settle(node(parent: "node"), parent: relative("node")) == Self.invalid)
    #expect(settle(node(link: "node"), link: relative("node")) == Self.invalid)
    #expect(
      settle(node(parent: "child"), from: node(), parent: relative("child", reach: ["node"]))
        == Self.invalid)
    #expect(
      settle(node(link: "child"), from: node(), link: relative("child", reach: ["a", "node"]))
        == Self.invalid)
    #expect(settle(node(parent: "a"), parent: relative("a", reach: ["b", "c"])) == "a")
  }

  /// Relations lead so far and no farther.
  @Test(arguments: [(63, "other"), (64, invalid)])
  func reach(others: Int, expected: String) {
    #expect(Lineage.maximumReach == 64)
    let far = relative("other", reach: (0..<others).map { "n\($0)" })
    #expect(settle(node(parent: "other"), parent: far) == expected)
    #expect(
      settle(node(link: "other"), link: far) == (expected == "other" ? "-" : expected))
  }

  /// As many levels as there may be, with those that stand below the node.
  @Test(arguments: [
    (0, 0, true, true), (15, 0, true, true), (16, 0, false, true), (17, 0, false, false),
    (10, 5, true, true), (10, 6, false, true), (10, 7, false, false), (0, 16, false, true),
  ])
  func depth(depth: Int, height: Int, asParent: Bool, asLink: Bool) {
    #expect(Lineage.maximumDepth == 16)
    let other = relative("other", depth: depth)
    #expect(
      settle(node(parent: "other"), parent: other, height: height)
        == (asParent ? "other" : Self.invalid))
    // A node that belongs to another one stands beside it.
    #expect(
      settle(node(link: "other"), link: other, height: height) == (asLink ? "-" : Self.invalid))
  }

  /// A node that belongs to another one has the same parent.
  @Test func linksTakeTheParent() {
    let post = relative("post", parent: "blog")
    #expect(settle(node(link: "post"), link: relative("post")) == "-")
    #expect(settle(node(link: "post"), link: post) == "blog")
    #expect(settle(node(parent: "blog", link: "post"), link: post) == "blog")
    // With a link to another node, that one's.
    #expect(
      settle(
        node(parent: "blog", link: "other"), from: node(parent: "blog", link: "post"),
        link: relative("other", parent: "wiki")) == "wiki")
    #expect(
      settle(
        node(parent: "blog", link: "other"), from: node(parent: "blog", link: "post"),
        link: relative("other")) == "-")
    // Nor can it be taken away.
    #expect(
      settle(node(link: "post"), from: node(parent: "blog", link: "post"), link: post) == "blog")
    // Without the link, it stays where it is.
    #expect(settle(node(parent: "blog"), from: node(parent: "blog", link: "post")) == "blog")
  }

  /// One that has a parent of its own gets no link to a node that stands elsewhere, and one with a link gets no
  /// other parent.
  @Test func linksWithAnotherParent() {
    let post = relative("post", parent: "blog")
    let wiki = relative("wiki")
    #expect(settle(node(parent: "wiki", link: "post"), parent: wiki, link: post) == Self.invalid)
    #expect(
      settle(node(parent: "wiki", link: "post"), from: node(parent: "wiki"), link: post)
        == Self.invalid)
    #expect(
      settle(
        node(parent: "wiki", link: "post"), from: node(parent: "wiki"), link: relative("post"))
        == Self.invalid)
    #expect(
      settle(node(parent: "blog", link: "post"), from: node(parent: "blog"), link: post) == "blog")
    #expect(
      settle(
        node(parent: "wiki", link: "post"), from: node(parent: "blog", link: "post"),
        parent: wiki, link: post) == Self.invalid)
  }

  /// A node that has no name yet can be in no circle.
  @Test func withoutAName() throws {
    let facts = Lineage.Facts(parent: relative("blog"))
    let settled = try Lineage.settle(node(parent: "blog"), of: nil, from: nil, facts)
    #expect(settled.parent == id("blog"))
  }
}
