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
    let follow = try Self.follow(address)
    guard try await !read({ try $0.hasOptedOut(follow.service) }) else {
      throw Failure(
        .noPermission,
        "\(follow.service) has told this service not to show what they write elsewhere.")
    }
    try await write { try $0.follow(follow, .now) }
  }

  /// What still asks for it: nothing, if it is forgotten now.
  func unfollow(_ address: FollowAddress) async throws(Failure) -> [Follow.Origin] {
    let follow = try Self.follow(address)
    return try await write { tx in
      _ = try tx.unfollow(follow, .now)
      return try tx.snapshot.origins(of: follow.node, at: follow.service)
    }
  }

  func audit(_ address: FollowAddress) async throws(Failure) -> Source {
    let follow = try Self.follow(address)
    let source: Source? = try await write { tx in
      guard let source = try tx.snapshot.source(follow.node, of: follow.service) else {
        return nil
      }
      try tx.retry(source, for: .audit, .now)
      return try tx.snapshot.source(source.number)
    }
    guard let source else {
      throw Failure(.usage, "\(address) is not followed. `martlet follows` lists what is.")
    }
    return source
  }

  func source(_ address: FollowAddress) async throws(Failure) -> Source? {
    let follow = try Self.follow(address)
    return try await read { try $0.source(follow.node, of: follow.service) }
  }

  /// All that is followed, a portion at a time.
  func sources(after number: Int64, limit: Int) async throws(Failure) -> [Source] {
    try await read { try $0.sources(after: number, limit: limit) }
  }

  private static func follow(_ address: FollowAddress) throws(Failure) -> Follow {
    guard let node = address.orBlog.node else {
      throw Failure(
        .usage, "\(address) names no node. Write xmpp:\(address.service)?;node=NAME.")
    }
    return Follow(node, of: address.service, .admin)
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
