/// Names of files, as text.
enum PathName {
  /// The folder that a file stands in, as `dirname` says it.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
