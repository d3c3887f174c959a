import NIOCore

extension Site {
  /// `/robots.txt` (RFC 9309): what is found and followed elsewhere in better ways is not to be walked through.
  var robots: Page {
    let lines = [
      "User-agent: *", "Disallow: \(links.relative(.search("")))", "Disallow: /api/", "",
      "Sitemap: \(links.absolute(.machine(.sitemap)))", "",
    ]
    return Page(.text, ByteBuffer(string: lines.joined(separator: "\n")))
  }
}
