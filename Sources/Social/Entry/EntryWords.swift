package import XML
import XMPP

/// All of an entry that some client may show to people, whole: more than `Entry`, which chooses and cuts. What the
/// administrators have blocked is looked for in it.
package enum EntryWords {
  /// What programs alone read.
  private static let silent = names("id", "uri", "published", "updated")
  /// What may have markup (RFC 4287, sections 3.1 and 4.1.3).
  private static let constructs = names("title", "subtitle", "summary", "content", "rights")
  /// Attributes for people, in whatever vocabulary: of link cards, files, categories, polls, pictures.
  private static let spoken: Set<String> = [
    "title", "description", "label", "term", "alt", "name", "summary", "text", "value",
  ]
  /// A payload is bounded as it is; of what is in it nothing is left out.
  private static let limits = SanitizerLimits(
    inputBytes: .max, outputBytes: .max, nodes: .max, attributeBytes: .max)

  private static func names(_ names: String...) -> Set<QName> {
    Set(names.map { QName($0, Namespace.atom) })
  }

  /// None of a payload that is no entry: nobody knows what of it people read, so it is left alone.
  package static func all(in payload: Element) -> [String] {
    guard payload.is("entry", Namespace.atom) else { return [] }
    var texts: [String] = []
    // Not recursive: the depth of the input is not this room's to trust.
    var rest = [payload]
    while let element = rest.popLast() {
      guard !silent.contains(element.name) else { continue }
      texts +=
        constructs.contains(element.name) ? words(of: element) : [element.text]
      texts += element.attributes.filter { spoken.contains($0.name.name) }.map(\.value)
      rest += element.elements
    }
    return texts.filter { !$0.isEmpty }
  }

  /// A text without its markup: words that tags cut in pieces are whole again.
  private static func words(of element: Element) -> [String] {
    let construct = TextConstruct(element, base: nil)
    return switch construct.kind {
    case .xhtml: [element.text, construct.cleaned(limits: limits).text]
    case .html: [construct.cleaned(limits: limits).text] + attributes(in: element.text)
    case .text, .other: [element.text]
    }
  }

  private static func attributes(in html: String) -> [String] {
    var tokenizer = HTMLTokenizer(Array(html.utf8), attributeLimit: limits.attributes)
    var values: [String] = []
    while let token = tokenizer.next() {
      guard case .start(_, let attributes, _) = token else { continue }
      values += attributes.filter { spoken.contains($0.name) }.map(\.value)
    }
    return values
  }
}
