import PubSub
import Social
import Store
import XMPP

// Nodes of other services that are followed.
extension ConfigurationReader {
  mutating func following(of components: [Configuration.Component]) -> Configuration.Following {
    Configuration.Following(
      nodes: followedNodes(components), published: published(),
      local: Configuration.Following.Local(rawValue: choice(.followingLocal)) ?? .optedIn,
      itemsPerNode: integer(Slot(.followingItems)),
      bytesPerNode: amount(Slot(.followingBytes)), days: amount(Slot(.followingDays)),
      service: Budget(
        items: amount(Slot(.followingServiceItems)), bytes: amount(Slot(.followingServiceBytes))),
      all: Budget(
        items: amount(Slot(.followingAllItems)), bytes: amount(Slot(.followingAllBytes))),
      nodesPerService: integer(Slot(.followingServiceNodes)),
      nodesPerAccount: integer(Slot(.followingAccountNodes)),
      threadsPerNode: integer(Slot(.followingThreads)),
      threadsPerService: integer(Slot(.followingServiceThreads)),
      threads: integer(Slot(.followingAllThreads)),
      pictures: amount(Slot(.followingPictures)),
      pictureBytes: integer(Slot(.followingPictureBytes)),
      poll: .seconds(integer(Slot(.followingPoll))),
      requestsPerMinute: integer(Slot(.followingRequests)),
      allRequestsPerMinute: integer(Slot(.followingAllRequests)),
      eventsPerMinute: integer(Slot(.followingEvents)))
  }

  private mutating func followedNodes(_ components: [Configuration.Component]) -> [FollowAddress] {
    let slot = Slot(.followingNodes)
    return settings.list(slot).compactMap { text in
      let address: FollowAddress
      do throws(FollowAddressError) { address = try FollowAddress(text.text).orBlog } catch {
        return refuse(text, slot, "cannot be followed: \(error)", "Write it as `\(Self.example)`.")
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
