import Glibc

/// A small text file, read whole.
package struct TextFile: Sendable {
  package enum Failure: Error, Hashable, Sendable {
    case missing
    case noPermission
    case notAFile
    case tooLarge(limit: Int)
    case notText
    /// An `errno`.
    case system(Int32)

    /// What follows the file's name in a message.
    package var words: String {
      switch self {
      case .missing: "does not exist"
      case .noPermission: "may not be read by this user"
      case .notAFile: "is not a file"
      case .tooLarge(let limit): "is larger than \(limit) bytes"
      case .notText: "is not UTF-8 text"
      case .system(let code): "cannot be read: \(String(cString: strerror(code)))"
      }
    }
  }

  /// The same of any file.
  package struct Bytes: Sendable {
    package let content: [UInt8]
    package let readableByAll: Bool
  }

  package let content: String
  /// Whether every user of the machine may read it.
  package let readableByAll: Bool

  package static func read(_ path: String, limit: Int) throws(Failure) -> TextFile {
    let file = try bytes(path, limit: limit)
    guard let content = String(validating: file.content, as: UTF8.self), !content.contains("\0")
    else { throw .notText }
    return TextFile(content: content, readableByAll: file.readableByAll)
  }

  package static func bytes(_ path: String, limit: Int) throws(Failure) -> Bytes {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    return Bytes(
      content: try readAll(descriptor, limit: limit),
      readableByAll: status.st_mode & S_IROTH != 0)
  }

  private static func readAll(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(errno)
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }
}

extension TextFile.Failure {
  fileprivate init(_ code: Int32) {
    self =
      switch code {
      case ENOENT, ENOTDIR: .missing
      case EACCES, EPERM: .noPermission
      default: .system(code)
      }
  }
}
