import Media
import Social
import XMPP

/// `/about`: what this site is, whom to turn to, and what it has for programs.
struct AboutPage: View {
  struct Contact: View {
    var contactLink: String
    /// Without the scheme of what is written to.
    var contactName: String

    static let fields: ViewFields<AboutPage.Contact> = [
      "contactLink": { $0.contactLink }, "contactName": { $0.contactName },
    ]
  }

  /// What the admin says.
  struct Told: View {
    var html: SafeHTML

    static let fields: ViewFields<AboutPage.Told> = [
      "html": { $0.html }
    ]
  }

  var page: Frame
  var aboutTitle: String
  var told: Told?
  var contacts: [Contact]
  var reports: [Contact]
  /// The feeds of all communities as OPML, and the description of the API.
  var outlines: String
  var description: String

  static let fields: ViewFields<AboutPage> = [
    "page": { $0.page }, "aboutTitle": { $0.aboutTitle }, "told": { $0.told },
    "contacts": { $0.contacts },
    "hasContacts": { !$0.contacts.isEmpty }, "reports": { $0.reports },
    "hasReports": { !$0.reports.isEmpty },
    "outlines": { $0.outlines }, "description": { $0.description },
  ]
}

extension Site {
  func aboutPage() throws -> Outcome {
    let title = language.text(.aboutTitle, configuration.siteName)
    let frame = self.frame(title, canonical: .about)
    let given = configuration.contacts
    let contacts = listed(given.admin + given.support + given.feedback)
    let reports = listed(given.abuse + given.security)
    let view = AboutPage(
      page: frame, aboutTitle: title,
      told: look.about.map { AboutPage.Told(html: shown($0, .large)) },
      contacts: contacts, reports: reports,
      outlines: links.relative(.machine(.communityList)),
      description: links.relative(.machine(.api(.description))))
    return .page(try page(view, "about", frame))
  }

  /// Each once: one address may be for several things.
  private func listed(_ addresses: [String]) -> [AboutPage.Contact] {
    var seen: Set<String> = []
    return addresses.filter { seen.insert($0).inserted }.map { address in
      let isWritten = ["mailto:", "xmpp:"].first { address.hasPrefix($0) }
      let name = isWritten.map { address.dropFirst($0.count).prefix { $0 != "?" } }
      return AboutPage.Contact(
        contactLink: address, contactName: name.map(String.init) ?? address)
    }
  }
}
