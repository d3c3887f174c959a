import Store
import XMPP

/// A page of a list in the sense of XEP-0059, with enciphered numbers as its UIDs: whose entries come and go, a
/// number stays where it is.
struct ListCursor {
  let range: ListRange
  private let cipher: Cipher
  /// Whether a page was asked for, and not the whole list.
  private let isPage: Bool
  private let isDescending: Bool

  /// - Parameters:
  ///   - cipher: of this very list.
  ///   - limit: how many entries an answer holds at most.
  ///   - isDescending: the list is given from its end on; then that is where it begins.
  init(
    _ page: ResultSet.Request?, _ cipher: Cipher, limit: Int, isDescending: Bool = false
  ) throws(StanzaError) {
    self.cipher = cipher
    self.isDescending = isDescending
    isPage = page != nil
    try page?.requireNoIndex()
    func number(_ uid: String?) throws(StanzaError) -> Int64? {
      guard let uid, !uid.isEmpty else { return nil }
      return try cipher.place(uid)
    }
    let (after, before) = (try number(page?.after), try number(page?.before))
    range = ListRange(
      after: isDescending ? before : after, before: isDescending ? after : before,
      isBackwards: (page?.before != nil) != isDescending, limit: min(page?.max ?? limit, limit))
  }

  /// The set that goes with a page: also with a whole list that had to be cut.
  func response(_ list: ListPage<some Any>) -> ResultSet.Response? {
    guard isPage || list.isCut else { return nil }
    let ends = [list.entries.first, list.entries.last].map { $0.map { cipher.name($0.cursor) } }
    var set = ResultSet.Response(
      first: ends[isDescending ? 1 : 0], last: ends[isDescending ? 0 : 1], count: list.count)
    set.goOn(
      from: list.reached.map(cipher.name), isBackwards: range.isBackwards != isDescending)
    return set
  }
}

extension Cipher {
  /// The number that a UID of ours stands for. What is none of ours is not found (XEP-0059, section 2.4).
  func place(_ uid: some StringProtocol) throws(StanzaError) -> Int64 {
    // No number of ours has more than 44 bits: a made up UID has, but for one in a million.
    guard let number = number(uid), number > 0, number < 1 << 44 else { throw .noSuchPlace }
    return number
  }
}

extension StanzaError {
  static let noSuchPlace = StanzaError(.itemNotFound, "There is no such place in this list.")
}

extension ResultSet.Request {
  func requireNoIndex() throws(StanzaError) {
    guard index == nil else {
      throw StanzaError(.featureNotImplemented, "Pages are found by their entries, not by number.")
    }
  }

  /// For lists that are read from the most to the least.
  func requireForwards() throws(StanzaError) {
    guard before == nil else {
      throw StanzaError(.featureNotImplemented, "This list is read forwards, from the first on.")
    }
  }
}

extension ResultSet.Response {
  /// Says where the next page begins if this one is short because enough was looked through, which need not be at
  /// its last entry: perhaps it has none.
  ///
  /// - Parameter isBackwards: whether the page was read from its last entry on.
  mutating func goOn(from place: String?, isBackwards: Bool) {
    guard let place else { return }
    if isBackwards || first == nil { first = place }
    if !isBackwards || last == nil { last = place }
  }
}
