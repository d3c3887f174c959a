import HTTPTypes

/// What every answer tells a browser, whatever it is an answer to.
struct SecurityHeaders: Sendable {
  private let ofPages: [HTTPField]
  private let ofFeeds: [HTTPField]

  /// - Parameter ownPictures: whether posts show no pictures but those that are kept here.
  init(ownPictures: Bool) {
    let policy = Self.contentPolicy(ownPictures: ownPictures)
    ofPages = Self.fields(policy, [(.crossOriginResourcePolicy, "same-origin")])
    ofFeeds = Self.fields(
      policy, [(.crossOriginResourcePolicy, "cross-origin"), (.accessControlAllowOrigin, "*")])
  }

  func apply(to headers: inout HTTPFields, feed: Bool) {
    for field in feed ? ofFeeds : ofPages { headers.append(field) }
  }

  /// Of pictures of posts: whoever opens one by itself gets nothing but it, and other sites do not show it.
  static let ofPictures = fields(
    "default-src 'none'; sandbox", [(.crossOriginResourcePolicy, "same-origin")])

  /// Posts may play media from anywhere, which are loaded when a visitor begins to play them and not before; without pictures
  /// of our own they may show those of anywhere. Nothing else is loaded from elsewhere; no script runs, not even one of this
  /// site.
  static func contentPolicy(ownPictures: Bool) -> String {
    [
      "default-src 'none'", ownPictures ? "img-src 'self'" : "img-src 'self' https: http:",
      "media-src 'self' https: http:", "style-src 'self'", "form-action 'self'", "base-uri 'none'",
      "frame-ancestors 'none'",
    ].joined(separator: "; ")
  }

  private static func fields(
    _ policy: String, _ more: [(HTTPField.Name, String)]
  ) -> [HTTPField] {
    let all =
      [(.contentSecurityPolicy, policy), (.xContentTypeOptions, "nosniff")] + others + more
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
