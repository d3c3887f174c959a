import HTTPTypes

/// What every answer tells a browser, whatever it is an answer to.
enum SecurityHeaders {
  /// Posts may show pictures and play media from anywhere, and nothing else is loaded from
  /// elsewhere; no script runs, not even one of this site.
  static let contentPolicy = [
    "default-src 'none'", "img-src 'self' https: http:", "media-src 'self' https: http:",
    "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
  ].joined(separator: "; ")

  static func apply(to headers: inout HTTPFields, feed: Bool) {
    for field in feed ? ofFeeds : ofPages { headers.append(field) }
  }

  private static let ofPages = fields([(.crossOriginResourcePolicy, "same-origin")])

  private static let ofFeeds = fields([
    (.crossOriginResourcePolicy, "cross-origin"), (.accessControlAllowOrigin, "*"),
  ])

  private static func fields(_ more: [(HTTPField.Name, String)]) -> [HTTPField] {
    let all =
      [(.contentSecurityPolicy, contentPolicy), (.xContentTypeOptions, "nosniff")] + others + more
    return all.map { HTTPField(name: $0, value: $1) }
  }

  private static let others: [(HTTPField.Name, String)] = [
    ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    (
      "Permissions-Policy",
      "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), "
        + "magnetometer=(), microphone=(), payment=(), usb=()"
    ),
  ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
}
