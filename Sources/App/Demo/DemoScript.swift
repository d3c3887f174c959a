import Glibc
import XML
import XMPP

/// What the invented people do, each in their own XMPP session: found the communities, follow them,
/// write. Done again it changes nothing: all names and ids are fixed.
struct DemoScript: Sendable {
  let settings: DemoSettings
  let pictures: PictureFiles
  let stop: StopFlag

  /// How long Martlet may take to attach.
  private static let patience: Duration = .seconds(15)

  func perform() throws {
    let visitor = try client(Demo.visitor, settings.visitorPassword)
    try untilAttached(visitor)
    guard !settings.isFilled else { return Demo.say("The communities are there already.") }
    var sessions: [String: DemoClient] = [:]
    for person in DemoPerson.all {
      sessions[person.name] = try client(person.name, settings.castPassword)
    }
    for community in DemoCommunity.all {
      guard let founder = sessions[community.founder.name] else { continue }
      try found(community, founder)
      for follower in Array(sessions) { try follow(community, follower.key, follower.value) }
      try follow(community, Demo.visitor, visitor)
    }
    try publishAll(sessions)
    for session in Array(sessions.values) + [visitor] { try session.end() }
  }

  private func client(_ name: String, _ password: String) throws -> DemoClient {
    try DemoClient(name, password: password, port: settings.ports.xmpp, stop: stop)
  }

  /// Until then Prosody answers for the component, with an error.
  private func untilAttached(_ client: DemoClient) throws {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      do {
        try client.request(.get, to: Demo.component, Element("query", Namespace.discoInfo))
        return
      } catch let refused as DemoClient.Refused {
        guard ContinuousClock.now < deadline else {
          throw Failure(
            .unavailable, "Martlet is not attached; Prosody says \(refused.error.condition).")
        }
        usleep(20_000)
      }
    }
  }

  /// Creates the node and configures it (XEP-0060, sections 8.1 and 8.2); one that is there from an
  /// interrupted start is configured again.
  private func found(_ community: DemoCommunity, _ client: DemoClient) throws {
    do {
      try client.request(
        .set, to: Demo.component,
        Element(
          "pubsub", Namespace.pubsub, [:],
          [Element("create", Namespace.pubsub, ["node": community.node])]))
    } catch let refused as DemoClient.Refused where refused.error.condition == .conflict {}
    var configure = Element("configure", Namespace.pubsubOwner, ["node": community.node])
    configure.append(community.form.element)
    try client.request(
      .set, to: Demo.component, Element("pubsub", Namespace.pubsubOwner, [:], [configure]))
  }

  /// XEP-0060, section 6.1.
  private func follow(_ community: DemoCommunity, _ name: String, _ client: DemoClient) throws {
    let subscribe = Element(
      "subscribe", Namespace.pubsub, ["node": community.node, "jid": "\(name)@\(Demo.domain)"])
    try client.request(
      .set, to: Demo.component, Element("pubsub", Namespace.pubsub, [:], [subscribe]))
  }

  /// The oldest first, as it would have been (XEP-0060, section 7.1).
  private func publishAll(_ sessions: [String: DemoClient]) throws {
    // Nobody writes at 08:26:04.723.
    let now = Timestamp(milliseconds: Timestamp.now.milliseconds / 60_000 * 60_000)
    let posts = DemoCommunity.all.flatMap { community in community.posts.map { (community, $0) } }
      .sorted { $0.1.hoursAgo > $1.1.hoursAgo }
    Demo.say("\(sessions.count) people write \(posts.count) posts ...")
    for (number, (community, post)) in posts.enumerated() {
      guard let client = sessions[post.author.name] else { continue }
      var item = Element("item", Namespace.pubsub, ["id": post.id])
      item.append(try post.entry(in: community, now: now, pictures, at: settings.pictureAddress))
      let publish = Element("publish", Namespace.pubsub, ["node": community.node], [item])
      do {
        try client.request(
          .set, to: Demo.component, Element("pubsub", Namespace.pubsub, [:], [publish]))
      } catch let refused as DemoClient.Refused {
        throw Failure(
          .software,
          "\(post.author.fullName) may not publish \(post.id): \(refused.error.condition).")
      }
      Demo.say("  \(number + 1)/\(posts.count)  \(post.author.fullName) in \(community.title)")
    }
  }
}
