import Glibc

/// Who has the database, told by the lock beside it that the store takes; the lock is not kept.
enum DatabaseOwner: Hashable, Sendable {
  case nobody
  /// The process's id, if it wrote it down.
  case process(Int32?)

  static func of(_ database: String) -> DatabaseOwner {
    let descriptor = open("\(database)-lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .nobody }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return .nobody }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(descriptor, &bytes, bytes.count)
    let digits = bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }
    return .process(Int32(String(decoding: digits, as: UTF8.self)))
  }

  var words: String {
    switch self {
    case .nobody: "nobody"
    case .process(let id): id.map { "process \($0)" } ?? "another process"
    }
  }
}
