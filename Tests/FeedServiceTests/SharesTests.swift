import Testing
import XMPP

@testable import FeedService

@Suite struct SharesTests {
  private func jid(_ text: String) throws -> BareJID { try BareJID(text) }

  /// Of eight an account may have two, a domain of others two, all of those six; our own people all.
  @Test func shares() throws {
    var shares = Shares(8, account: 2, local: ["verona.lit"])
    func take(_ count: Int = 1, for jid: BareJID) -> Bool { shares.take(count, for: jid) }
    for domain in ["a.lit", "b.lit", "c.lit"] {
      #expect(take(for: try jid("x@\(domain)")))
      #expect(take(for: try jid("y@\(domain)")))
      #expect(!take(for: try jid("z@\(domain)")))
    }
    #expect(!take(for: try jid("x@d.lit")))
    let (romeo, juliet) = (try jid("romeo@verona.lit"), try jid("juliet@verona.lit"))
    #expect(take(2, for: romeo))
    #expect(!take(for: juliet))
    #expect(shares.taken == 8)
    shares.giveBack(of: try jid("x@a.lit"))
    #expect(take(for: juliet))
    #expect(!take(for: juliet))
    for account in [romeo, romeo, juliet] { shares.giveBack(of: account) }
    for name in ["x@b.lit", "y@b.lit"] { shares.giveBack(of: try jid(name)) }
    #expect(shares.taken == 3)
    // All of it, by several.
    for number in 0..<5 { #expect(take(for: try jid("u\(number)@verona.lit"))) }
    #expect(!take(for: romeo))
  }

  @Test func ofOneAccount() throws {
    var shares = Shares(100, account: 2, local: ["verona.lit"])
    func take(_ count: Int = 1, for jid: BareJID) -> Bool { shares.take(count, for: jid) }
    let romeo = try jid("romeo@verona.lit")
    #expect(take(for: romeo))
    #expect(!take(2, for: romeo))
    #expect(take(for: romeo))
    #expect(!take(for: romeo))
    // Something large goes by itself, as long as there is room for it.
    shares.giveBack(2, of: romeo)
    #expect(!take(101, for: romeo))
    #expect(take(99, for: romeo))
    #expect(!take(for: romeo))
    #expect(take(for: try jid("juliet@verona.lit")))
    shares.giveBack(99, of: romeo)
    #expect(take(60, for: try jid("x@a.lit")))
    // Whose part is nothing gets nothing.
    shares = Shares(100, account: 0, local: [])
    #expect(!take(for: romeo))
  }
}
