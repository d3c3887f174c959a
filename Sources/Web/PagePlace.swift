package import Store

/// The name of a place in a list. It tells nobody how much there is before it: the numbers of posts grow with all that
/// happens on a service, also where nobody may look.
package struct PlaceName: Hashable, Sendable {
  /// `k` and an enciphered number.
  package let text: String

  init(_ number: Int64, _ cipher: Cipher) { text = "k" + cipher.name(number) }

  /// In the order of publication: `d` and two enciphered numbers.
  init(_ place: DatePlace, _ cipher: Cipher) {
    text = "d" + cipher.name(place.published) + cipher.name(place.item)
  }

  /// Nil if it is not of that shape.
  package init?(dated text: String) {
    let numbers = text.dropFirst()
    guard text.utf8.first == UInt8(ascii: "d"), Cipher.isName(numbers.prefix(Self.length)),
      Cipher.isName(numbers.dropFirst(Self.length))
    else { return nil }
    self.text = text
  }

  /// Nil if it is not of that shape.
  package init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "k"), Cipher.isName(text.dropFirst()) else { return nil }
    self.text = text
  }

  /// Some place, if it is not one of our names; nil if it is one of another order.
  func dated(_ cipher: Cipher) -> DatePlace? {
    let numbers = text.dropFirst()
    guard text.utf8.first == UInt8(ascii: "d"),
      let published = cipher.number(numbers.prefix(Self.length)),
      let item = cipher.number(numbers.dropFirst(Self.length))
    else { return nil }
    return DatePlace(published: published, item: item)
  }

  private static let length = 13

  /// Some number, if it is not one of our names.
  func number(_ cipher: Cipher) -> Int64? { cipher.number(text.dropFirst()) }
}

/// Which page of a list is wanted.
package enum PagePlace: Hashable, Sendable {
  case newest
  case before(PlaceName)
  case after(PlaceName)
}

extension PagePlace {
  var query: [(name: String, value: String)] {
    switch self {
    case .newest: []
    case .before(let place): [("before", place.text)]
    case .after(let place): [("after", place.text)]
    }
  }
}

extension Site {
  func archiveCursor(_ place: PagePlace) -> ArchiveCursor {
    switch place {
    case .newest: .newest
    case .before(let name): name.dated(datePlaces).map(ArchiveCursor.before) ?? .newest
    case .after(let name): name.dated(datePlaces).map(ArchiveCursor.after) ?? .newest
    }
  }

  func cursor(_ place: PagePlace) -> PageCursor {
    switch place {
    case .newest: .newest
    case .before(let name): name.number(postPlaces).map(PageCursor.before) ?? .newest
    case .after(let name): name.number(postPlaces).map(PageCursor.after) ?? .newest
    }
  }
}
