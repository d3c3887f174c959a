import Logging
import PubSub
import Social
import Store
import XMPP

/// What `martlet follow` and its sisters do: they write down what is wanted, and the Martlet that runs on the database
/// does it; without one it is done when it starts.
struct FollowDesk {
  private enum Database {
    case ours(Store)
    case guest(StoreGuest)
  }

  private let database: Database

  /// Throws `Failure`.
  init(database path: String) throws(Failure) {
    do throws(StoreError) {
      guard Store.exists(path) else {
        throw StoreError.cannotOpen(path: path, reason: "there is none; start martlet once")
      }
      do throws(StoreError) {
        database = .ours(
          try Store(path: path, logger: Logger(label: "follow") { _ in SwiftLogNoOpLogHandler() }))
      } catch {
        guard case .inUse = error else { throw error }
        database = .guest(try StoreGuest(path: path))
      }
    } catch {
      throw Failure(error.status, "\(error)")
    }
  }

  /// Whether a Martlet runs that will do at once what is written down.
  var isServed: Bool {
    if case .guest = database { true } else { false }
  }

  func close() async {
    if case .ours(let store) = database { try? await store.close() }
  }

  func follow(_ address: FollowAddress) async throws(Failure) {
    let service = address.service
    let node = address.orBlog.node
    guard try await !read({ try $0.hasOptedOut(service) }) else {
      throw Failure(
        .noPermission, "\(service) has told this service not to show what they write elsewhere.")
    }
    guard try await !read({ try $0.hasOptedOut(node, of: service) }) else {
      throw Failure(
        .noPermission, "An owner of \(address) has told this service not to show it.")
    }
    try await write { tx in
      if let node {
        try tx.follow(Follow(node, of: service, .admin), .now)
      } else {
        try tx.followService(service, .admin, .now)
      }
    }
  }

  /// What still asks for it: nothing, if it is forgotten now.
  func unfollow(_ address: FollowAddress) async throws(Failure) -> [Follow.Origin] {
    let service = address.service
    return try await write { tx in
      guard let node = address.orBlog.node else {
        _ = try tx.unfollowService(service, .admin, .now)
        return try tx.snapshot.serviceFollow(service)?.origins ?? []
      }
      _ = try tx.unfollow(Follow(node, of: service, .admin), .now)
      return try tx.snapshot.origins(of: node, at: service)
    }
  }

  func audit(_ address: FollowAddress) async throws(Failure) -> Source {
    guard let node = address.orBlog.node else {
      throw Failure(
        .usage, "\(address) names no node. Write xmpp:\(address.service)?;node=NAME.")
    }
    let source: Source? = try await write { tx in
      guard let source = try tx.snapshot.source(node, of: address.service) else { return nil }
      try tx.retry(source, for: .audit, .now)
      return try tx.snapshot.source(source.number)
    }
    guard let source else {
      throw Failure(.usage, "\(address) is not followed. `martlet follows` lists what is.")
    }
    return source
  }

  func source(_ address: FollowAddress) async throws(Failure) -> Source? {
    guard let node = address.orBlog.node else { return nil }
    return try await read { try $0.source(node, of: address.service) }
  }

  /// A service that is followed as a whole.
  func service(_ address: FollowAddress) async throws(Failure) -> ServiceFollow? {
    try await read { try $0.serviceFollow(address.service) }
  }

  func services() async throws(Failure) -> [ServiceFollow] {
    try await read { try $0.serviceFollows }
  }

  /// All that somebody wants to be followed, a portion at a time.
  func sources(after number: Int64, limit: Int) async throws(Failure) -> [Source] {
    try await read { try $0.askedSources(after: number, limit: limit) }
  }

  /// What somebody wants, and is not followed, a portion at a time.
  func unbegun(after number: Int64, limit: Int) async throws(Failure) -> [Followed] {
    try await read { try $0.unbegun(after: number, limit: limit) }
  }

  /// How many nodes with comments are followed besides, and how many of them are not to be had now.
  func threadCounts() async throws(Failure) -> (all: Int, failing: Int) {
    try await read { try $0.threadCounts() }
  }

  private func write<T: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> T
  ) async throws(Failure) -> T {
    try await explaining {
      switch database {
      case .ours(let store): try await store.write(body)
      case .guest(let guest): try guest.write(body)
      }
    }
  }

  private func read<T: Sendable>(
    _ body: @escaping @Sendable (Snapshot) throws -> T
  ) async throws(Failure) -> T {
    try await explaining {
      switch database {
      case .ours(let store): try await store.read(body)
      case .guest(let guest): try guest.read(body)
      }
    }
  }

  private func explaining<T>(_ body: () async throws -> T) async throws(Failure) -> T {
    do { return try await body() } catch {
      throw Failure((error as? StoreError)?.status ?? .software, "\(error)")
    }
  }
}
