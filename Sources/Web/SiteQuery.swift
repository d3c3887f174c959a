import Store

/// The query of an address. Others add items of their own to a link, in whatever coding.
struct SiteQuery {
  private let items: [(name: Substring, value: Substring)]
  /// Whether it says something in a form that is written no more.
  private(set) var isOutdated = false

  init(_ text: Substring) {
    items = text.split(separator: "&").map { item in
      let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (sides[0], sides.count > 1 ? sides[1] : "")
    }
  }

  /// The value of a name of this site's, which may be there once.
  func value(_ name: String) throws(SitePathError) -> String? {
    let found = try values(name)
    guard found.count <= 1 else { throw .malformed }
    return found.first
  }

  /// The values of a name that may be there several times.
  func values(_ name: String) throws(SitePathError) -> [String] {
    let found = items.filter { PercentCoding.decode($0.name.utf8, plusIsSpace: true) == name }
    return try found.map { item throws(SitePathError) in
      guard let value = PercentCoding.decode(item.value.utf8, plusIsSpace: true) else {
        throw .malformed
      }
      return value
    }
  }

  /// `before` or `after`.
  ///
  /// - Parameter isDated: in the order of publication.
  mutating func place(isDated: Bool = false) throws(SitePathError) -> PagePlace {
    let places =
      isDated
      ? (try datedPlace("before"), try datedPlace("after"))
      : (try placeName("before"), try placeName("after"))
    switch places {
    case (nil, nil): return .newest
    case (let before?, nil): return .before(before)
    case (nil, let after?): return .after(after)
    case (_?, _?): throw .malformed
    }
  }

  private func datedPlace(_ name: String) throws(SitePathError) -> PlaceName? {
    guard let text = try value(name) else { return nil }
    guard let place = PlaceName(dated: text) else { throw .malformed }
    return place
  }

  func foundPlace(_ name: String) throws(SitePathError) -> FoundPlace? {
    guard let text = try value(name) else { return nil }
    guard let place = FoundPlace(text) else { throw .malformed }
    return place
  }

  /// Places were numbers once: those who have one get the first page.
  mutating func placeName(_ name: String) throws(SitePathError) -> PlaceName? {
    guard let text = try value(name) else { return nil }
    if let place = PlaceName(text) { return place }
    guard let number = Int64(text), String(number) == text else { throw .malformed }
    isOutdated = true
    return nil
  }
}
