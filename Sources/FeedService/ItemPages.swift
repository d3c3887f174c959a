import PubSub
import Store
import XMPP

/// The pages of a node's items (XEP-0059, sections 2.2 to 2.6), in the order of the last publish, oldest first,
/// or in the one that was asked for (XEP-0413).
///
/// A UID is the enciphered place of an item, with a letter for the order: `m` that of modification, `c` of
/// creation. It outlives the item, and an edit too. The id of an item that is there will do as well.
///
/// A request without a result set and without an order is answered newest first. Its UIDs carry a mark, which says
/// at which end of the answer they stood, and so do those of every answer to a request with such a UID. Two kinds of
/// clients go on from there. Some go beyond that end: to what is newer than the newest, oldest first, with
/// `<after/>` it, and to what is older than the oldest, newest first, with `<before/>` it. Others walk on through a
/// list that is newest first: to what is older with `<after/>` its oldest, back with `<before/>` its newest.
struct ItemPages {
  let order: ItemOrder
  private let isDescending: Bool
  private let isStrict: Bool
  private let cipher: Cipher

  /// - Parameter cipher: of the items of this node.
  init(_ order: OrderBy<ItemOrderField>?, _ cipher: Cipher) {
    self.order = order?.by == .creation ? .creation : .modification
    isDescending = order?.isDescending ?? false
    isStrict = order != nil
    self.cipher = cipher
  }

  /// At which end of an answer that is newest first a UID stood.
  enum Mark: Character {
    case newest = "n"
    case oldest = "o"
  }

  struct Wanted {
    var range: ItemRange
    /// Whether the page is read from its other end.
    var isReversed: Bool
    /// Whether the UIDs of the answer carry marks.
    var isMarked: Bool

    /// The page itself is newest first.
    var isNewestFirst: Bool { range.isDescending != isReversed }
  }

  private typealias Place = (number: Int64, mark: Mark?)

  /// What a request without a result set is answered with.
  func wanted(maxItems: Int?) -> Wanted {
    // The newest, in the order that was asked for.
    let isFromStart = isStrict && !isDescending && maxItems == nil
    let range = ItemRange(order, isDescending: !isFromStart)
    return Wanted(
      range: range, isReversed: isStrict && isDescending != range.isDescending,
      isMarked: !isStrict)
  }

  /// - Parameter item: finds an item by its id.
  func wanted(_ page: ResultSet.Request, _ item: (String) throws -> StoredItem?) throws -> Wanted {
    let after = try page.after.flatMap { $0.isEmpty ? nil : try place($0, item) }
    guard let before = page.before else { return wanted(after: after) }
    return wanted(before: before.isEmpty ? nil : try place(before, item), after: after)
  }

  private func wanted(after edge: Place?) -> Wanted {
    // A mark is only met where nothing else was asked for.
    let range = ItemRange(
      order, isDescending: edge?.mark.map { $0 == .oldest } ?? isDescending, beyond: edge?.number)
    return Wanted(range: range, isReversed: false, isMarked: edge?.mark != nil)
  }

  /// XEP-0059 says nothing of `<after/>` beside it: what lies between is meant.
  private func wanted(before edge: Place?, after: Place?) -> Wanted {
    var range = ItemRange(order, isDescending: !isDescending, beyond: edge?.number)
    if let edge, let mark = edge.mark {
      range.isDescending = after.map { $0.number < edge.number } ?? (mark == .oldest)
    }
    if range.isDescending { range.after = after?.number } else { range.before = after?.number }
    let isMarked = edge?.mark != nil
    return Wanted(
      range: range, isReversed: !(isMarked && range.isDescending), isMarked: isMarked)
  }

  func response(_ slice: ItemSlice, _ wanted: Wanted, count: Int) -> ResultSet.Response {
    let (first, last) = letters(wanted)
    func place(_ item: StoredItem) -> String { cipher.name(order.cursor(of: item)) }
    var set = ResultSet.Response(
      first: slice.page.first.map { first + place($0) },
      last: slice.page.last.map { last + place($0) }, count: count)
    set.goOn(
      from: slice.reached.map { (wanted.isReversed ? first : last) + cipher.name($0) },
      isBackwards: wanted.isReversed)
    return set
  }

  private func letters(_ wanted: Wanted) -> (first: String, last: String) {
    guard wanted.isMarked else {
      let letter = order == .creation ? "c" : "m"
      return (letter, letter)
    }
    let ends = [Mark.newest, .oldest].map { String($0.rawValue) }
    return wanted.isNewestFirst ? (ends[0], ends[1]) : (ends[1], ends[0])
  }

  /// Where a UID stands. One of the other order stands nowhere in this one.
  private func place(_ uid: String, _ item: (String) throws -> StoredItem?) throws -> Place {
    let letter = uid.first
    let mark = letter.flatMap(Mark.init)
    let fits = order == .creation ? letter == "c" : letter == "m" || mark != nil
    if fits, let number = try? cipher.place(uid.dropFirst()) {
      return (number, isStrict ? nil : mark)
    }
    guard let item = try item(uid) else {
      throw StanzaError(.itemNotFound, "That is not a place among the items of this node.")
    }
    return (order.cursor(of: item), nil)
  }
}
