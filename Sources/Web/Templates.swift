import Mustache
import NIOCore
import Social
import Synchronization

/// The page templates: those that are part of the program, and those that an admin has put in their place.
///
/// A value is escaped unless its tag is `{{{html}}}` or `{{{json}}}`, and every field of these names is a `SafeHTML` or a
/// `SafeJSON`. `{{words.skip}}` is a word of the interface, which stands in the template before it is read.
final class Templates: Sendable {
  enum Failure: Error {
    case missing(String)
  }

  private let own: [String: String]
  /// With the words of a language in their places, as soon as somebody has asked for it.
  private let libraries = Mutex<[LanguageTag: MustacheLibrary]>([:])

  static let ending = ".mustache"
  static let builtIn = Templates(own: [:])

  private init(own: [String: String]) {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    self.own = own
  }

  /// - Parameters:
  ///   - own: what stands in place of some of them, by file name. Throws `LookProblem`.
  ///   - language: any; that each has all words is known.
  convenience init(own: [String: String], checkedIn language: Language) throws {
    self.init(own: own)
    let names = Set(Self.sources.map(\.name))
    for (file, text) in own where file.hasSuffix(Self.ending) {
      try TemplateCheck(file: file, text: text).run(language, names: names)
    }
    try TemplateCycle.check(
      Self.sources.map {
        ($0.name, own[$0.name + Self.ending] ?? String(decoding: $0.text, as: UTF8.self))
      })
  }

  func render(_ view: some View, _ name: String, _ language: Language) throws -> ByteBuffer {
    guard let text = try library(language).render(view, withTemplate: name) else {
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
    ("about", PackageResources.about_mustache),
    ("communities", PackageResources.communities_mustache),
    ("archive", PackageResources.archive_mustache), ("months", PackageResources.months_mustache),
    ("code", PackageResources.code_mustache), ("labels", PackageResources.labels_mustache),
  ]

  private func library(_ language: Language) throws -> MustacheLibrary {
    try libraries.withLock { libraries in
      if let library = libraries[language.tag] { return library }
      let library = try load(language)
      libraries[language.tag] = library
      return library
    }
  }

  private func load(_ language: Language) throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for (name, bytes) in Self.sources {
      let source = own[name + Self.ending] ?? String(decoding: bytes, as: UTF8.self)
      let text = try TemplateWords.put(language, into: source)
      // A partial begins with the default escaping again, so the pragma goes into every template.
      try library.register("{{% CONTENT_TYPE:\(HTMLText.name)}}\n" + text, named: name)
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
