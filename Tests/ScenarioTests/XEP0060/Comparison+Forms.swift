import XML
import XMPP

/// Forms: every field that the XEP shows must be there, with its type and its values where the XEP shows them, and must
/// offer what the XEP's field offers. There may be more fields and more to choose from. Titles, instructions and labels
/// are the service's own.
extension Comparison {
  /// What the service knows and the XEP cannot.
  private static let chosenFields: Set<String> = ["pubsub#subid", "pubsub#creation_date"]

  mutating func compareForms(_ xep: Element, _ ours: Element, _ path: String) {
    let fields = ours.all("field", Namespace.dataForms)
    for field in xep.all("field", Namespace.dataForms) {
      let name = field["var"] ?? ""
      let path = "\(path)/\(name)"
      guard let other = fields.first(where: { $0["var"] == name }) else {
        differ(path, "is missing")
        continue
      }
      if let type = field["type"], let other = other["type"], type != other {
        differ(path, "is of type \(other), not \(type)")
      }
      compareValues(name, field, other, path)
      let missing = Set(field.options).subtracting(other.options)
      if !missing.isEmpty { differ(path, "does not offer \(missing.sorted())") }
    }
  }

  private mutating func compareValues(
    _ name: String, _ xep: Element, _ ours: Element, _ path: String
  ) {
    guard let first = xep.values.first else { return }
    if Self.chosenFields.contains(name) {
      compare(first, ours.values.first ?? "", isChosen: true, path)
    } else if Set(xep.values) != Set(ours.values) {
      differ(path, "is \(ours.values.sorted()), not \(xep.values.sorted())")
    }
  }
}

extension Element {
  /// The values of a field; both spellings of a boolean are one (XEP-0004, section 3.3).
  fileprivate var values: [String] {
    all("value", Namespace.dataForms).map { value in
      DataForm.bool(value.text).map { $0 ? "1" : "0" }
        ?? value.text.split(whereSeparator: \.isNewline)
        .map { $0.drop { $0 == " " } }.joined()
    }
  }

  fileprivate var options: [String] {
    all("option", Namespace.dataForms).compactMap { $0.first("value", Namespace.dataForms)?.text }
  }
}
