import PubSub
import Social
import XMPP

@testable import Store

extension Exercise {
  /// Those who have written something, what they say of themselves, and their pictures.
  func meetPeople() async throws {
    let (juliet, now) = (fixture.juliet, Timestamp(milliseconds: 1_000))
    let (one, other) = (try AvatarPicture.made(1), try AvatarPicture.made(2))
    try await fixture.create("diary")
    try await fixture.publish("today", in: "diary", by: juliet)
    _ = try await fixture.store.post(service: fixture.jid, node: "diary", item: "today")
    try await fixture.store.write { tx in
      let found = try tx.snapshot.newAuthors(below: .max, limit: 9)
      try tx.meet(found.authors, PeopleBounds(), now)
      let jid = try BareJID("stranger@x.lit")
      let author = Author(number: try tx.intern(jid), jid: jid, origin: .claimed(by: fixture.jid))
      try tx.meet([author], PeopleBounds(), now)
      try tx.ask(again: Set(found.authors.map(\.number)), now)
      _ = try tx.snapshot.newestItem()
      _ = try tx.snapshot.recentAuthors(after: 0, limit: 9, askedBefore: now, now)
      _ = try tx.snapshot.people(dueAt: now, besides: [], limit: 9)
      _ = try tx.hear(of: juliet, askAgain: now)
      _ = try tx.snapshot.blogs(of: ["verona.lit"], limit: 9)
      _ = try tx.snapshot.follows(of: juliet, limit: 9)
      guard var person = try tx.snapshot.person(juliet) else { return }
      for picture in [one, other] {
        _ = try tx.snapshot.hasPicture(picture.id)
        person.picture = picture.id
        try tx.update(person, wasDue: now, picture, budget: picture.bytes.count, now)
      }
      try tx.update(person, wasDue: now, other, budget: nil, now)
    }
    _ = try await fixture.store.picture(other.id, Timestamp(milliseconds: 100_000_000))
    try await fixture.store.write { try $0.forgetPeople(after: 0, limit: 99) { _ in false } }
    try await fixture.apply([.delete(NodeID(stored: "diary"), redirect: nil)])
  }
}
