import PubSub
import Social
import Store
import XMPP

extension Context {
  /// The directory of the communities and blogs that everybody may read, those first that were changed last or have the
  /// most subscribers (XEP-0030, section 4, in an order of XEP-0413).
  func directory(_ order: DirectoryOrder, _ list: NodeListRequest, _ iq: IQ) throws(StanzaError)
    -> Work
  {
    try list.page?.requireNoIndex()
    try list.page?.requireForwards()
    let (place, known, jid) = (try place(after: list.page), known, iq.from.bare)
    return .read { snapshot in
      var found = try snapshot.directory(
        [], list.filter, in: service, by: order, for: jid, after: place, limit: list.limit)
      let items = try described(
        found.entries.map { (NodeID(stored: $0.node.name), $0.node.title) }, list.tree, snapshot,
        known)
      found.cut(to: items.count)
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
