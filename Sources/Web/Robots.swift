import NIOCore

extension Site {
  /// `/robots.txt` (RFC 9309): what is found and followed elsewhere in better ways is not to be walked through.
  var robots: Page {
    let everybody = [
      "User-agent: *", "Disallow: \(links.relative(.search("")))", "Disallow: /api/", "",
    ]
    let trainers = Self.trainers.map { "User-agent: \($0)" } + ["Disallow: /", ""]
    let lines =
      everybody + (configuration.refusesAI ? trainers : [])
      + ["Sitemap: \(links.absolute(.machine(.sitemap)))", ""]
    return Page(.text, ByteBuffer(string: lines.joined(separator: "\n")))
  }

  /// Those who are known to collect pages for training models, by the names that they look for.
  private static let trainers = [
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot",
    "img2dataset", "Meta-ExternalAgent", "omgili", "PanguBot", "Timpibot",
  ]
}
