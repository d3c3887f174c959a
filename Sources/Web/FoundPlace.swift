/// The name of a place among all posts that a search finds.
package struct FoundPlace: Hashable, Sendable {
  /// Which of the search's lists it is in.
  package var list: Int
  package var place: PlaceName

  package init(list: Int, place: PlaceName) {
    self.list = list
    self.place = place
  }

  /// `0k0123456789abc`
  init?(_ text: String) {
    guard let digit = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit),
      let place = PlaceName(String(Substring(text.utf8.dropFirst())))
    else { return nil }
    self.init(list: Int(digit - UInt8(ascii: "0")), place: place)
  }

  var text: String { String(list) + place.text }
}
