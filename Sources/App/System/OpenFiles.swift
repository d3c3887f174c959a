import Glibc

/// How many files and sockets this process may have open (getrlimit(2)).
enum OpenFiles {
  /// For all but visitors: the database with its readers and temporary files, links, what pictures are loaded by.
  private static let reserve = 96
  private static let fewest = 16

  /// Takes as many as this user may have.
  ///
  /// - Returns: how many that is.
  static func raiseLimit() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
    let most = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
    var wanted = most
    if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &wanted) == 0 { limit = most }
    return Int(clamping: limit.rlim_cur)
  }

  /// So many of some connections have room, so that files are left for what must not fail; where hardly any are allowed, a
  /// few visitors are let in all the same.
  static func room(for connections: Int, of limit: Int) -> Int {
    min(connections, max(fewest, limit - reserve))
  }

  /// What is to be allowed for so many connections.
  static func needed(for connections: Int) -> Int { connections + reserve }
}
