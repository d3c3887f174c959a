import NIOCore
import Social
import Store
import XML
import XMPP

/// What is asked of `/oembed` (oembed.com): how a page of ours is shown in one of somebody else's.
package struct EmbedQuestion: Hashable, Sendable {
  package enum Format: String, Hashable, Sendable {
    case json, xml
  }

  /// The page's address, as somebody wrote it.
  package var address: String
  /// Nil for one that is not known.
  package var format: Format?
  /// In pixels.
  package var maximumWidth: Int?
  package var maximumHeight: Int?

  package init(
    address: String, format: Format? = .json, maximumWidth: Int? = nil, maximumHeight: Int? = nil
  ) {
    self.address = address
    self.format = format
    self.maximumWidth = maximumWidth
    self.maximumHeight = maximumHeight
  }
}

extension EmbedQuestion {
  init(_ query: SiteQuery) throws(SitePathError) {
    guard let address = try query.value("url") else { throw .malformed }
    self.init(
      address: address, format: Format(rawValue: try query.value("format") ?? "json"),
      maximumWidth: try Self.pixels(query.value("maxwidth")),
      maximumHeight: try Self.pixels(query.value("maxheight")))
  }

  private static func pixels(_ text: String?) throws(SitePathError) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), number > 0 else { throw .malformed }
    return number
  }

  var query: [(name: String, value: String)] {
    [("url", address)] + (format.map { [("format", $0.rawValue)] } ?? [])
      + (maximumWidth.map { [("maxwidth", String($0))] } ?? [])
      + (maximumHeight.map { [("maxheight", String($0))] } ?? [])
  }
}

/// What is shown there: a quotation, made by a template as pages are.
struct EmbedView: View {
  var address: String
  var tongue: String?
  var flow: String
  var headline: String?
  var beginning: String
  var name: String
  var stamp: String
  var date: String
  var siteName: String

  static let fields: ViewFields<EmbedView> = [
    "address": { $0.address }, "tongue": { $0.tongue }, "flow": { $0.flow },
    "headline": { $0.headline },
    "beginning": { $0.beginning }, "name": { $0.name }, "stamp": { $0.stamp }, "date": { $0.date },
    "siteName": { $0.siteName },
  ]
}

extension Site {
  /// Missing for what is no post, or not for the public: the two look the same.
  func embed(_ question: EmbedQuestion) async throws -> Outcome {
    guard let format = question.format else { return .refused(.notImplemented) }
    guard case .post(let node, let item, _, _)? = path(ofAddress: question.address) else {
      return .missing
    }
    switch try await store.post(service: node.service, node: node.node, item: item) {
    case .found(let post):
      let embed = try Embed(members: members(of: post, question))
      return .page(
        format == .json
          ? try Page(.json, embed.json, robots: rules(post.robots))
          : Page(.embedXML, embed.element, robots: rules(post.robots)))
    case .gone, .missing: return .missing
    }
  }

  /// The addresses to ask for a post's embedding.
  func embedLinks(_ post: PostView) -> Frame.Embedding {
    let address = links.absolute(post.path())
    func link(_ format: EmbedQuestion.Format) -> String {
      links.absolute(.machine(.embed(EmbedQuestion(address: address, format: format))))
    }
    return Frame.Embedding(embedJSON: link(.json), embedXML: link(.xml))
  }

  /// What an address of this site leads to; nil for any other.
  func path(ofAddress address: String) -> SitePath? {
    let target = address.utf8.prefix { $0 != UInt8(ascii: "#") }
    guard target.starts(with: links.origin.utf8) else { return nil }
    let rest = String(Substring(target.dropFirst(links.origin.utf8.count)))
    guard rest.isEmpty || rest.hasPrefix("/") else { return nil }
    return try? SitePath.parse(rest.isEmpty ? "/" : rest, links.home).path
  }

  private func members(of post: PostView, _ question: EmbedQuestion) throws -> [(String, JSON)] {
    let card = card(post, .whole)
    let address = links.absolute(post.path())
    let view = EmbedView(
      address: address, tongue: card.language, flow: card.direction, headline: card.heading,
      beginning: post.entry.summary(), name: card.writer.name, stamp: card.written.stamp,
      date: dates(like: card.language).date(CivilTime(post.entry.published)),
      siteName: configuration.siteName)
    let html = try look.templates.render(view, "embed", language)
    let blog = post.home.isBlog ? links.absolute(.community(post.home, .newest)) : nil
    let picture = card.attachments.pictures.first { $0.extent != nil }
    let members: KeyValuePairs<String, JSON?> = [
      "version": "1.0", "type": "rich", "title": .text(post.entry.headline()),
      "author_name": .text(card.writer.name), "author_url": blog.map(JSON.text),
      "provider_name": .text(configuration.siteName),
      "provider_url": .text(links.absolute(.front)),
      "thumbnail_url": picture.map { .text($0.source) },
      "thumbnail_width": picture?.extent.map { .count($0.width) },
      "thumbnail_height": picture?.extent.map { .count($0.height) },
      "html": .text(String(buffer: html)),
      "width": .count(min(question.maximumWidth ?? .max, Embed.width)),
      "height": .count(min(question.maximumHeight ?? .max, Embed.height)),
    ]
    return members.compactMap { name, value in value.map { (name, $0) } }
  }
}

/// An answer, in either form.
private struct Embed {
  var members: [(String, JSON)]

  /// Room for the beginning of a post, in pixels.
  static let width = 600
  static let height = 240

  var json: JSON { .object(Dictionary(members) { _, last in last }) }

  var element: Element {
    var element = Element("oembed", "")
    for case (let name, let text?) in members.map({ ($0, $1.plain) }) {
      element.append(Element(name, "", text: text))
    }
    return element
  }
}

extension JSON {
  /// As XML has it; nil for what is no text and no number.
  fileprivate var plain: String? {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .truth, .list, .object: nil
    }
  }
}
