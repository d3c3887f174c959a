import HTTPTypes
import Media
import NIOCore
import Social
import Store
import XMPP

/// An answer's content with what HTTP says about it: made once, sent many times.
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
      case .atom, .jsonFeed, .document: true
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
    /// The same as a header field.
    let tagField: HTTPField
    /// What is said about the content.
    let contentFields: [HTTPField]

    fileprivate init(_ tag: EntityTag, _ kind: Kind, length: Int, coding: String? = nil) {
      self.tag = tag
      tagField = HTTPField(name: .eTag, value: tag.text)
      contentFields =
        [
          HTTPField(name: .contentType, value: kind.contentType),
          HTTPField(name: .contentLength, value: String(length)),
        ] + (coding.map { [HTTPField(name: .contentEncoding, value: $0)] } ?? [])
    }
  }

  /// Most visitors take it compressed, and many more pages fit into memory so.
  private enum Content {
    case plain(ByteBuffer)
    case gzipped(ByteBuffer, length: Int)
    /// Too long for each visitor who takes it as it is to get a copy of their own.
    case both(ByteBuffer, gzipped: ByteBuffer)
  }

  /// Bytes of content that is made out of the compressed one whenever somebody wants it.
  private static let expandedBytes = 65_536

  let kind: Kind
  private let content: Content
  let plain: Form
  /// Nil where that would gain nothing.
  let gzipped: Form?
  /// The last real change of what the page shows, where that is known for all of it.
  let changed: Timestamp?
  /// The same as `Last-Modified` says it.
  let changedDate: String?
  /// Its address, where that depends on what it shows.
  let path: SitePath?
  /// What it is connected with.
  let links: LinkHeader
  let robots: RobotRules
  /// What a responder has to say about it, whatever its form: put together once, since it is sent many times.
  var fields = HTTPFields()

  init(
    _ kind: Kind, _ body: ByteBuffer, changed: Timestamp? = nil, path: SitePath? = nil,
    links: LinkHeader = LinkHeader(), robots: RobotRules = []
  ) {
    self.kind = kind
    self.changed = changed
    changedDate = changed.map { CivilTime($0).http }
    self.path = path
    self.links = links
    self.robots = robots
    let tag = EntityTag(of: body.readableBytesView)
    let length = body.readableBytes
    plain = Form(tag, kind, length: length)
    if kind.isText, let compressed = Gzip.compressed(body) {
      content =
        length > Self.expandedBytes
        ? .both(body, gzipped: compressed) : .gzipped(compressed, length: length)
      gzipped = Form(tag.gzipped, kind, length: compressed.readableBytes, coding: "gzip")
    } else {
      content = .plain(body)
      gzipped = nil
    }
  }

  /// As it is.
  var body: ByteBuffer {
    switch content {
    case .plain(let body), .both(let body, _): body
    case .gzipped(let compressed, let length): Gzip.expanded(compressed, length: length)
    }
  }

  /// Nil where that would gain nothing.
  var gzippedBody: ByteBuffer? {
    switch content {
    case .plain: nil
    case .gzipped(let compressed, _), .both(_, let compressed): compressed
    }
  }

  /// About what it holds in memory.
  var heldBytes: Int {
    let held =
      switch content {
      case .plain(let body): body.storageCapacity
      case .gzipped(let compressed, _): compressed.storageCapacity
      case .both(let body, let compressed): body.storageCapacity + compressed.storageCapacity
      }
    return held + links.text.utf8.count + Self.fieldBytes
  }

  /// About what its header fields hold.
  private static let fieldBytes = 2_048
}

/// What an address turned out to be.
enum Outcome: Sendable {
  case page(Page)
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

  /// Where a page is, if that depends on what it shows.
  var path: SitePath? { if case .page(let page) = self { page.path } else { nil } }
}
