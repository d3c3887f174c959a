import ArgumentParser

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Try it all on this machine: an XMPP server, communities with posts, the web.",
    discussion: """
      Starts a Prosody of its own on loopback ports, attaches Martlet to it, lets a few invented \
      people found communities and write, and then says where to look and with which account to \
      log in. Needs Prosody to be installed, but neither root nor a configuration; an installed \
      Prosody is not touched. Ctrl-C stops everything and removes it again.
      """)

  @Option(
    help: ArgumentHelp(
      "Keep the data in this folder; started again with it, the demo goes on from there.",
      valueName: "folder"))
  var keep: String?

  @Option(help: ArgumentHelp("The web's port. Default: a free one.", valueName: "port"))
  var port: Int?

  @Option(help: ArgumentHelp("The port for XMPP clients. Default: a free one.", valueName: "port"))
  var xmppPort: Int?

  func validate() throws {
    for port in [port, xmppPort].compactMap({ $0 }) where !(1...65_535).contains(port) {
      throw ValidationError("A port is a number from 1 to 65535.")
    }
  }

  func run() async throws {
    let status = await Demo(
      keep: keep, ports: DemoSettings.Wishes(web: port, xmpp: xmppPort)
    ).serve()
    if status != .ok { throw status.exit }
  }
}
