import XML
import XMPP

extension Entry {
  /// A file that belongs to the post; `href` is http or https.
  package struct Enclosure: Hashable, Sendable {
    package var href: String
    package var type: String?
    package var title: String?
    /// In bytes.
    package var length: Int64?
    /// In pixels; both or none.
    package var width: Int?
    package var height: Int?

    package init(
      href: String, type: String?, title: String?, length: Int64?, width: Int? = nil,
      height: Int? = nil
    ) {
      self.href = href
      self.type = type
      self.title = title
      self.length = length
      self.width = width
      self.height = height
    }
  }
}

/// The files of an entry, each address once: `link rel='enclosure'` (RFC 4287, section 4.2.7.2), and what XEP-0447
/// says of a file, which knows its size in pixels too.
struct EntryEnclosures {
  private(set) var list: [Entry.Enclosure] = []
  private let limits: EntryLimits

  init(_ payload: Element, limits: EntryLimits) {
    self.limits = limits
    let base = payload.base(within: nil)
    for child in payload.elements {
      if child.is("link", Namespace.atom), child["rel"] == "enclosure" {
        add(link: child, base: child.base(within: base))
      } else if child.is("file-sharing", Namespace.fileSharing) {
        add(shared: child, base: base)
      }
    }
  }

  private mutating func add(link: Element, base: BaseAddress?) {
    guard let href = address(link["href"], base) else { return }
    let size = PixelSize(link["width"], link["height"], limits)
    merge(
      Entry.Enclosure(
        href: href, type: link["type"].flatMap(MediaType.read), title: title(link["title"]),
        length: link["length"].flatMap(Self.length), width: size?.width, height: size?.height))
  }

  /// `<file-sharing xmlns='urn:xmpp:sfs:0'><file/><sources/></file-sharing>` (XEP-0447, XEP-0446).
  private mutating func add(shared: Element, base: BaseAddress?) {
    let sources = shared.first("sources", Namespace.fileSharing)
    let addresses = sources?.all("url-data", Namespace.urlData).compactMap {
      address($0["target"], base)
    }
    guard let href = addresses?.first else { return }
    let file = shared.first("file", Namespace.fileMetadata)
    func text(_ name: String) -> String? { file?.first(name, Namespace.fileMetadata)?.text.trimmed }
    let size = PixelSize(text("width"), text("height"), limits)
    merge(
      Entry.Enclosure(
        href: href, type: text("media-type").flatMap(MediaType.read),
        title: title(text("desc")) ?? title(text("name")),
        length: text("size").flatMap(Self.length), width: size?.width, height: size?.height))
  }

  /// A file that is named twice is one, and what one of the two does not say the other may.
  private mutating func merge(_ file: Entry.Enclosure) {
    guard let index = list.firstIndex(where: { $0.href == file.href }) else {
      if list.count < limits.enclosures { list.append(file) }
      return
    }
    list[index].type = list[index].type ?? file.type
    list[index].title = list[index].title ?? file.title
    list[index].length = list[index].length ?? file.length
    guard list[index].width == nil else { return }
    (list[index].width, list[index].height) = (file.width, file.height)
  }

  private func address(_ raw: String?, _ base: BaseAddress?) -> String? {
    guard let raw, raw.utf8.count <= limits.content.addressBytes else { return nil }
    return SafeAddress.media(raw, base: base)
  }

  private func title(_ raw: String?) -> String? {
    let title = raw?.oneLine(limit: limits.enclosureTitleLength) ?? ""
    return title.isEmpty ? nil : title
  }

  private static func length(_ text: String) -> Int64? {
    Int64(text).flatMap { $0 < 0 ? nil : $0 }
  }
}

/// Width and height of a picture or a film, as long as they can be true.
private struct PixelSize {
  let width: Int
  let height: Int

  init?(_ width: String?, _ height: String?, _ limits: EntryLimits) {
    guard let width = width.flatMap({ Int($0) }), let height = height.flatMap({ Int($0) }),
      (1...limits.pixels).contains(width), (1...limits.pixels).contains(height)
    else { return nil }
    (self.width, self.height) = (width, height)
  }
}

/// `type/subtype` in lower case (RFC 6838, section 4.2), parameters left out.
enum MediaType {
  static func read(_ raw: String) -> String? {
    let type = String(raw.prefix { $0 != ";" }).trimmed
    let parts = type.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ part in
        (1...127).contains(part.utf8.count)
          && part.utf8.allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || "!#$&-^_.+".utf8.contains($0)
          }
      })
    else { return nil }
    return type.lowercased()
  }
}
