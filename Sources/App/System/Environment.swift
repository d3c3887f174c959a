import Glibc

/// The process's environment.
enum Environment {
  /// All variables that are UTF-8; of doubles the first, as getenv(3) has it.
  static let all: [String: String] = {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        let name = String(text[..<equals])
        variables[name] = variables[name] ?? String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return variables
  }()
}
