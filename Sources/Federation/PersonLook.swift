import PubSub
import Social
import Store
import XML
import XMPP

/// What is asked when it is time to know what somebody says of themself: a nickname (XEP-0172, else XEP-0292, else
/// XEP-0054) and a picture (XEP-0084, else XEP-0054).
///
/// It is asked as somebody whom nobody knows, also where the component is a contact: what an account shows to nobody but its
/// contacts is nothing for pages that everybody sees, and that is who may read these nodes where nobody has said otherwise.
struct PersonLook: Sendable {
  /// Where accounts tell of changes.
  static let nodes = [Namespace.nickname, VCard4.node, Namespace.avatarMetadata]

  private static let nicknameLength = 100

  let remote: RemoteService
  let store: Store
  let settings: FederationSettings
  let component: Component
  private(set) var person: Person
  /// If it was not here and is to be.
  private(set) var picture: AvatarPicture?
  /// Whether there was any answer but that nobody is there.
  private var isAnswered = false
  /// Whether an answer was put off: it may be there all the same.
  private var isPutOff = false
  private var problem: Person.Problem?
  /// What is wrong with their server, if it is that which answers nothing.
  private(set) var silence: Person.Problem?

  init(
    _ person: Person, _ remote: RemoteService, store: Store, _ settings: FederationSettings,
    as component: Component
  ) {
    (self.person, self.remote, self.store) = (person, remote, store)
    (self.settings, self.component) = (settings, component)
  }

  /// Throws what the store throws, or `CancellationError`.
  ///
  /// - Returns: false if our own link is away, and nothing is known.
  mutating func run() async throws -> Bool {
    do {
      try await look()
      if !isAnswered, !isPutOff { problem = .unreachable }
    } catch let failure as RemoteService.Failure {
      guard failure != .disconnected, failure != .cutOff else { return false }
      silence = failure == .noAnswer ? .noAnswer : .unreachable
      problem = silence
    }
    finish(problem)
    return true
  }

  /// Where nobody answers at the server, it is not tried with everybody.
  mutating func finish(_ problem: Person.Problem?) {
    (person.asked, person.problem) = (.now, problem)
    person.failures = problem == nil ? 0 : person.failures + 1
    let pause =
      problem == nil
      ? settings.personInterval * Double.random(in: 0.9...1)
      : settings.personPause(afterFailures: person.failures)
    person.due = Timestamp.now.advanced(by: pause)
  }

  private mutating func look() async throws {
    let settings = settings
    func name(_ text: String?) -> String? { settings.unblocked(Self.line(text)) }
    var nickname = name(
      try await item(Namespace.nickname) { element throws(StanzaError) in
        try Nickname(element).text
      })
    if nickname == nil {
      let card = try await item(VCard4.node) { element throws(StanzaError) in try VCard4(element) }
      nickname = card.flatMap { name($0.nicknames.first) ?? name($0.fullName) }
    }
    let metadata = try await item(Namespace.avatarMetadata) { element throws(StanzaError) in
      try AvatarMetadata(element)
    }
    if nickname == nil || metadata == nil {
      let card = try await card()
      nickname = nickname ?? card.flatMap { name($0.nickname) ?? name($0.fullName) }
      if metadata == nil { takePhoto(of: card) }
    }
    if nickname != nil || saysNothing { person.nickname = nickname }
    if let metadata { try await take(metadata) }
  }

  /// Whether there is nothing but what was found. Where nobody was reached or an answer was put off, what was known stands.
  private var saysNothing: Bool { isAnswered && !isPutOff }

  private static func line(_ text: String?) -> String? {
    let line = text?.oneLine(limit: nicknameLength)
    return line?.isEmpty == false ? line : nil
  }
}

// MARK: - The picture

extension PersonLook {
  private mutating func take(_ metadata: AvatarMetadata) async throws {
    guard !metadata.infos.isEmpty else {
      person.picture = nil
      return
    }
    // One that is at a web address is not fetched: no stranger says which addresses we ask.
    guard
      let info = metadata.infos.first(where: { info in
        info.url == nil && info.bytes <= settings.pictureBytes
          && PictureFormat(rawValue: info.type.lowercased()) != nil
      })
    else { return refusePicture() }
    let (old, budget) = (person, settings.pictures)
    guard try await store.read({ try $0.needs(info.id, info.bytes, of: old, budget: budget) })
    else {
      person.picture = info.id
      return
    }
    let data = try await data(info.id)
    if data == nil, isPutOff { return }
    guard
      let picture = data.flatMap({
        AvatarPicture($0.bytes, claimed: info.id, limit: settings.pictureBytes)
      })
    else { return refusePicture() }
    (person.picture, self.picture) = (picture.id, picture)
  }

  private mutating func takePhoto(of card: VCardTemp?) {
    guard let photo = card?.photo else {
      if card?.hasBadPhoto == true { return refusePicture() }
      if saysNothing { person.picture = nil }
      return
    }
    guard let picture = AvatarPicture(photo.bytes, limit: settings.pictureBytes) else {
      return refusePicture()
    }
    (person.picture, self.picture) = (picture.id, picture)
  }

  private mutating func refusePicture() { (person.picture, problem) = (nil, .unfitPicture) }
}

// MARK: - Requests

extension PersonLook {
  /// What is in the newest item of a node; nil if nothing is, or nothing of use.
  private mutating func item<Answer>(
    _ node: String, _ read: (Element) throws(StanzaError) -> Answer
  ) async throws(RemoteService.Failure) -> Answer? {
    let request = ItemsRequest(node: NodeID(stored: node), maxItems: 1)
    let items = try await answer { remote, asker throws(RemoteService.Failure) in
      try await remote.items(request, as: asker).items
    }
    guard let payload = items?.lazy.compactMap(\.payload).first else { return nil }
    do throws(StanzaError) { return try read(payload) } catch {
      problem = .unusable
      return nil
    }
  }

  private mutating func data(_ id: AvatarID) async throws(RemoteService.Failure) -> AvatarData? {
    let node = NodeID(stored: Namespace.avatarData)
    let request = ItemsRequest(node: node, ids: [ItemID(stored: id.description)])
    let items = try await answer { remote, asker throws(RemoteService.Failure) in
      try await remote.items(request, as: asker).items
    }
    let payload = items?.first { $0.id.name.lowercased() == id.description }?.payload
    return payload.flatMap { try? AvatarData($0, limit: settings.pictureBytes) }
  }

  private mutating func card() async throws(RemoteService.Failure) -> VCardTemp? {
    let limit = settings.pictureBytes
    return try await answer { remote, asker throws(RemoteService.Failure) in
      try await remote.read(VCardTemp.request, as: asker) { element throws(StanzaError) in
        try VCardTemp(element, photoBytes: limit)
      }
    }
  }

  /// Nil where the server refuses, or makes no sense: it may have an answer to something else.
  private mutating func answer<Answer>(
    _ ask: (RemoteService, _ asker: RemoteService.Asker) async throws(RemoteService.Failure) ->
      Answer
  ) async throws(RemoteService.Failure) -> Answer? {
    do {
      let answer = try await ask(remote, .other(component.stranger))
      isAnswered = true
      return answer
    } catch {
      switch error {
      // Servers say so of whatever they do not have, and of whoever is not there.
      case .refused(.unreachable): break
      case .refused(.busy), .refused(.tooMuch): (isPutOff, problem) = (true, .busy)
      case .refused(.unconnected), .noAnswer, .cutOff, .disconnected: throw error
      case .refused: isAnswered = true
      case .unusable, .tooLarge: (isAnswered, problem) = (true, .unusable)
      }
      return nil
    }
  }
}
