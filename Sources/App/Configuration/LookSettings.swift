import Glibc
import Web
import XMPP

// What an admin gives the site of its own: read and tried when the program starts, so that a mistake is found then.
extension ConfigurationReader {
  mutating func look() -> LookSettings {
    var look = LookSettings(
      accent: accent(), logo: logo(), footer: footer(), about: about(), files: templates())
    do {
      try look.check()
    } catch {
      look.files = [:]
      report(
        Slot(.webTemplates), "cannot be used: \(error)",
        "Mend it, or take it away to have the page that comes with the program (`martlet templates`)."
      )
    }
    return look
  }

  private mutating func accent() -> AccentColour? {
    guard let text = settings.one(.webAccent) else { return nil }
    guard let colour = AccentColour(text.text) else {
      return refuse(
        text, Slot(.webAccent), "is not a colour", "Write it in quotes, as in `\"#0d5a78\"`.")
    }
    if colour.contrast < AccentColour.readable {
      warn(
        .webAccent, "is so light that links are hard to read on the page",
        "Its contrast is \(Double(Int(colour.contrast * 10)) / 10); a darker one, of \(AccentColour.readable) or more, is seen by most."
      )
    }
    return colour
  }

  private mutating func footer() -> String? {
    guard let text = settings.one(.webFooter) else { return nil }
    guard text.text.count <= Self.maximumFooter, text.text.isOneLine else {
      return refuse(
        text, Slot(.webFooter), "is not one line of HTML",
        "Give at most \(Self.maximumFooter) characters.")
    }
    return text.text
  }

  private static let maximumFooter = 1_000

  private mutating func logo() -> Logo? {
    guard let bytes = file(.webLogo, limit: Logo.maximumBytes) else { return nil }
    if let logo = Logo(bytes) { return logo }
    report(
      Slot(.webLogo), "is no picture that a page can show",
      "Give an SVG, PNG, JPEG, GIF, WebP or AVIF; a square one looks best.")
    return nil
  }

  private mutating func about() -> String? {
    guard let bytes = file(.webAbout, limit: Self.maximumText) else { return nil }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    report(Slot(.webAbout), "is not UTF-8 text", "Save it as UTF-8.")
    return nil
  }

  private static let maximumText = 262_144

  private mutating func file(_ key: ConfigurationKey, limit: Int) -> [UInt8]? {
    guard let text = settings.one(key) else { return nil }
    do throws(TextFile.Failure) {
      return try TextFile.bytes(path(text.text), limit: limit).content
    } catch {
      report(
        Slot(key), "\(printable(path(text.text))) \(error.words)",
        "Give the path of a file that the user that runs Martlet may read.")
      return nil
    }
  }

  /// The files of the folder, all of which have to be ones that the site has.
  private mutating func templates() -> [String: String] {
    guard let text = settings.one(.webTemplates) else { return [:] }
    let folder = path(text.text)
    guard let names = FolderListing.names(in: folder) else {
      report(
        Slot(.webTemplates),
        "\(printable(folder)) cannot be read: \(String(cString: strerror(errno)))",
        "Give a folder; `martlet templates \(printable(folder))` makes one.")
      return [:]
    }
    var files: [String: String] = [:]
    let known = LookSettings.builtIn.map(\.name)
    // Hidden ones, and copies that editors make, are nobody's.
    for name in names.sorted() where !name.hasPrefix(".") && !name.hasSuffix("~") {
      guard known.contains(name) else {
        let guess = nearest(to: name, among: known).map { "Did you mean \($0)?" }
        report(
          Slot(.webTemplates), "holds \(printable(name)), which is no file of the site",
          guess ?? "`martlet templates` writes those that there are.")
        continue
      }
      do throws(TextFile.Failure) {
        files[name] = try TextFile.read("\(folder)/\(name)", limit: Self.maximumText).content
      } catch {
        report(
          Slot(.webTemplates), "\(printable("\(folder)/\(name)")) \(error.words)",
          "It has to be text that the user that runs Martlet may read.")
      }
    }
    return files
  }
}
