import PubSub
import Social
import Store
import XMPP

extension Context {
  /// The communities and blogs that everybody may read, those first that were changed last or have the most
  /// subscribers (XEP-0030, section 4, in an order of XEP-0413).
  func directory(
    _ order: OrderBy<DirectoryField>, _ filter: TypeFilter, _ page: ResultSet.Request?, _ iq: IQ
  ) throws(StanzaError) -> Work {
    guard order.isDescending else {
      throw StanzaError(.featureNotImplemented, "That order is a descending one: desc='true'.")
    }
    try page?.requireNoIndex()
    try page?.requireForwards()
    let limit = min(page?.max ?? Self.maximumNodes, Self.maximumNodes)
    let (place, jid) = (try place(after: page), iq.from.bare)
    return .read { snapshot in
      let found = try snapshot.directory(
        [], filter, in: service, by: order.by.order, for: jid, after: place, limit: limit)
      let items = found.entries.map {
        DiscoItems.Item(JID(self.jid), node: $0.node.name, name: $0.node.title)
      }
      return Reply(DiscoItems(items: items, page: set(found)).element)
    }
  }

  /// Where a page of the directory lies in it.
  func set(_ found: DirectoryPage) -> ResultSet.Response {
    set(found.entries.map(\.place), reached: found.reached)
  }

  /// - Parameter reached: where to go on, if that is not at the last of them.
  func set(_ places: [SearchPlace], reached: SearchPlace?) -> ResultSet.Response {
    var set = ResultSet.Response(first: places.first.map(mark), last: places.last.map(mark))
    set.goOn(from: reached.map(mark), isBackwards: false)
    return set
  }
}
