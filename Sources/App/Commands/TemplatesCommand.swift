import ArgumentParser

struct TemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates",
    abstract: "Write the site's templates and its style sheet into a folder, to be changed there.",
    discussion: """
      The templates are Mustache. Keep those that you change, delete the others, and name the folder \
      in the configuration as web.templates; `martlet check` finds what is wrong in them. What is in \
      the folder already is left as it is.
      """)

  @Argument(help: ArgumentHelp("The folder; it is made when missing.", valueName: "folder"))
  var folder: String

  func run() throws {
    do throws(Failure) {
      try TemplateFolder(path: folder).fill { print($0) }
    } catch {
      throw error.explained
    }
  }
}
