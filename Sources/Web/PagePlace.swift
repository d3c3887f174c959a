package import Store

/// The name of a place in a list. It tells nobody how much there is before it: the numbers of posts grow with all that
/// happens on a service, also where nobody may look.
package struct PlaceName: Hashable, Sendable {
  /// `k` and an enciphered number.
  package let text: String

  init(_ number: Int64, _ cipher: Cipher) { text = "k" + cipher.name(number) }

  /// Nil if it is not of that shape.
  package init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "k"), Cipher.isName(text.dropFirst()) else { return nil }
    self.text = text
  }

  /// Some number, if it is not one of our names.
  func number(_ cipher: Cipher) -> Int64? { cipher.number(text.dropFirst()) }
}

/// Which page of a list is wanted.
package enum PagePlace: Hashable, Sendable {
  case newest
  case before(PlaceName)
  case after(PlaceName)
}

extension Site {
  func cursor(_ place: PagePlace) -> PageCursor {
    switch place {
    case .newest: .newest
    case .before(let name): name.number(postPlaces).map(PageCursor.before) ?? .newest
    case .after(let name): name.number(postPlaces).map(PageCursor.after) ?? .newest
    }
  }
}
