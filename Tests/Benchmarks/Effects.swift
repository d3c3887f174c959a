import PubSub
import XML
import XMPP

extension Bench {
  /// `<set/>` of XEP-0059.
  static func set(_ inner: String) -> String {
    "<set xmlns='\(Namespace.resultSets)'>\(inner)</set>"
  }

  /// The cursor behind so many pages.
  func place(in node: String, pages: Int) async throws -> String {
    var last = ""
    for _ in 0..<max(1, pages) {
      let page = try await pubsub(
        .get, "<items node='\(node)'/>\(Self.set("<max>100</max>\(last)"))")
      last = page.last.map { "<after>\($0)</after>" } ?? last
    }
    return last
  }
}

extension Element {
  /// The cursor of the page's last entry.
  var last: String? {
    for child in elements {
      if child.is("set", Namespace.resultSets) {
        return child.first("last", Namespace.resultSets)?.text
      }
      if let found = child.last { return found }
    }
    return nil
  }
}

enum Effects {
  /// A node of the administrator's, filled.
  static func node(_ name: String, items: Int, subscribers: Int) throws -> [Effect] {
    let (node, owner) = (NodeID(stored: name), try BareJID("admin@example.org"))
    var configuration = NodeConfiguration()
    configuration.notifySubscriptions = false
    configuration.sendLastItem = .never
    var effects = [Effect.create(node, configuration, owner: owner)]
    for number in 0..<items {
      let payload = Array(Bench.entry("Item \(number)").utf8)
      let item = PublishedItem(
        id: ItemID(stored: "i\(number)"), publisher: owner, payload: payload)
      effects.append(.store(node, item))
    }
    for number in 0..<subscribers {
      let jid = JID(try BareJID("u\(number)@example.net"))
      effects.append(
        .subscribe(
          node, SubscriptionFacts(jid: jid, id: SubscriptionID("s\(number)"), state: .subscribed)))
    }
    return effects
  }
}
