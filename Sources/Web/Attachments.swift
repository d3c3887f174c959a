import Social

/// The files that belong to a post, by how a browser shows them.
struct Attachments: View {
  struct Media: View {
    var source: String
    /// Where a page loads a picture from.
    var shown: String
    /// What stands in the place of a picture that is not seen, and below what is played.
    var caption: String
    var extent: Extent?

    static let fields: ViewFields<Attachments.Media> = [
      "source": { $0.source }, "shown": { $0.shown }, "caption": { $0.caption },
      "extent": { $0.extent },
    ]
  }

  /// In pixels, as the post says: room that is kept free until the picture is there.
  struct Extent: View {
    var width: Int
    var height: Int

    static let fields: ViewFields<Attachments.Extent> = [
      "width": { $0.width }, "height": { $0.height },
    ]
  }

  struct File: View {
    var address: String
    var fileName: String
    /// `application/pdf, 1.2 MB`
    var details: String?

    static let fields: ViewFields<Attachments.File> = [
      "address": { $0.address }, "fileName": { $0.fileName }, "details": { $0.details },
    ]
  }

  var pictures: [Media] = []
  var sounds: [Media] = []
  var films: [Media] = []
  var files: [File] = []
  var cards: [LinkCard] = []

  static let fields: ViewFields<Attachments> = [
    "pictures": { $0.pictures }, "sounds": { $0.sounds }, "films": { $0.films },
    "files": { $0.files },
    "hasFiles": { !$0.files.isEmpty }, "cards": { $0.cards }, "hasCards": { !$0.cards.isEmpty },
  ]

  var isEmpty: Bool {
    pictures.isEmpty && sounds.isEmpty && films.isEmpty && files.isEmpty && cards.isEmpty
  }

  /// What the content already shows is left out; an excerpt has the first picture alone.
  ///
  /// - Parameters:
  ///   - nameLength: Unicode scalars of a file's name.
  ///   - unnamed: what stands for a picture that nobody has described.
  ///   - link: where a page loads a picture of an address from.
  init(
    _ entry: Entry, clipped: Bool, nameLength: Int, unnamed: String,
    link: (String) -> String = { $0 }
  ) {
    for enclosure in entry.enclosures where Self.isWeb(enclosure.href) {
      func picture() -> Media {
        Media(
          source: enclosure.href, shown: link(enclosure.href),
          caption: enclosure.title ?? unnamed, extent: Self.extent(enclosure))
      }
      func played() -> Media {
        Media(
          source: enclosure.href, shown: enclosure.href,
          caption: File(enclosure, nameLength).fileName, extent: Self.extent(enclosure))
      }
      switch Self.kind(enclosure) {
      case "image" where clipped: if pictures.isEmpty { pictures.append(picture()) }
      case "image": if !entry.html.shows(enclosure.href) { pictures.append(picture()) }
      case _ where clipped: continue
      case "audio": sounds.append(played())
      case "video": films.append(played())
      default: files.append(File(enclosure, nameLength))
      }
    }
    if !clipped { cards = entry.links.compactMap { LinkCard($0, nameLength) } }
  }

  private static func extent(_ enclosure: Entry.Enclosure) -> Extent? {
    guard let width = enclosure.width, let height = enclosure.height else { return nil }
    let sides = 1...65_535
    guard sides.contains(Int(width)), sides.contains(Int(height)) else { return nil }
    return Extent(width: Int(width), height: Int(height))
  }

  private static func isWeb(_ address: String) -> Bool {
    SiteLinks.outward(address) != nil && !address.lowercased().hasPrefix("xmpp:")
  }

  /// The top-level media type; from the name's ending where none is given.
  private static func kind(_ enclosure: Entry.Enclosure) -> String {
    if let type = enclosure.type { return String(type.lowercased().prefix { $0 != "/" }) }
    let path = enclosure.href.prefix { $0 != "?" && $0 != "#" }
    switch path.split(separator: ".").last?.lowercased() {
    case "jpg", "jpeg", "png", "gif", "webp", "avif", "svg": return "image"
    case "mp3", "ogg", "oga", "opus", "m4a", "flac", "wav": return "audio"
    case "mp4", "webm", "mov", "m4v": return "video"
    default: return "application"
    }
  }
}

extension Attachments.File {
  fileprivate init(_ enclosure: Entry.Enclosure, _ nameLength: Int) {
    address = enclosure.href
    let name = enclosure.href.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last
    let ending = name.flatMap { PercentCoding.decode(Substring($0).utf8) }
    // A name that turns its direction could show an ending that it has not.
    fileName = Label.first(of: enclosure.title, ending, enclosure.href, limit: nameLength)
    let parts = [enclosure.type, enclosure.length.flatMap(Self.size)].compactMap { $0 }
    details = parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// `812 B`, `3.4 kB`, `12.0 MB`
  static func size(_ bytes: Int64) -> String? {
    guard bytes >= 0 else { return nil }
    guard bytes >= 1_000 else { return "\(bytes) B" }
    var tenths = bytes / 100
    for unit in ["kB", "MB", "GB"] {
      if tenths < 10_000 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      tenths /= 1_000
    }
    return "\(tenths / 10) TB"
  }
}

extension SafeHTML {
  /// Whether the content already holds this address, as a picture of its own.
  fileprivate func shows(_ address: String) -> Bool {
    markup.utf8.contains("src=\"\(HTMLText.escape(address))\"".utf8)
  }
}
