import PubSub
import XMPP

// What is blocked: words, and the users of domains.
extension ConfigurationReader {
  /// The longest phrase, in bytes.
  private static let maximumPhraseBytes = 200

  mutating func moderation() -> Configuration.Moderation {
    Configuration.Moderation(blockedWords: blockedWords(), blockedDomains: blockedDomains())
  }

  private mutating func blockedWords() -> [String] {
    let slot = Slot(.moderationWords)
    return settings.list(slot).compactMap { text in
      guard text.text.utf8.count <= Self.maximumPhraseBytes, text.text.isOneLine,
        BlockedWords.isPhrase(text.text)
      else {
        return refuse(
          text, slot, "is no word and no phrase",
          "Give one line with letters or digits, of at most \(Self.maximumPhraseBytes) bytes.")
      }
      return text.text
    }
  }

  private mutating func blockedDomains() -> [String] {
    let slot = Slot(.moderationDomains)
    return settings.list(slot).compactMap { text in
      let isAbove = text.text.hasPrefix("*.")
      let domain = isAbove ? String(text.text.dropFirst(2)) : text.text
      guard let jid = try? BareJID(domain), jid.local == nil else {
        return refuse(
          text, slot, "is not a domain",
          "Write it as `example.net`, or as `*.example.net` for all domains below it.")
      }
      return (isAbove ? "*." : "") + jid.domain
    }
  }
}
