import Social

/// What an admin gives the site of its own.
package struct LookSettings: Hashable, Sendable {
  /// Of links and buttons.
  package var accent: AccentColour?
  package var logo: Logo?
  /// Markup at the foot of every page.
  package var footer: String?
  /// Markup of the page that tells what this site is; paragraphs where there are no tags.
  package var about: String?
  /// What stands in place of templates and the style sheet, by file name: `layout.mustache`, `style.css`.
  package var files: [String: String]

  package init(
    accent: AccentColour? = nil, logo: Logo? = nil, footer: String? = nil, about: String? = nil,
    files: [String: String] = [:]
  ) {
    self.accent = accent
    self.logo = logo
    self.footer = footer
    self.about = about
    self.files = files
  }

  /// Whether a site can be made of it.
  package func check() throws(LookProblem) {
    do {
      _ = try Look(self, standard: .english)
    } catch let problem as LookProblem {
      throw problem
    } catch {
      throw LookProblem("style.css", line: nil, "\(error)")
    }
  }

  /// The files that a site has, as they come with the program.
  package static var builtIn: [(name: String, text: [UInt8])] {
    Templates.sources.map { ($0.name + Templates.ending, $0.text) }
      + [(Look.stylesheetName, PackageResources.style_css)]
  }
}

/// Why a file cannot be used.
package struct LookProblem: Error, Hashable, CustomStringConvertible {
  package let file: String
  package let line: Int?
  package let reason: String

  init(_ file: String, line: Int?, _ reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)" }
}

/// The picture of a site: in its pages' heads and beside its name.
package struct Logo: Hashable, Sendable {
  package static let maximumBytes = 262_144

  let bytes: [UInt8]
  /// Nil: SVG, which browsers keep from running anything in an `img`.
  let format: PictureFormat?

  /// Nil for what is neither SVG nor a picture of a kind that is shown of people.
  package init?(_ bytes: [UInt8]) {
    format = PictureFormat(of: bytes)
    guard bytes.count <= Self.maximumBytes, format != nil || Self.isSVG(bytes) else { return nil }
    self.bytes = bytes
  }

  private static func isSVG(_ bytes: [UInt8]) -> Bool {
    let start = String(decoding: bytes.prefix(4_096), as: UTF8.self)
    return start.first == "<" && start.contains("<svg")
  }
}
