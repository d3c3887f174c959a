import Mustache
import NIOCore
import Social

/// The page templates, which are part of the program.
///
/// A value is escaped unless its tag is `{{{html}}}` or `{{{json}}}`, and every field of these names is a `SafeHTML` or a
/// `SafeJSON`.
/// The templating looks a name up in the outer objects too when the inner one has no value for it,
/// so no two objects that are nested in a page have fields of the same name.
enum Templates {
  enum Failure: Error {
    case missing(String)
  }

  static func render(_ view: some Sendable, _ name: String) throws -> ByteBuffer {
    guard let text = try library.get().render(ViewFields(of: view), withTemplate: name) else {
      throw Failure.missing(name)
    }
    return ByteBuffer(string: text)
  }

  static let sources: [(name: String, text: [UInt8])] = [
    ("layout", PackageResources.layout_mustache), ("front", PackageResources.front_mustache),
    ("community", PackageResources.community_mustache), ("post", PackageResources.post_mustache),
    ("tag", PackageResources.tag_mustache), ("search", PackageResources.search_mustache),
    ("notice", PackageResources.notice_mustache),
    ("entry", PackageResources.entry_mustache), ("byline", PackageResources.byline_mustache),
    ("attachments", PackageResources.attachments_mustache),
    ("comments", PackageResources.comments_mustache),
    ("quotes", PackageResources.quotes_mustache), ("shares", PackageResources.shares_mustache),
    ("reactions", PackageResources.reactions_mustache), ("embed", PackageResources.embed_mustache),
    ("communities", PackageResources.communities_mustache),
    ("archive", PackageResources.archive_mustache), ("months", PackageResources.months_mustache),
  ]

  private static let library = Result { try load() }

  private static func load() throws -> MustacheLibrary {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    var library = MustacheLibrary()
    for (name, bytes) in sources {
      // A partial begins with the default escaping again, so the pragma goes into every template.
      let text = "{{% CONTENT_TYPE:\(HTMLText.name)}}\n" + String(decoding: bytes, as: UTF8.self)
      try library.register(text, named: name)
    }
    return library
  }
}

/// Escapes for text and for quoted attributes alike.
///
/// The library's own escaping goes by grapheme clusters and so passes over a quotation mark or a
/// `<` that a combining character follows, which ends an attribute all the same.
struct HTMLText: MustacheContentType {
  static let name = "HTMLText"

  func escapeText(_ text: String) -> String { Self.escape(text) }

  static func escape(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      case UInt8(ascii: "`"): bytes += "&#96;".utf8
      case 0: bytes += "\u{FFFD}".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension SafeJSON: MustacheCustomRenderable {
  package var renderText: String { text }
  package var isNull: Bool { false }
}

extension SafeHTML: MustacheCustomRenderable {
  package var renderText: String { markup }
  package var isNull: Bool { false }
}
