import HTTPTypes
import Hummingbird
import XMPP

extension Response {
  /// A page that stands in for another. What says that there is none replaces a cached one that
  /// there was; anything else is not to be kept.
  init(_ page: Page, _ notice: Notice, _ request: Request, _ security: SecurityHeaders) {
    let form = page.gzipped.flatMap { Self.takesGzip(request) ? $0 : nil } ?? page.plain
    let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: form.body)
    self.init(
      status: notice.status, headers: Self.fields(page, notice, security, form), body: body)
  }

  static func fields(
    _ page: Page, _ notice: Notice, _ security: SecurityHeaders, _ form: Page.Form
  ) -> HTTPFields {
    var headers: HTTPFields = [.cacheControl: notice.isAbsence ? Self.brief : "no-store"]
    headers[.vary] = Self.variety(page)
    security.apply(to: &headers, feed: page.kind.isOpen)
    headers.append(contentsOf: form.fields)
    return headers
  }

  /// What of a request decides about the content.
  static func variety(_ page: Page) -> String? {
    switch (page.gzipped != nil, page.kind.isWorded) {
    case (true, true): "Accept-Encoding, Accept-Language"
    case (true, false): "Accept-Encoding"
    case (false, true): "Accept-Language"
    case (false, false): nil
    }
  }

  static func takesGzip(_ request: Request) -> Bool {
    request.headers[.acceptEncoding].map(Gzip.isAccepted) ?? false
  }

  /// Browsers ask again each time, which costs them a 304; shared caches spare the site a crowd (RFC 5861), but show nothing
  /// for longer than these ten seconds after it was retracted; a browser that heeds the last part, five more.
  static let brief = "public, max-age=0, s-maxage=5, stale-while-revalidate=5"
}
