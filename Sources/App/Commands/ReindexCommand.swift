import ArgumentParser

struct ReindexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex",
    abstract: "Derive all that pages, feeds and searches show anew from the stored posts.",
    discussion: """
      Nothing that people published is changed. Needed only where what is shown is wrong; a new \
      version of Martlet does it by itself. A Martlet that runs does the work and goes on serving, \
      and this command shows how far it has come; else this command does it. Interrupted, it goes on \
      where it was.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Begin from the start, whatever an interrupted run has done.")
  var fresh = false

  func run() async throws {
    let loaded = try options.loadOrExplain()
    var bar = ProgressBar.standard
    do throws(Failure) {
      try await Reindex(database: loaded.configuration.database, isFresh: fresh) { bar.show($0) }
        .run()
    } catch {
      throw error.explained
    }
  }
}
