/// What a thing is called where people see it.
package enum Label {
  /// The first of the texts that has anything to be seen in it, on one line of at most `limit` code
  /// points; else "Untitled". For a node: its title, then its name.
  package static func first(of texts: String?..., limit: Int) -> String {
    for text in texts {
      if let line = text?.oneLine(limit: limit), !line.isEmpty { return line }
    }
    return "Untitled"
  }
}
