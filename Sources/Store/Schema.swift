import GRDB

extension Store {
  /// "MRTL": how `file` and we know a database of Martlet.
  static let applicationID = 0x4D52_544C

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(M0001Initial.identifier) { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: M0001Initial.sql)
    }
    migrator.registerMigration(M0002PubSub.identifier) { db in
      try db.execute(sql: M0002PubSub.sql)
    }
    migrator.registerMigration(M0003Companions.identifier) { db in
      try db.execute(sql: M0003Companions.sql)
    }
    for (identifier, sql) in [
      (M0004Attachments.identifier, M0004Attachments.sql),
      (M0005Entries.identifier, M0005Entries.sql),
      (M0006Moderation.identifier, M0006Moderation.sql),
      (M0007Search.identifier, M0007Search.sql),
      (M0008Comments.identifier, M0008Comments.sql),
      (M0009Followers.identifier, M0009Followers.sql),
      (M0010Links.identifier, M0010Links.sql),
      (M0011Homes.identifier, M0011Homes.sql),
      (M0012Parts.identifier, M0012Parts.sql),
      (M0013Unindexed.identifier, M0013Unindexed.sql),
      (M0014Segments.identifier, M0014Segments.sql),
      (M0015Following.identifier, M0015Following.sql),
      (M0016Ways.identifier, M0016Ways.sql),
      (M0017Consent.identifier, M0017Consent.sql),
      (M0018Threads.identifier, M0018Threads.sql),
      (M0019People.identifier, M0019People.sql),
      (M0020FollowedSummaries.identifier, M0020FollowedSummaries.sql),
      (M0021Shares.identifier, M0021Shares.sql),
      (M0022Markup.identifier, M0022Markup.sql),
      (M0023Strangers.identifier, M0023Strangers.sql),
      (M0024Trouble.identifier, M0024Trouble.sql),
      (M0025Addresses.identifier, M0025Addresses.sql),
      (M0026Archives.identifier, M0026Archives.sql),
      (M0027Robots.identifier, M0027Robots.sql),
      (M0028Merging.identifier, M0028Merging.sql),
      (M0029KeepingUp.identifier, M0029KeepingUp.sql),
      (M0030Communities.identifier, M0030Communities.sql),
      (M0031FewerIndexes.identifier, M0031FewerIndexes.sql),
    ] {
      migrator.registerMigration(identifier) { try $0.execute(sql: sql) }
    }
    return migrator
  }

  /// After a crash the first who reads recovers the log; if that is somebody else, it is waited for.
  private static var inspecting: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    return configuration
  }

  /// Looks at an existing file without changing it: is it ours, whole and not of a newer version?
  static func inspect(_ path: String) throws(StoreError) {
    guard !isNoFile(path) else { throw .cannotOpen(path: path, reason: "that is not a file") }
    guard let size = fileSize(path), size > 0 else { return }
    do {
      let database = try DatabaseQueue(path: path, configuration: inspecting)
      defer { try? database.close() }
      try database.read { db in
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || application == applicationID else {
          throw StoreError.foreign(path: path)
        }
        guard try !migrator.hasBeenSuperseded(db) else { throw StoreError.newer(path: path) }
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Whether there is a database, ours or not.
  package static func exists(_ path: String) -> Bool { fileSize(path) ?? 0 > 0 }

  /// Reads the whole database for damage (`martlet check`); slow for large ones. Empty: all is well.
  package static func damage(_ path: String) throws(StoreError) -> [String] {
    try inspect(path)
    do {
      let database = try DatabaseQueue(path: path, configuration: inspecting)
      defer { try? database.close() }
      let found = try database.read { db in
        try String.fetchAll(db, sql: "PRAGMA quick_check(10)")
      }
      return found == ["ok"] ? [] : found
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
