import ArgumentParser
import Social
import Store
import XMPP

/// What the commands about followed nodes have in common.
private protocol FollowingCommand: AsyncParsableCommand {
  var options: ConfigurationOptions { get }
  func run(at desk: FollowDesk, _ configuration: Configuration) async throws(Failure)
}

extension FollowingCommand {
  func run() async throws {
    let configuration = try options.loadOrExplain().configuration
    do throws(Failure) {
      let desk = try FollowDesk(database: configuration.database)
      do throws(Failure) {
        try await run(at: desk, configuration)
      } catch {
        await desk.close()
        throw error
      }
      await desk.close()
    } catch {
      throw error.explained
    }
  }

  fileprivate func show(_ source: Source, _ configuration: Configuration) {
    show(configuration.line(source))
  }

  fileprivate func show(_ line: SourceLine) {
    print(SourceLine.heading)
    print(line.text)
  }
}

extension Configuration {
  /// The first component follows.
  fileprivate func line(_ source: Source) -> SourceLine {
    SourceLine(source: source, now: .now, us: components.first?.jid)
  }
}

extension FollowAddress: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(argument) }
}

private let addressHelp: ArgumentHelp =
  "xmpp:SERVICE?;node=NAME, an account, whose blog is meant, or xmpp:SERVICE for all that is open there."

struct FollowCommand: FollowingCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Follow a node of another service, or all of them: the posts are found here.",
    discussion: """
      The Martlet that runs subscribes with the address of its first component, fetches what was \
      published before, and takes in what is published from now on. People of the local domains find \
      the posts if everybody may read the node; the web shows them if `following.published` names the \
      service too. Without a Martlet that runs, it begins when one is started.

      EXAMPLES
        martlet follow juliet@example.net
        martlet follow 'xmpp:pubsub.example.net?;node=news'
        martlet follow xmpp:pubsub.example.net
      """)

  @OptionGroup var options: ConfigurationOptions
  @Argument(help: addressHelp) var address: FollowAddress
  @Flag(help: "Do not wait until what was published before is here.") var noWait = false

  func run(at desk: FollowDesk, _ configuration: Configuration) async throws(Failure) {
    guard !configuration.components.contains(where: { $0.jid == address.service }) else {
      throw Failure(.usage, "\(address) is a node of our own: it is here already.")
    }
    guard !configuration.policy.blockedDomains.hold(address.service.domain) else {
      throw Failure(
        .noPermission, "`moderation.blocked_domains` holds \(address.service.domain).")
    }
    try await desk.follow(address)
    guard desk.isServed, !noWait else {
      return print(
        "\(address.orBlog) is followed when Martlet runs. `martlet follows` says how it goes.")
    }
    let watch = FollowWatch(desk: desk, address: address)
    if address.orBlog.node == nil {
      show(SourceLine(service: try await watch.untilListed(), now: .now))
    } else {
      show(try await watch.untilFollowed(), configuration)
    }
  }
}

struct UnfollowCommand: FollowingCommand {
  static let configuration = CommandConfiguration(
    commandName: "unfollow",
    abstract: "Follow a node no more, and forget all that was fetched of it.")

  @OptionGroup var options: ConfigurationOptions
  @Argument(help: addressHelp) var address: FollowAddress

  func run(at desk: FollowDesk, _ configuration: Configuration) async throws(Failure) {
    let others = try await desk.unfollow(address)
    guard others.isEmpty else {
      let reasons = Follow.Origin.allCases.filter(others.contains).map(\.reason)
      throw Failure(
        .usage,
        "\(address.orBlog) is followed all the same: \(reasons.joined(separator: "; ")).")
    }
    print("\(address.orBlog) is not followed any more.")
  }
}

extension Follow.Origin {
  /// Why it goes on.
  fileprivate var reason: String {
    switch self {
    case .configuration: "following.nodes in the configuration names it"
    case .admin: "an administrator asked for it"
    case .moved: "a node that is followed has moved there"
    case .service: "its service is followed as a whole"
    case .account: "people of ours follow it for themselves"
    case .owner: "its owner wants it to be found here (following.local)"
    }
  }
}

struct FollowsCommand: FollowingCommand {
  static let configuration = CommandConfiguration(
    commandName: "follows",
    abstract: "List the followed nodes, how far they are fetched, and what is wrong.")

  @OptionGroup var options: ConfigurationOptions

  private static let atOnce = 200

  func run(at desk: FollowDesk, _ configuration: Configuration) async throws(Failure) {
    print(SourceLine.heading)
    for follow in try await desk.services() {
      print(SourceLine(service: follow, now: .now).text)
    }
    var next: Int64? = 0
    while let after = next {
      let sources = try await desk.sources(after: after, limit: Self.atOnce)
      for source in sources { print(configuration.line(source).text) }
      next = sources.last?.number
    }
    let blocked = configuration.policy.blockedDomains
    next = 0
    while let after = next {
      let others = try await desk.unbegun(after: after, limit: Self.atOnce)
      for one in others { print(SourceLine(unbegun: one, now: .now, blocked: blocked).text) }
      next = others.last?.number
    }
    let (threads, failing) = try await desk.threadCounts()
    guard threads > 0 else { return }
    print(
      "The comments of \(threads) \(threads == 1 ? "post" : "posts") are followed too"
        + (failing > 0 ? "; those of \(failing) are not to be had now." : "."))
  }
}

struct AuditCommand: FollowingCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare every item of a followed node with its service, and put right what differs.",
    discussion: "Waits for the result where a Martlet runs; else it is done when one is started.")

  @OptionGroup var options: ConfigurationOptions
  @Argument(help: addressHelp) var address: FollowAddress

  func run(at desk: FollowDesk, _ configuration: Configuration) async throws(Failure) {
    let source = try await desk.audit(address)
    guard desk.isServed else {
      return print("\(address.orBlog) is compared when Martlet runs.")
    }
    show(
      try await FollowWatch(desk: desk, address: address).untilAudited(after: source),
      configuration)
  }
}
