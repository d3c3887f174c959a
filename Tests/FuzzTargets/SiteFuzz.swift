import App
import Web
import XMPP

/// A configuration file of any content is read, or refused with the places of its mistakes.
enum ConfigurationFuzz {
  static func run(_ text: String) {
    _ = try? ConfigurationLoader.load(text: text, path: "martlet.yaml")
  }
}

/// The target of a request: what was found is found again by the address that the site itself writes.
enum PathFuzz {
  private static let home = (try? BareJID("social.montague.lit")).map {
    SiteHome($0, domain: "montague.lit")
  }

  static func run(_ target: String) throws(FuzzFailure) {
    guard let home, let route = try? SitePath.parse(target, home) else { return }
    let written = route.path.target(home)
    let again = try? SitePath.parse(written, home)
    try require(again?.path == route.path, "\(written) leads elsewhere.")
    try require(again?.moved == false, "\(written) is not the right address by itself.")
    try require(
      written.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") },
      "\(written) cannot stand in a page.")
  }
}

/// Conditional header fields: a tag is found in a list that ends with it, and never in a list without it.
enum ConditionFuzz {
  static func run(_ list: String) throws(FuzzFailure) {
    let tag = EntityTag(of: "a page".utf8)
    let matches = tag.matches(list)
    try require(
      !matches || list.contains(tag.text) || list.contains("*"), "\(list) names no such tag.")
    try require(tag.matches(tag.text + "," + list), "A list that begins with the tag: \(list)")
  }
}
