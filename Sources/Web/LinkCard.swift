import Social

/// A page that a post links to, with what the post says of it. Its picture is not shown: that would tell a third party who
/// reads here.
struct LinkCard: View {
  var cardLink: String
  var cardTitle: String
  var cardText: String?
  var cardHost: String

  static let fields: ViewFields<LinkCard> = [
    "cardLink": { $0.cardLink }, "cardTitle": { $0.cardTitle }, "cardText": { $0.cardText },
    "cardHost": { $0.cardHost },
  ]

  private static let textLength = 240

  /// Nil if nobody may be sent there, or if the post says nothing of it but its address.
  init?(_ link: Entry.LinkCard, _ titleLength: Int) {
    guard let address = SiteLinks.outward(link.href) else { return nil }
    let text = link.description?.oneLine(limit: Self.textLength)
    cardText = text.flatMap { $0.isEmpty ? nil : $0 }
    guard link.title != nil || cardText != nil else { return nil }
    cardLink = address
    cardTitle = Label.first(of: link.title, address, limit: titleLength)
    cardHost = Label.first(of: Self.host(of: address), address, limit: titleLength)
  }

  private static func host(of address: String) -> String? {
    guard !address.lowercased().hasPrefix("xmpp:") else { return nil }
    return address.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first
      .map(String.init)
  }
}
