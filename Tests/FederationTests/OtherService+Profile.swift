import PubSub
import Social
import XML
import XMPP

extension OtherService {
  /// What an account says of itself; its server refuses what is not there.
  struct Profile: Sendable {
    /// What is in its nodes.
    var items: [String: [(id: String, payload: Element)]] = [:]
    var card: Element?
    /// Of these nodes nothing is ever answered.
    var silent: Set<String> = []
    var refusal = StanzaError(.itemNotFound, "No.")
    /// What it has no time for, and what cannot be asked since nobody reaches its server.
    var busy: Set<String> = []
    var cut: Set<String> = []
    /// All of it is for those who see its presence, as is usual.
    var isForContacts = false

    static let picture = AvatarPicture.bytes(1)

    mutating func call(_ nickname: String) {
      items[Namespace.nickname] = [("current", Nickname(nickname).element)]
    }

    /// - Parameters:
    ///   - claimed: what it is called, and how large, if that is not so.
    mutating func show(
      _ bytes: [UInt8], type: String = "image/gif", claimed: AvatarID? = nil, size: Int? = nil
    ) {
      guard let id = claimed ?? AvatarID(of: bytes) else { return }
      let info = AvatarMetadata.Info(id: id, bytes: size ?? bytes.count, type: type)
      items[Namespace.avatarMetadata] = [(id.description, AvatarMetadata([info]).element)]
      items[Namespace.avatarData] = [(id.description, AvatarData(bytes).element)]
    }

    /// Nil: it is asked for something else.
    func answer(_ payload: Element, isContact: Bool) -> (
      what: String, answer: Result<Element?, StanzaError>?
    )? {
      guard let (what, answer) = answer(payload) else { return nil }
      if busy.contains(what) {
        return (what, .failure(StanzaError(.resourceConstraint, "Not now.")))
      }
      if cut.contains(what) {
        return (what, .failure(StanzaError(.remoteServerTimeout, "Not now.")))
      }
      guard isForContacts, !isContact else { return (what, answer) }
      return (
        what, .failure(.pubsub(.notAuthorized, .presenceSubscriptionRequired, "No."))
      )
    }

    private func answer(_ payload: Element) -> (
      what: String, answer: Result<Element?, StanzaError>?
    )? {
      if payload.is("vCard", Namespace.vCardTemp) {
        return ("card", card.map { .success($0) } ?? .failure(refusal))
      }
      guard let node = payload.first("items", Namespace.pubsub)?["node"], Self.names[node] != nil,
        let name = Self.names[node]
      else { return nil }
      if silent.contains(node) { return (name, nil) }
      guard let found = items[node] else { return (name, .failure(refusal)) }
      let children = found.map {
        Element("item", Namespace.pubsub, ["id": $0.id], [$0.payload])
      }
      return (
        name,
        .success(
          Element(
            "pubsub", Namespace.pubsub, [:],
            [Element("items", Namespace.pubsub, ["node": node], children)]))
      )
    }

    private static let names = [
      Namespace.nickname: "nickname", VCard4.node: "card4", Namespace.avatarMetadata: "metadata",
      Namespace.avatarData: "data",
    ]
  }
}

extension AvatarPicture {
  /// The bytes of a picture; each number is another one.
  static func bytes(_ number: UInt8) -> [UInt8] { Array("GIF89a".utf8) + [64, 0, 64, 0, number] }
}
