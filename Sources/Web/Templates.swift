import Mustache
import NIOCore
import Social

/// The page templates: those that are part of the program, and those that an admin has put in their place.
///
/// A value is escaped unless its tag is `{{{html}}}` or `{{{json}}}`, and every field of these names is a `SafeHTML` or a
/// `SafeJSON`. `{{words.skip}}` is a word of the interface, which stands in the template before it is read.
/// The templating looks a name up in the outer objects too when the inner one has no value for it,
/// so no two objects that are nested in a page have fields of the same name.
struct Templates: Sendable {
  enum Failure: Error {
    case missing(String)
  }

  /// With the words of each language in their places.
  private let libraries: [LanguageTag: MustacheLibrary]

  static let ending = ".mustache"

  /// - Parameter own: what stands in place of some of them, by file name. Throws `LookProblem`.
  init(_ languages: Languages, own: [String: String] = [:]) throws {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    let names = Set(Self.sources.map(\.name))
    for (file, text) in own where file.hasSuffix(Self.ending) {
      try TemplateCheck(file: file, text: text).run(languages.standard, names: names)
    }
    let libraries = try languages.each.map { ($0.tag, try Self.library($0, own)) }
    self.libraries = Dictionary(uniqueKeysWithValues: libraries)
  }

  func render(_ view: some Sendable, _ name: String, _ language: Language) throws -> ByteBuffer {
    guard let text = libraries[language.tag]?.render(ViewFields(of: view), withTemplate: name)
    else { throw Failure.missing(name) }
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

  private static func library(_ language: Language, _ own: [String: String]) throws
    -> MustacheLibrary
  {
    var library = MustacheLibrary()
    for (name, bytes) in sources {
      let source = own[name + ending] ?? String(decoding: bytes, as: UTF8.self)
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
