/// A node of the fresh tree: the sanitiser's only way from what came in to what goes out.
enum CleanNode: Hashable, Sendable {
  case element(CleanElement)
  case text(String)
}

struct CleanElement: Hashable, Sendable {
  var tag: Tag
  var attributes: [MarkupAttribute]
  var children: [CleanNode] = []
}

/// An attribute by its lower-case name, as a source delivers it and as the rules let it pass.
struct MarkupAttribute: Hashable, Sendable {
  var name: String
  var value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
