import Federation
import PubSub
import Testing
import XMPP

@testable import App

extension Mistake {
  fileprivate static let badModeration = [
    Mistake(
      "moderation:\n  blocked_words: [spam, \"!?\"]", line: 5, "moderation.blocked_words",
      "\"!?\" is no word and no phrase",
      "Give one line with letters or digits, of at most 200 bytes."),
    Mistake(
      "moderation:\n  blocked_words: [\"a\\nb\"]", line: 5, "moderation.blocked_words",
      "\"a\\nb\" is no word and no phrase",
      "Give one line with letters or digits, of at most 200 bytes."),
    Mistake(
      "moderation:\n  blocked_domains: [\"*.b.example\", a@b.example]", line: 5,
      "moderation.blocked_domains", "\"a@b.example\" is not a domain",
      "Write it as `example.net`, or as `*.example.net` for all domains below it."),
    Mistake(
      "moderation: { blocked_domains: [\"*\"] }", line: 4, "moderation.blocked_domains",
      "\"*\" is not a domain",
      "Write it as `example.net`, or as `*.example.net` for all domains below it."),
  ]
}

@Suite struct ModerationSettingsTests {
  @Test func areRead() throws {
    let text = """

      moderation:
        blocked_words: [spam, "cheap pills"]
        blocked_domains: [Example.NET, "*.Example.org"]
      """
    let configuration = try load(Sample.minimal + text).configuration
    #expect(configuration.moderation.blockedWords == ["spam", "cheap pills"])
    #expect(configuration.moderation.blockedDomains == ["example.net", "*.example.org"])
    let policy = configuration.policy
    #expect(policy.blockedWords.areIn("Cheap PILLS!"))
    #expect(configuration.federation.blockedWords == policy.blockedWords)
    #expect(policy.isBlocked(try BareJID("a@example.net")))
    #expect(policy.isBlocked(try BareJID("a@b.example.org")))
    #expect(!policy.isBlocked(try BareJID("a@example.org")))
    #expect(try load(Sample.minimal).configuration.moderation == Configuration.Moderation())
  }

  @Test(arguments: Mistake.badModeration) func isRefused(_ mistake: Mistake) throws {
    try mistake.expect()
  }
}
