import XML

/// Ids that the service chooses, by those that the XEP shows: where the XEP has the same twice, the service must have
/// the same twice, and where the XEP has two, the service must have two.
struct ChosenNames: Sendable {
  private var ours: [String: String] = [:]
  private var expected: Set<String> = []

  /// Names that the service will choose, whatever they are names of.
  mutating func expect(_ names: [String]) { expected.formUnion(names) }

  func isExpected(_ xep: String) -> Bool { expected.contains(xep) }

  /// Takes note of a choice; false if it does not fit those before.
  mutating func choose(_ xep: String, _ name: String) -> Bool {
    if let known = ours[xep] { return known == name }
    guard !name.isEmpty, !ours.values.contains(name) else { return false }
    ours[xep] = name
    return true
  }

  /// A message has an id of its own, also where the XEP has that id in another example.
  mutating func chooseAnew(_ xep: String, _ name: String) -> Bool {
    ours[xep] = nil
    return choose(xep, name)
  }

  /// What somebody sends who has been told these names.
  func put(into element: Element) -> Element {
    var element = element
    for index in element.attributes.indices {
      let value = element.attributes[index].value
      element.attributes[index].value = ours[value] ?? value
    }
    element.children = element.children.map {
      switch $0 {
      case .element(let child): .element(put(into: child))
      case .text(let text): .text(ours[text] ?? text)
      case .written: $0
      }
    }
    return element
  }
}
