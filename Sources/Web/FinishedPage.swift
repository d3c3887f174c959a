import HTTPTypes
import Hummingbird
import NIOCore
import XMPP

/// A page with all that HTTP says about it: put together once, sent many times. Whoever is given it shares it.
final class FinishedPage: Sendable {
  /// The header fields of a form.
  private struct Fields {
    /// Before its content.
    let whole: HTTPFields
    /// For who has it already.
    let known: HTTPFields

    /// About what they hold in memory: arrays grow in powers of two; the texts of the one are those of the other too.
    var heldBytes: Int {
      (whole.count + known.count) * 2 * MemoryLayout<HTTPField>.stride
        + whole.reduce(0) { $0 + $1.value.utf8.count }
    }
  }

  let page: Page
  private let plain: Fields
  private let gzipped: Fields?

  /// - Parameter cacheTag: see `SiteLinks.cacheTag`.
  init(_ page: Page, _ path: SitePath, cacheTag: String?, _ security: SecurityHeaders) {
    var fields: HTTPFields = [.cacheControl: Self.caching(page, path)]
    fields[.vary] = Response.variety(page)
    page.links.apply(to: &fields)
    if let name = HTTPField.Name("Cache-Tag") { fields[name] = cacheTag }
    page.robots.apply(to: &fields)
    security.apply(to: &fields, feed: page.kind.isOpen)
    fields[.lastModified] = page.changed.map { CivilTime($0).http }
    func of(_ form: Page.Form) -> Fields {
      var known = fields
      known[.eTag] = form.tag.text
      var whole = known
      whole.append(contentsOf: form.fields)
      return Fields(whole: whole, known: known)
    }
    self.page = page
    plain = of(page.plain)
    gzipped = page.gzipped.map(of)
  }

  /// About what it holds in memory.
  var heldBytes: Int { page.heldBytes + plain.heldBytes + (gzipped?.heldBytes ?? 0) }

  /// The page, or 304 for those who have it.
  func response(to request: Request, now: Timestamp = .now) -> Response {
    let (form, fields) = chosen(by: request)
    let isDated = isDated(now)
    let isKnown = isKnown(to: request, isDated: isDated)
    var headers = isKnown ? fields.known : fields.whole
    if !isDated { headers[.lastModified] = nil }
    if isKnown { return Response(status: .notModified, headers: headers) }
    guard request.method != .head else { return Response(status: .ok, headers: headers) }
    return Response(status: .ok, headers: headers, body: Self.body(form.body))
  }

  /// Bytes that are written at once.
  private static let piece = 65_536

  /// What is longer goes out as it is taken: see `StalledReaderHandler`.
  private static func body(_ bytes: ByteBuffer) -> ResponseBody {
    guard bytes.readableBytes > piece else { return ResponseBody(byteBuffer: bytes) }
    return ResponseBody(contentLength: bytes.readableBytes) { writer in
      var rest = bytes
      while rest.readableBytes > 0,
        let next = rest.readSlice(length: min(piece, rest.readableBytes))
      {
        try await writer.write(next)
      }
      try await writer.finish(nil)
    }
  }

  private func chosen(by request: Request) -> (Page.Form, Fields) {
    guard let form = page.gzipped, let gzipped, Response.takesGzip(request) else {
      return (page.plain, plain)
    }
    return (form, gzipped)
  }

  /// `If-Modified-Since` counts only without `If-None-Match` (RFC 9110 section 13.1.3), and only if it is the very date that
  /// was sent.
  private func isKnown(to request: Request, isDated: Bool) -> Bool {
    if let known = request.headers[.ifNoneMatch] {
      return page.plain.tag.matches(known) || page.gzipped?.tag.matches(known) == true
    }
    guard isDated, let since = request.headers[.ifModifiedSince] else { return false }
    return since == plain.known[.lastModified]
  }

  /// HTTP's dates have whole seconds, so a date is given only once no other change can fall into the same one (RFC 9110
  /// section 8.8.2.2).
  private func isDated(_ now: Timestamp) -> Bool {
    guard let changed = page.changed else { return true }
    return now.milliseconds - changed.milliseconds >= 2_000
  }

  private static func caching(_ page: Page, _ path: SitePath) -> String {
    switch path {
    case .stylesheet(let mark) where mark == page.plain.tag.mark:
      "public, max-age=31536000, immutable"
    case .stylesheet, .icon, .robots: "public, max-age=3600"
    // The bytes never change, but whether they are shown may: nobody shares them for longer than a page, nor keeps them
    // for long.
    case .avatar: "public, max-age=86400, s-maxage=5, immutable"
    default: Response.brief
    }
  }
}
