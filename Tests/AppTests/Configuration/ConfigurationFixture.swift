import Glibc

@testable import App

/// A folder of its own for one test, gone with it.
final class Folder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/martlet-test-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap(mkdtemp).map { String(cString: $0) } ?? ""
    }
    guard !path.isEmpty else { throw Failure(.cannotCreate, "no temporary folder") }
  }

  deinit { Self.remove(path) }

  /// Writes a file, and the folders on the way to it.
  @discardableResult
  func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
    let steps = name.split(separator: "/").dropLast()
    for count in 0..<steps.count {
      mkdir("\(path)/\(steps[...(steps.startIndex + count)].joined(separator: "/"))", 0o700)
    }
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, mode)
    guard descriptor >= 0 else { throw Failure(.cannotCreate, file) }
    defer { close(descriptor) }
    fchmod(descriptor, mode)
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Failure(.inputOutput, file)
    }
    return file
  }

  private static func remove(_ path: String) {
    guard let folder = opendir(path) else {
      unlink(path)
      return
    }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { remove("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }
}

enum Sample {
  static let secret = "s3cr3t-Zq81"
  /// The least that works.
  static let minimal = """
    components:
      - { jid: social.example.org, secret: "\(secret)" }
    domains: [example.org]
    """
}

/// Loads a text as the configuration file.
func load(
  _ text: String, environment: [String: String] = [:], mode: mode_t = 0o600
) throws -> ConfigurationLoader.Loaded {
  let folder = try Folder()
  let path = try folder.write("martlet.yaml", text, mode: mode)
  return try ConfigurationLoader.load(path: path, environment: environment)
}

/// What is wrong with a text; nothing if it loads.
func problems(
  _ text: String, environment: [String: String] = [:]
) throws -> [ConfigurationProblem] {
  do {
    return try load(text, environment: environment).warnings
  } catch let error as ConfigurationError {
    return error.problems
  }
}

/// Ours: Testing has an `ExitStatus` too.
typealias Status = App.ExitStatus
