import HTTPTypes
import Hummingbird
import XMPP

extension Response {
  /// A page that was found: with its tag, or 304 for those who have it.
  ///
  /// - Parameter caching: for how long others may keep it.
  init(
    _ page: Page, _ request: Request, _ security: SecurityHeaders, caching: String = brief
  ) {
    let gzipped = Self.gzipped(page, request)
    var headers: HTTPFields = [
      .eTag: (gzipped == nil ? page.tag : page.gzippedTag).text, .cacheControl: caching,
    ]
    let changed = page.changed.flatMap { Self.lastModified($0, now: .now) }
    headers[.lastModified] = changed
    headers[.vary] = Self.variety(page)
    page.links.apply(to: &headers)
    if let name = Self.cacheTag { headers[name] = page.cacheTag }
    page.robots.apply(to: &headers)
    security.apply(to: &headers, feed: page.kind.isOpen)
    if Self.isKnown(page, changed, request.headers) {
      self.init(status: .notModified, headers: headers)
      self.headers[.contentLength] = nil
    } else {
      self.init(page, gzipped, .ok, headers, request)
    }
  }

  /// A page that stands in for another. What says that there is none replaces a cached one that
  /// there was; anything else is not to be kept.
  init(_ page: Page, _ notice: Notice, _ request: Request, _ security: SecurityHeaders) {
    var headers: HTTPFields = [.cacheControl: notice.isAbsence ? Self.brief : "no-store"]
    headers[.vary] = Self.variety(page)
    security.apply(to: &headers, feed: page.kind.isOpen)
    self.init(page, Self.gzipped(page, request), notice.status, headers, request)
  }

  private init(
    _ page: Page, _ gzipped: ByteBuffer?, _ status: HTTPResponse.Status, _ headers: HTTPFields,
    _ request: Request
  ) {
    var headers = headers
    let content = gzipped ?? page.body
    if gzipped != nil { headers[.contentEncoding] = "gzip" }
    headers[.contentType] = page.kind.contentType
    headers[.contentLength] = String(content.readableBytes)
    let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: content)
    self.init(status: status, headers: headers, body: body)
  }

  /// `If-Modified-Since` counts only without `If-None-Match` (RFC 9110 section 13.1.3), and only if
  /// it is the very date that was sent.
  private static func isKnown(_ page: Page, _ changed: String?, _ headers: HTTPFields) -> Bool {
    if let known = headers[.ifNoneMatch] {
      return page.tag.matches(known) || page.gzippedTag.matches(known)
    }
    guard let changed, let since = headers[.ifModifiedSince] else { return false }
    return since == changed
  }

  /// What of a request decides about the content.
  private static func variety(_ page: Page) -> String? {
    switch (page.gzipped != nil, page.kind.isWorded) {
    case (true, true): "Accept-Encoding, Accept-Language"
    case (true, false): "Accept-Encoding"
    case (false, true): "Accept-Language"
    case (false, false): nil
    }
  }

  private static let cacheTag = HTTPField.Name("Cache-Tag")

  /// Nil if the content is to be sent as it is.
  private static func gzipped(_ page: Page, _ request: Request) -> ByteBuffer? {
    guard let gzipped = page.gzipped, let accepted = request.headers[.acceptEncoding],
      Gzip.isAccepted(accepted)
    else { return nil }
    return gzipped
  }

  /// HTTP's dates have whole seconds, so a date is given only once no other change can fall into
  /// the same one (RFC 9110 section 8.8.2.2).
  private static func lastModified(_ changed: Timestamp, now: Timestamp) -> String? {
    now.milliseconds - changed.milliseconds >= 2_000 ? CivilTime(changed).http : nil
  }

  /// Browsers ask again each time, which costs them a 304; shared caches spare the site a crowd (RFC 5861), but show nothing
  /// for longer than these ten seconds after it was retracted; a browser that heeds the last part, five more.
  static let brief = "public, max-age=0, s-maxage=5, stale-while-revalidate=5"

  static func caching(_ page: Page, _ path: SitePath) -> String {
    switch path {
    case .stylesheet(let mark) where mark == page.tag.mark: "public, max-age=31536000, immutable"
    case .stylesheet, .icon, .robots: "public, max-age=3600"
    // The bytes never change, but whether they are shown may: nobody shares them for longer than a page, nor keeps them
    // for long.
    case .avatar: "public, max-age=86400, s-maxage=5, immutable"
    default: brief
    }
  }
}
