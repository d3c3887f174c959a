import Glibc
import Synchronization

/// One process owns a database: an exclusive lock on the file beside it, `…-lock`, which holds the
/// owner's process id. The kernel drops the lock when the process ends, however it ends. SQLite's own
/// locks are on another file and stay untouched.
final class DatabaseLock: Sendable {
  private let descriptor: Mutex<Int32>

  init(for database: String) throws(StoreError) {
    let path = DatabaseLock.resolved(database) + "-lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: database, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let owner = DatabaseLock.owner(descriptor)
      close(descriptor)
      throw .inUse(path: database, process: owner)
    }
    let text = "\(getpid())\n"
    ftruncate(descriptor, 0)
    _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Lets go of the database; doing it again does nothing.
  func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  /// Where a link leads to: two names of one file have one lock.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func owner(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes.prefix(count).prefix { $0 >= 0x30 && $0 <= 0x39 }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}

/// Whether something else than a file is there, such as a folder.
func isNoFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
}

/// The size of a file in bytes; nil if there is none.
func fileSize(_ path: String) -> Int? {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : nil
}
