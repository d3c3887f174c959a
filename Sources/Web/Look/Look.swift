import NIOCore
import Social

/// What the site looks like: its words, its templates, its style sheet, and what its admin has added.
struct Look: Sendable {
  let languages: Languages
  let templates: Templates
  let stylesheet: Page
  let icon: Page
  let footer: SafeHTML?
  let about: SafeHTML?

  static let stylesheetName = "style.css"

  /// Throws `LookProblem` for a file that cannot be used.
  ///
  /// - Parameter standard: the language of those who ask for none of the interface's.
  init(_ settings: LookSettings, standard: LanguageTag) throws {
    languages = try Languages(standard: standard)
    templates =
      settings.files.isEmpty
      ? .builtIn : try Templates(own: settings.files, checkedIn: languages.standard)
    stylesheet = Page(.stylesheet, ByteBuffer(string: Self.stylesheet(settings)))
    icon = settings.logo.map(Page.init(logo:)) ?? StaticFiles.icon
    footer = settings.footer.map(Self.clean)
    about = settings.about.map(Self.clean)
  }

  private static func clean(_ text: String) -> SafeHTML {
    (text.contains("<") ? Sanitizer.clean(html: text) : Sanitizer.clean(text: text)).html
  }

  private static func stylesheet(_ settings: LookSettings) -> String {
    let sheet =
      settings.files[stylesheetName] ?? String(decoding: PackageResources.style_css, as: UTF8.self)
    guard let day = settings.accent else { return sheet }
    let night = day.byNight
    return sheet + """
      :root { --accent: \(day.text); --accent-ink: \(day.ink.text); }
      @media screen and (prefers-color-scheme: dark) {
        :root { --accent: \(night.text); --accent-ink: \(night.ink.text); }
      }

      """
  }
}

extension Page {
  fileprivate init(logo: Logo) {
    self.init(logo.format.map(Kind.picture) ?? .icon, ByteBuffer(bytes: logo.bytes))
  }
}
