import XML
import XMPP

extension Entry {
  /// A place, by its coordinates, its name or both (XEP-0080).
  package struct Location: Hashable, Sendable {
    package struct Coordinates: Hashable, Sendable {
      /// Degrees, north and east of zero (WGS 84).
      package var latitude: Double
      package var longitude: Double

      package init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
      }
    }

    package var coordinates: Coordinates?
    /// On one line.
    package var name: String?

    package init(coordinates: Coordinates?, name: String?) {
      self.coordinates = coordinates
      self.name = name
    }
  }
}

extension Entry.Location {
  /// `<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat/><lon/><country/></geoloc>`; nil if it says nothing
  /// that can be shown.
  init?(of payload: Element, limits: EntryLimits) {
    guard let place = payload.first("geoloc", Namespace.geoloc) else { return nil }
    func text(_ name: String) -> String { place.first(name, Namespace.geoloc)?.text.trimmed ?? "" }
    func degrees(_ name: String, _ limit: Double) -> Double? {
      guard let value = Double(text(name)), value.isFinite, abs(value) <= limit else { return nil }
      return value
    }
    if let latitude = degrees("lat", 90), let longitude = degrees("lon", 180) {
      coordinates = Coordinates(latitude: latitude, longitude: longitude)
    }
    let parts = ["locality", "region", "country"].map(text).filter { !$0.isEmpty }
    let names = [text("text"), parts.joined(separator: ", "), text("description")]
    name = names.lazy.map { $0.oneLine(limit: limits.titleLength) }.first { !$0.isEmpty }
    guard coordinates != nil || name != nil else { return nil }
  }
}
