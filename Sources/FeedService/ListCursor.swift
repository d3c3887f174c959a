import Store
import XMPP

/// A page of a list in the sense of XEP-0059, with enciphered numbers as its UIDs: whose entries come and go, a
/// number stays where it is.
struct ListCursor {
  let range: ListRange
  private let cipher: Cipher
  /// Whether a page was asked for, and not the whole list.
  private let isPage: Bool

  /// - Parameters:
  ///   - cipher: of this very list.
  ///   - limit: how many entries an answer holds at most.
  init(_ page: ResultSet.Request?, _ cipher: Cipher, limit: Int) throws(StanzaError) {
    self.cipher = cipher
    isPage = page != nil
    try page?.requireNoIndex()
    func number(_ uid: String?) throws(StanzaError) -> Int64? {
      guard let uid, !uid.isEmpty else { return nil }
      return try cipher.place(uid)
    }
    range = ListRange(
      after: try number(page?.after), before: try number(page?.before),
      isBackwards: page?.before != nil, limit: min(page?.max ?? limit, limit))
  }

  /// The set that goes with a page: also with a whole list that had to be cut.
  func response(_ list: ListPage<some Any>) -> ResultSet.Response? {
    guard isPage || list.isCut else { return nil }
    var set = ResultSet.Response(
      first: list.entries.first.map { cipher.name($0.cursor) },
      last: list.entries.last.map { cipher.name($0.cursor) }, count: list.count)
    set.goOn(from: list.reached.map(cipher.name), isBackwards: range.isBackwards)
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
