import PubSub
import Testing
import XMPP

@testable import Store

extension Exercise {
  /// Reports, what is hidden, what goes by account, and the log of all that.
  func moderate() async throws {
    let (service, known, juliet, romeo) = (service, known, juliet, fixture.romeo)
    let admin = try BareJID("escalus@verona.lit")
    let (a, e, now) = (ItemID(stored: "a"), ItemID(stored: "e"), Timestamp(milliseconds: 9_000))
    func report(_ item: ItemID) -> Effect {
      .report(blog, ReportFacts(item: item, reporter: juliet, reason: .spam, text: "It is."))
    }
    try await fixture.apply([report(a), report(a), report(e)])
    try await fixture.read("blog") { (snapshot, node) throws in
      _ = try snapshot.reports(of: a, in: node, by: juliet, service, owners: 9)
      for jid in [romeo, admin] {
        let reports = try snapshot.reports(
          for: jid, isAdmin: jid == admin, in: service, before: nil, limit: 9)
        for one in reports { _ = try snapshot.report(one.id, in: service) }
      }
    }
    let acts = [ModerationAct(.hide, blog, by: romeo, item: a, subject: juliet)]
    try await fixture.store.write { tx in
      try tx.apply(
        Decision(
          effects: [.dismiss(blog, e), .hide(blog, a), .show(blog, a), .hide(blog, e)], acts: acts),
        in: service, now: now, known)
      let node = try #require(try tx.snapshot.node(blog, in: service))
      _ = try tx.snapshot.hidden([e], in: node)
      _ = try tx.snapshot.newestHidden(of: node, limit: 9)
      _ = try tx.snapshot.countHidden(of: node)
      for one in [nil, node] { _ = try tx.snapshot.acts(of: one, in: service, before: 9, limit: 9) }
      _ = try tx.forgetActs(now, limit: 9)
      _ = try tx.expireHidden(now, limit: 9)
    }
    try await fixture.apply([
      .removeAll(blog, romeo), .hide(NodeID(stored: "linked"), a), .retract(blog, e),
    ])
    try await fixture.store.write { tx in
      for removal in try tx.snapshot.removals(in: service, limit: 9) {
        _ = try tx.snapshot.items(of: removal, limit: 9)
        try tx.finish(removal, in: service)
      }
    }
  }
}
