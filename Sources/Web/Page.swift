import HTTPTypes
import Media
import NIOCore
import Social
import Store
import XMPP

/// An answer's content, in each form in which it is sent.
struct Page: Sendable {
  enum Kind: Sendable {
    case html, atom, jsonFeed, stylesheet, icon, text
    case picture(PictureFormat)
    case document(DocumentType)

    /// Whether it becomes smaller by being compressed.
    var isText: Bool { if case .picture = self { false } else { true } }

    /// As `SitePath.isWorded`.
    var isWorded: Bool { if case .html = self { true } else { false } }

    /// As `SitePath.isOpen`.
    var isOpen: Bool {
      switch self {
      case .atom, .jsonFeed, .document, .picture: true
      default: false
      }
    }

    /// Without parameters.
    var mediaType: String { String(contentType.prefix { $0 != ";" }) }

    var contentType: String {
      switch self {
      case .html: "text/html; charset=utf-8"
      case .atom: "application/atom+xml; charset=utf-8"
      case .jsonFeed: "application/feed+json; charset=utf-8"
      case .stylesheet: "text/css; charset=utf-8"
      case .icon: "image/svg+xml; charset=utf-8"
      case .text: "text/plain; charset=utf-8"
      case .picture(let format): format.rawValue
      case .document(let type): type.rawValue
      }
    }
  }

  /// One of the ways in which it is sent.
  struct Form: Sendable {
    /// Strong, from the content: the same bytes have the same tag, also after a restart.
    let tag: EntityTag
    /// What is said about the content, but for its tag.
    let fields: [HTTPField]

    private let content: Content

    fileprivate init(
      _ tag: EntityTag, _ kind: Kind, _ content: Content, coding: String? = nil
    ) {
      self.tag = tag
      self.content = content
      fields =
        [
          HTTPField(name: .contentType, value: kind.contentType),
          HTTPField(name: .contentLength, value: String(content.length)),
        ] + (coding.map { [HTTPField(name: .contentEncoding, value: $0)] } ?? [])
    }

    var body: ByteBuffer {
      switch content {
      case .kept(let body): body
      case .expanded(let compressed, let length): Gzip.expanded(compressed, length: length)
      }
    }

    fileprivate var heldBytes: Int {
      if case .kept(let body) = content { body.storageCapacity } else { 0 }
    }
  }

  fileprivate enum Content {
    case kept(ByteBuffer)
    /// Made out of the compressed form, which holds it, whenever somebody wants it.
    case expanded(ByteBuffer, length: Int)

    var length: Int {
      switch self {
      case .kept(let body): body.readableBytes
      case .expanded(_, let length): length
      }
    }
  }

  /// Most visitors take it compressed, and many more pages fit into memory so. But of what has more bytes than these not each
  /// visitor who takes it as it is gets a copy of their own.
  private static let expandedBytes = 65_536

  let kind: Kind
  /// As it is.
  let plain: Form
  /// Nil where that would gain nothing.
  let gzipped: Form?
  /// The last real change of what the page shows, where that is known for all of it.
  let changed: Timestamp?
  /// Its address, where that depends on what it shows.
  let path: SitePath?
  /// What it is connected with.
  let links: LinkHeader
  let robots: RobotRules

  init(
    _ kind: Kind, _ body: ByteBuffer, changed: Timestamp? = nil, path: SitePath? = nil,
    links: LinkHeader = LinkHeader(), robots: RobotRules = []
  ) {
    self.kind = kind
    self.changed = changed
    self.path = path
    self.links = links
    self.robots = robots
    let tag = EntityTag(of: body.readableBytesView)
    let compressed = kind.isText ? Gzip.compressed(body) : nil
    gzipped = compressed.map { Form(tag.gzipped, kind, .kept($0), coding: "gzip") }
    if let compressed, body.readableBytes <= Self.expandedBytes {
      plain = Form(tag, kind, .expanded(compressed, length: body.readableBytes))
    } else {
      plain = Form(tag, kind, .kept(body))
    }
  }

  /// About what it holds in memory.
  var heldBytes: Int {
    plain.heldBytes + (gzipped?.heldBytes ?? 0) + links.text.utf8.count
  }
}

/// What an address turned out to be.
enum Answer<Content: Sendable>: Sendable {
  case page(Content)
  /// From elsewhere.
  case picture(KeptPicture)
  /// Not there, or not for the public.
  case missing
  /// It was public and was retracted.
  case gone
  /// Shown under another address.
  case moved(SitePath)
  /// There, and not to be had in this way.
  case refused(Notice)

  func map<Other>(_ transform: (Content) -> Other) -> Answer<Other> {
    switch self {
    case .page(let content): .page(transform(content))
    case .picture(let picture): .picture(picture)
    case .missing: .missing
    case .gone: .gone
    case .moved(let path): .moved(path)
    case .refused(let notice): .refused(notice)
    }
  }
}

extension Site {
  /// What makes pages says nothing about HTTP.
  typealias Outcome = Answer<Page>
}
