/// Templates that stand in one another, as `{{>entry}}` and `{{<layout}}` say: in a circle they would have no end.
enum TemplateCycle {
  /// Throws `LookProblem`.
  static func check(_ templates: [(name: String, text: String)]) throws(LookProblem) {
    let inner = Dictionary(templates.map { ($0.name, names(in: $0.text)) }) { first, _ in first }
    for (name, _) in templates {
      var reached = inner[name] ?? []
      var new = reached
      while !new.isEmpty {
        new = Set(new.flatMap { inner[$0] ?? [] }).subtracting(reached)
        reached.formUnion(new)
      }
      guard !reached.contains(name) else {
        throw LookProblem(
          name + Templates.ending, line: nil, "it stands in itself, by what it includes")
      }
    }
  }

  private static func names(in text: String) -> Set<String> {
    Set(
      ["{{>", "{{<"].flatMap { tag in
        text.split(separator: tag, omittingEmptySubsequences: false).dropFirst().map { rest in
          String(rest.prefix { $0 != "}" }.filter { $0 != " " })
        }
      })
  }
}
