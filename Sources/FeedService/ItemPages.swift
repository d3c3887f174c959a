import PubSub
import Store
import XMPP

/// The pages of a node's items (XEP-0059, sections 2.2 to 2.6), in the order of the last publish, oldest first,
/// or in the one that was asked for (XEP-0413).
///
/// A UID is the enciphered place of an item, with a letter for the order: `m` that of modification, `c` of
/// creation. It outlives the item, and an edit too. The id of an item that is there will do as well.
///
/// A request without a result set and without an order is answered newest first, and clients exist that go on from
/// its `<last/>` with `<before/>` and expect the next page newest first too, which XEP-0059 would turn round. The
/// letter `n` says that a UID comes from such an answer. Both dialects agree on which items a page holds, and
/// on all of `<after/>`.
struct ItemPages {
  let order: ItemOrder
  private let isDescending: Bool
  private let isStrict: Bool
  private let cipher: Cipher

  init(_ order: OrderBy?, _ cipher: Cipher) {
    self.order = order?.by == .creation ? .creation : .modification
    isDescending = order?.isDescending ?? false
    isStrict = order != nil
    self.cipher = cipher
  }

  struct Wanted {
    var range: ItemRange
    /// Whether the page is read from its other end.
    var isReversed: Bool
    /// Whether the UIDs of the answer carry the mark.
    var isMarked: Bool
  }

  /// - Parameter item: finds an item by its id.
  func wanted(_ page: ResultSet.Request, _ item: (String) throws -> StoredItem?) throws -> Wanted {
    let edge = try page.after.flatMap { $0.isEmpty ? nil : try place($0, item) }
    if let before = page.before {
      let end = before.isEmpty ? nil : try place(before, item)
      let isMarked = !isStrict && end?.isMarked == true
      var range = ItemRange(order, isDescending: !isDescending, beyond: end?.number)
      // XEP-0059 says nothing of both together: what lies between is meant.
      if isDescending { range.before = edge?.number } else { range.after = edge?.number }
      return Wanted(range: range, isReversed: !isMarked, isMarked: isMarked)
    }
    return Wanted(
      range: ItemRange(order, isDescending: isDescending, beyond: edge?.number),
      isReversed: false, isMarked: !isStrict && edge?.isMarked == true)
  }

  func response(_ items: [StoredItem], isMarked: Bool, count: Int) -> ResultSet.Response {
    let letter = isMarked ? "n" : order == .creation ? "c" : "m"
    func uid(_ item: StoredItem) -> String { letter + cipher.name(order.cursor(of: item)) }
    return ResultSet.Response(
      first: items.first.map(uid), last: items.last.map(uid), count: count)
  }

  /// Where a UID stands. One of the other order stands nowhere in this one.
  private func place(_ uid: String, _ item: (String) throws -> StoredItem?) throws -> (
    number: Int64, isMarked: Bool
  ) {
    let letter = uid.first
    let fits = order == .creation ? letter == "c" : letter == "m" || letter == "n"
    if fits, let number = try? cipher.place(uid.dropFirst()) { return (number, letter == "n") }
    guard let item = try item(uid) else {
      throw StanzaError(.itemNotFound, "That is not a place among the items of this node.")
    }
    return (order.cursor(of: item), false)
  }
}
