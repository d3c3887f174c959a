import Testing
import XML
import XMPP

/// An example of XEP-0060 (version 1.30.0): its number and caption there, and its stanzas, word for word.
struct Example: Sendable {
  let number: Int
  let caption: String
  private(set) var xml: String
  /// Why the example cannot stand as it is.
  private(set) var reasons: [String] = []
  /// Parts that were to be put differently and are not in it.
  private var missing: [String] = []
  private var isWithoutValues = false
  private let location: SourceLocation

  init(
    _ number: Int, _ caption: String, _ xml: String,
    location: SourceLocation = #_sourceLocation
  ) {
    self.number = number
    self.caption = caption
    self.xml = xml
    self.location = location
  }

  /// The same for a case of which the XEP shows no stanza of its own: an error's request, mostly.
  func with(_ part: String, _ other: String) -> Example {
    var example = self
    if !xml.contains(part) { example.missing.append(part) }
    example.xml = xml.replacing(part, with: other)
    return example
  }

  /// The same where the XEP's example cannot stand as it is: a slip of the XEP, or something that this
  /// service does not have.
  func with(_ part: String, _ other: String, because reason: String) -> Example {
    var example = with(part, other)
    example.reasons.append(reason)
    return example
  }

  /// A form whose values are the service's own: what counts is which fields there are, and of what type.
  func withoutValues(because reason: String) -> Example {
    var example = self
    example.isWithoutValues = true
    example.reasons.append(reason)
    return example
  }

  /// An example may show several stanzas.
  func stanzas() throws -> [Element] {
    for part in missing {
      Issue.record("Example \(number) has no \(part)", sourceLocation: location)
    }
    let stream = "<stream xmlns='\(Namespace.component)'>\(xml)</stream>"
    let stanzas = try Element(parsing: Array(stream.utf8)).elements
    return stanzas.map { isWithoutValues ? $0.withoutValues : $0 }
  }
}

extension Element {
  fileprivate var withoutValues: Element {
    var element = self
    element.children = children.compactMap {
      guard case .element(let child) = $0 else { return $0 }
      let isValue = self.is("field", Namespace.dataForms) && child.name.name == "value"
      return isValue && self["var"] != DataForm.formTypeName ? nil : .element(child.withoutValues)
    }
    return element
  }
}
