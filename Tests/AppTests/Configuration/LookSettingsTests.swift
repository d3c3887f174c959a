import Foundation
import Social
import Testing

@testable import App
@testable import Web

/// What an admin gives the site of its own, in files beside the configuration.
@Suite struct LookSettingsTests {
  private func withFolder<Result>(
    _ files: [String: String], _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("martlet-look-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("web"), withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    return try body(folder.path)
  }

  private func web(_ settings: String, _ folder: String) throws -> Configuration.Web {
    let settings = settings.replacing("FOLDER", with: folder)
    return try load(Sample.minimal + "\nweb: { \(settings) }\n").configuration.web
  }

  /// What is said of a mistake, without the folder's name.
  private func complaint(_ settings: String, _ files: [String: String] = [:]) throws -> String {
    try withFolder(files) { folder in
      do {
        _ = try web(settings, folder)
        return ""
      } catch let error as ConfigurationError {
        return error.problems.map { "\($0)" }.joined(separator: "\n")
          .replacing(folder, with: "FOLDER")
      }
    }
  }

  @Test func areRead() throws {
    let files = [
      "logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "about.html": "<p>We</p>",
      "web/style.css": "a { }", "web/notice.mustache": "{{headline}}", "web/.hidden": "",
      "web/a~": "",
    ]
    try withFolder(files) { folder in
      let web = try web(
        """
        language: de, accent: "#0d5a78", logo: FOLDER/logo.svg, footer: "<a href='/'>Us</a>",
          about: FOLDER/about.html, templates: FOLDER/web
        """, folder)
      #expect(web.language.text == "de")
      #expect(web.look.accent == AccentColour("#0d5a78"))
      #expect(web.look.logo == Logo(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8)))
      #expect(web.look.footer == "<a href='/'>Us</a>")
      #expect(web.look.about == "<p>We</p>")
      #expect(web.look.files == ["style.css": "a { }", "notice.mustache": "{{headline}}"])
    }
  }

  @Test(arguments: [
    ("language: tlh", "web.language: \"tlh\" is not one of ar, de"),
    ("accent: blue", "web.accent: \"blue\" is not a colour"),
    ("logo: FOLDER/none", "web.logo: FOLDER/none does not exist"),
    ("logo: FOLDER/text", "web.logo: is no picture that a page can show"),
    ("about: FOLDER/web", "web.about: FOLDER/web is not a file"),
    ("templates: FOLDER/none", "web.templates: FOLDER/none cannot be read: No such file"),
    ("templates: FOLDER/text", "web.templates: FOLDER/text cannot be read: Not a directory"),
  ]) func whatCannotBeReadIsNamed(_ settings: String, _ words: String) throws {
    let said = try complaint(settings, ["text": "text"])
    #expect(said.contains(words), "\(said)")
  }

  @Test func anUnknownFileIsNamedWithTheNearest() throws {
    let said = try complaint("templates: FOLDER/web", ["web/layot.mustache": ""])
    #expect(said.contains("holds layot.mustache, which is no file of the site"))
    #expect(said.contains("Did you mean layout.mustache?"))
  }

  @Test func aTemplateIsRefusedWithFileLineAndReason() throws {
    let said = try complaint(
      "templates: FOLDER/web", ["web/post.mustache": "<p>\n{{#post}}\n{{{label}}}\n{{/post}}\n"])
    #expect(
      said.contains("cannot be used: post.mustache:3: {{{label}}} would stand there unescaped"))
  }

  @Test func aPaleColourIsAWarning() throws {
    let loaded = try load(Sample.minimal + "\nweb: { accent: \"#ffee88\" }\n")
    #expect(loaded.warnings.contains { "\($0)".contains("hard to read") })
    #expect(loaded.configuration.web.look.accent != nil)
  }

  /// What the command writes is what `web.templates` takes, and nothing is overwritten.
  @Test func whatIsWrittenCanBeUsed() throws {
    try withFolder(["web/style.css": "mine"]) { folder in
      var said: [String] = []
      try TemplateFolder(path: folder + "/web").fill { said.append($0) }
      #expect(said.contains("\(folder)/web/style.css is there already."))
      #expect(said.contains("\(folder)/web/layout.mustache is written."))
      let web = try web("templates: FOLDER/web", folder)
      #expect(web.look.files.count == LookSettings.builtIn.count)
      #expect(web.look.files["style.css"] == "mine")
    }
  }
}
