import HTTPTypes
import Hummingbird
import XMPP

extension Response {
  /// A page that was found: with its tag, or 304 for those who have it.
  init(_ page: Page, _ request: Request) {
    let form = Self.gzipped(page, request) ?? page.plain
    var headers = page.fields
    headers.reserveCapacity(headers.count + 8)
    headers.append(form.tagField)
    let changed = Self.lastModified(page, now: .now)
    if let changed { headers.append(HTTPField(name: .lastModified, value: changed)) }
    if Self.isKnown(page, changed, request.headers) {
      self.init(status: .notModified, headers: headers)
      self.headers[.contentLength] = nil
    } else {
      headers.append(contentsOf: form.contentFields)
      self.init(form, .ok, headers, request)
    }
  }

  /// A page that stands in for another. What says that there is none replaces a cached one that
  /// there was; anything else is not to be kept.
  init(_ page: Page, _ notice: Notice, _ request: Request, _ security: SecurityHeaders) {
    let form = Self.gzipped(page, request) ?? page.plain
    self.init(form, notice.status, Self.fields(page, notice, security, form), request)
  }

  static func fields(
    _ page: Page, _ notice: Notice, _ security: SecurityHeaders, _ form: Page.Form
  ) -> HTTPFields {
    var headers: HTTPFields = [.cacheControl: notice.isAbsence ? Self.brief : "no-store"]
    headers[.vary] = Self.variety(page)
    security.apply(to: &headers, feed: page.kind.isOpen)
    headers.append(contentsOf: form.contentFields)
    return headers
  }

  /// - Parameter headers: with those of the content.
  private init(
    _ form: Page.Form, _ status: HTTPResponse.Status, _ headers: HTTPFields, _ request: Request
  ) {
    let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: form.body)
    self.init(status: status, headers: headers, body: body)
  }

  /// `If-Modified-Since` counts only without `If-None-Match` (RFC 9110 section 13.1.3), and only if
  /// it is the very date that was sent.
  private static func isKnown(_ page: Page, _ changed: String?, _ headers: HTTPFields) -> Bool {
    if let known = headers[.ifNoneMatch] {
      return page.plain.tag.matches(known) || page.gzipped?.tag.matches(known) == true
    }
    guard let changed, let since = headers[.ifModifiedSince] else { return false }
    return since == changed
  }

  /// What of a request decides about the content.
  fileprivate static func variety(_ page: Page) -> String? {
    switch (page.gzipped != nil, page.kind.isWorded) {
    case (true, true): "Accept-Encoding, Accept-Language"
    case (true, false): "Accept-Encoding"
    case (false, true): "Accept-Language"
    case (false, false): nil
    }
  }

  /// Nil if the content is to be sent as it is.
  private static func gzipped(_ page: Page, _ request: Request) -> Page.Form? {
    guard let gzipped = page.gzipped, let accepted = request.headers[.acceptEncoding],
      Gzip.isAccepted(accepted)
    else { return nil }
    return gzipped
  }

  /// HTTP's dates have whole seconds, so a date is given only once no other change can fall into
  /// the same one (RFC 9110 section 8.8.2.2).
  private static func lastModified(_ page: Page, now: Timestamp) -> String? {
    guard let changed = page.changed else { return nil }
    return now.milliseconds - changed.milliseconds >= 2_000 ? page.changedDate : nil
  }

  /// Browsers ask again each time, which costs them a 304; shared caches spare the site a crowd (RFC 5861), but show nothing
  /// for longer than these ten seconds after it was retracted; a browser that heeds the last part, five more.
  static let brief = "public, max-age=0, s-maxage=5, stale-while-revalidate=5"

  fileprivate static func caching(_ page: Page, _ path: SitePath) -> String {
    switch path {
    case .stylesheet(let mark) where mark == page.plain.tag.mark:
      "public, max-age=31536000, immutable"
    case .stylesheet, .icon, .robots: "public, max-age=3600"
    // The bytes never change, but whether they are shown may: nobody shares them for longer than a page, nor keeps them
    // for long.
    case .avatar: "public, max-age=86400, s-maxage=5, immutable"
    default: brief
    }
  }
}

extension Page {
  /// With what is said about it in HTTP.
  ///
  /// - Parameter cacheTag: see `SiteLinks.cacheTag`.
  func finished(_ path: SitePath, cacheTag: String?, _ security: SecurityHeaders) -> Page {
    var fields: HTTPFields = [.cacheControl: Response.caching(self, path)]
    fields[.vary] = Response.variety(self)
    links.apply(to: &fields)
    if let name = HTTPField.Name("Cache-Tag") { fields[name] = cacheTag }
    robots.apply(to: &fields)
    security.apply(to: &fields, feed: kind.isOpen)
    var page = self
    page.fields = fields
    return page
  }
}
