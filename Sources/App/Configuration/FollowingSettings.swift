import PubSub
import Social
import XMPP

// Nodes of other services that are followed.
extension ConfigurationReader {
  mutating func following(of components: [Configuration.Component]) -> Configuration.Following {
    Configuration.Following(
      nodes: followedNodes(components), published: published(),
      itemsPerNode: integer(Slot(.followingItems)),
      threadsPerNode: integer(Slot(.followingThreads)),
      poll: .seconds(integer(Slot(.followingPoll))),
      requestsPerMinute: integer(Slot(.followingRequests)))
  }

  private mutating func followedNodes(_ components: [Configuration.Component]) -> [FollowAddress] {
    let slot = Slot(.followingNodes)
    return settings.list(slot).compactMap { text in
      let address: FollowAddress
      do throws(FollowAddressError) { address = try FollowAddress(text.text).orBlog } catch {
        return refuse(text, slot, "cannot be followed: \(error)", "Write it as `\(Self.example)`.")
      }
      guard address.node != nil else {
        return refuse(
          text, slot, "names no node", "Write it as `\(Self.example)`; an account may stand alone.")
      }
      guard !components.contains(where: { $0.jid == address.service }) else {
        return refuse(text, slot, "is a node of our own", "It is here already: leave it out.")
      }
      return address
    }
  }

  private static let example = "xmpp:pubsub.example.net?;node=news"

  private mutating func published() -> [BareJID] {
    let slot = Slot(.followingPublished)
    return settings.list(slot).compactMap { text in
      guard let jid = try? BareJID(text.text) else {
        return refuse(
          text, slot, "is neither an account nor a domain", "Write it as `pubsub.example.net`.")
      }
      return jid
    }
  }
}
