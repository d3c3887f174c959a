import Testing
import XMPP

@testable import App

@Suite struct ContactSettingsTests {
  @Test(arguments: [
    "xmpp:admin@example.org", "xmpp:example.org",
    "XMPP:admin@example.org?message;body=Hello%20there",
    "xmpp:help@rooms.example.org?join", "xmpp:j%C3%BCrgen@example.org", "mailto:a@example.org",
    "mailto:a@example.org,b@example.org?subject=Help", "https://example.org",
    "https://example.org:8443/contact?a=b#c", "https://[::1]/",
  ])
  func isTaken(_ uri: String) throws {
    let loaded = try load(Sample.minimal + "\ncontact: { support: [\"\(uri)\"] }")
    #expect(loaded.configuration.contacts == ContactAddresses(support: [uri]))
    #expect(loaded.warnings.isEmpty)
  }

  @Test(arguments: [
    "", "admin@example.org", "http://example.org/", "tel:+1-201-555-0123", "xmpp:", "xmpp:@",
    "xmpp://admin@example.org", "xmpp:a b@example.org", "xmpp:jürgen@example.org",
    "xmpp:a%4@example.org", "xmpp:a%zz@example.org", "mailto:", "mailto:admin",
    "mailto:@example.org",
    "mailto:admin@", "mailto:?to=a@example.org", "https:", "https://", "https:/example.org",
    "https://a@example.org/", "https://example.org:0/", "https://example.org/<a>", ":a",
    "mailto:a@example.org?subject=" + String(repeating: "a", count: 1_000),
  ])
  func isRefused(_ uri: String) throws {
    try Mistake(
      "contact:\n  abuse:\n    - xmpp:a@example.org\n    - \"\(uri)\"", line: 7, "contact.abuse",
      "\"\(printable(uri, limit: 80))\" is not an xmpp:, mailto: or https: URI",
      "Write it as `xmpp:admin@example.org`, `mailto:admin@example.org` or "
        + "`https://example.org/contact`, in ASCII."
    ).expect()
  }
}
