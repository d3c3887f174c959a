import PubSub
import Social
import Store
import Testing
import XML
import XMPP

@testable import Web

// What other people do on the site.

extension TestSite {
  /// What somebody attaches instead of what they attached before.
  func attach(
    _ attachments: Social.Attachments, to item: String, of node: String, by person: BareJID
  ) async throws {
    let main = try BareJID.main
    let place = XMPPURI.Place(service: main, node: node, item: item)
    let (name, target) = (
      NodeID(stored: KeptName.attachments(to: place).name), NodeID(stored: node)
    )
    let configuration = NodeConfiguration(
      Kept(.shared, for: target), type: Namespace.attachments)
    let stored = PublishedItem(
      id: ItemID(stored: person.description), publisher: person,
      payload: attachments.element.canonical)
    try await store.write { tx in
      let service = try tx.hostedService(main)
      var effects: [Effect] = [.store(name, stored)]
      if try tx.snapshot.node(name, in: service) == nil {
        effects.insert(.create(name, configuration, owner: main), at: 0)
        effects.insert(.bind(name, to: ItemID(stored: item), of: target), at: 1)
      }
      try tx.apply(
        Decision(effects: effects), in: service, now: Self.start,
        Acquaintances(policy: ServicePolicy(domains: [], admins: [])))
    }
  }

  /// What Juliet shows.
  static let picture = Array("GIF89a".utf8) + [64, 0, 64, 0, 1]

  /// She is asked, and answers.
  ///
  /// - Returns: the address of her picture.
  func tell(_ nickname: String) async throws -> String {
    let picture = try #require(AvatarPicture(Self.picture, limit: 99))
    try await store.write { tx in
      let found = try tx.snapshot.newAuthors(below: .max, limit: 9)
      try tx.meet(found.authors, PeopleBounds(), .now)
      guard var person = try tx.snapshot.person(.juliet) else { return }
      (person.nickname, person.picture) = (nickname, picture.id)
      try tx.update(person, wasDue: person.due, picture, budget: nil, .now)
    }
    return "/avatar/\(picture.id)"
  }
}
