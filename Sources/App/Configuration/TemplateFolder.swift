import Glibc
import Web

/// Where an admin changes what the site looks like.
struct TemplateFolder {
  let path: String

  /// Writes the files that come with the program; those that are there already are left as they are.
  func fill(_ say: (String) -> Void) throws(Failure) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path) }
    for (name, text) in LookSettings.builtIn {
      let isNew = try write("\(path)/\(name)", text)
      say("\(path)/\(name) is \(isNew ? "written" : "there already").")
    }
  }

  /// False if there is such a file.
  private func write(_ file: String, _ text: [UInt8]) throws(Failure) -> Bool {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if descriptor < 0, errno == EEXIST { return false }
    guard descriptor >= 0 else { throw failure(file) }
    defer { close(descriptor) }
    var rest = text[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { throw failure(file) }
      rest = rest.dropFirst(max(0, count))
    }
    return true
  }

  private func failure(_ file: String) -> Failure {
    Failure(.cannotCreate, "\(file) cannot be written: \(String(cString: strerror(errno))).")
  }
}
