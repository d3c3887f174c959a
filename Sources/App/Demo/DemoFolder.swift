import Glibc

/// Where the demo's files are: a temporary folder, or one that is kept.
struct DemoFolder: Sendable {
  let path: String
  let isKept: Bool

  /// What tells that a folder is a demo's.
  static let mark = "demo.settings"

  /// - Parameter keep: the folder to keep, made where it does not exist; nil: a temporary one, which
  ///   nobody else may read.
  init(keep: String?) throws(Failure) {
    if let keep {
      path = try Self.kept(keep)
      isKept = true
    } else {
      path = try Self.temporary()
      isKept = false
    }
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func makeFolder(_ name: String) throws(Failure) {
    try Self.make(file(name))
  }

  /// Writes a file that its owner alone may read.
  func write(_ name: String, _ bytes: [UInt8]) throws(Failure) {
    let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(file(name), errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(file(name), errno) }
      rest = rest.dropFirst(count)
    }
  }

  func write(_ name: String, _ text: String) throws(Failure) { try write(name, Array(text.utf8)) }

  /// Removes a folder that is not to be kept. What cannot be removed is told.
  func remove() {
    guard !isKept else { return }
    guard !Self.removeAll(path) else { return }
    let why = String(cString: strerror(errno))
    LineLogHandler.standardError(
      Array("martlet demo: \(path) could not be removed: \(why)\n".utf8))
  }

  /// A file, or a folder with all that is in it; links are not followed.
  private static func removeAll(_ path: String) -> Bool {
    if unlink(path) == 0 { return true }
    guard let names = FolderListing.names(in: path) else { return false }
    for name in names where !removeAll("\(path)/\(name)") { return false }
    return rmdir(path) == 0
  }

  /// Where folders of demos are made that are not kept.
  static var temporaryParent: String { Environment.all["TMPDIR"] ?? "/tmp" }

  private static func temporary() throws(Failure) -> String {
    let parent = temporaryParent
    var template = Array("\(parent)/martlet-demo.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw failure("A folder in \(parent)", errno) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func kept(_ name: String) throws(Failure) -> String {
    if access(name, F_OK) != 0 { try make(name) }
    // Prosody changes its working folder, so every path is a whole one.
    guard let whole = realpath(name, nil) else { throw failure(name, errno) }
    defer { free(whole) }
    let path = String(cString: whole)
    guard let names = FolderListing.names(in: path) else { throw failure(path, errno) }
    guard names.isEmpty || names.contains(mark) else {
      throw Failure(
        .cannotCreate,
        "\(path) holds other files. Name an empty folder, a new one, or that of an earlier demo.")
    }
    return path
  }

  private static func make(_ path: String) throws(Failure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path, errno) }
  }

  private static func failure(_ what: String, _ code: Int32) -> Failure {
    Failure(.cannotCreate, "\(what) cannot be written: \(String(cString: strerror(code))).")
  }
}
