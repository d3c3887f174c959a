import PubSub
import Social
import XML
import XMPP

/// An address: what was understood is understood again, and as the same.
enum AddressFuzz {
  static func run(_ text: String) throws(FuzzFailure) {
    if let jid = try? JID(text) {
      let again = try? JID(jid.description)
      try require(again == jid, "\(jid) is read as \(String(describing: again)).")
      try require(
        again?.description.utf8.elementsEqual(jid.description.utf8) == true,
        "\(jid) is written otherwise.")
      try require(jid.description.utf8.count <= 3_071, "An address is too long.")
    }
    if let address = try? FollowAddress(text) {
      try require(
        (try? FollowAddress("\(address)")) == address, "\(address) is another place than it says.")
    }
  }
}

/// A data form (XEP-0004): what was read is written so that it is read again as it was, and so is the form of the node that
/// it makes.
enum FormFuzz {
  static func run(_ bytes: [UInt8]) throws(FuzzFailure) {
    guard let element = try? Element(parsing: bytes), let form = try? DataForm(element) else {
      return
    }
    let written = form.element
    try require(
      (try? DataForm(written))?.element == written,
      "A form that was written is read as another one.")
    let policy = ServicePolicy(domains: ["montague.lit"], admins: [])
    for type in [NodeForm.configuration, NodeForm.publishOptions] {
      var typed = form
      typed.fields.removeAll { $0.name == DataForm.formTypeName }
      typed.fields.insert(DataForm.Field(DataForm.formTypeName, .hidden, values: [type]), at: 0)
      typed.kind = .submit
      let plain = NodeConfiguration()
      let changed =
        type == NodeForm.configuration
        ? try? NodeForm.merge(typed, into: plain, policy)
        : try? NodeForm.apply(typed, to: plain, policy)
      guard let configuration = changed else { continue }
      let shown = NodeForm.form(configuration, policy)
      try require(
        (try? DataForm(shown.element))?.element == shown.element, "A node's form is read otherwise."
      )
    }
  }
}

/// A payload: what is kept of it is itself again, and what is shown of it is safe.
enum EntryFuzz {
  private static let received = Timestamp(milliseconds: 1_790_000_000_000)

  static func run(_ bytes: [UInt8]) throws(FuzzFailure) {
    guard let payload = try? Element(parsing: bytes) else { return }
    let canonical = payload.canonical
    let again = try? Element(parsing: canonical)
    try require(again?.canonical == canonical, "What is stored is not what is read back.")
    let projection = Projection(
      of: payload, itemID: "item", publisher: try? BareJID("romeo@montague.lit"),
      received: received)
    let readBack = again.map {
      Projection(
        of: $0, itemID: "item", publisher: try? BareJID("romeo@montague.lit"), received: received)
    }
    try require(readBack == projection, "What is stored is understood otherwise.")
    guard let entry = projection.entry(received: received, firstSeen: received) else { return }
    try MarkupFuzz.check(entry.html.markup)
  }
}

/// Markup of strangers: what is left of it is safe, well-formed and stays as it is.
enum MarkupFuzz {
  static func run(_ markup: String) throws(FuzzFailure) {
    let cleaned = Sanitizer.clean(html: markup)
    try check(cleaned.html.markup)
    try check(Sanitizer.clean(text: markup).html.markup)
    let again = Sanitizer.clean(html: cleaned.html.markup)
    guard cleaned.exceeded.isEmpty else { return }
    try require(
      again.html.markup == cleaned.html.markup,
      "Cleaned again it is other markup: \(again.html.markup) of \(cleaned.html.markup)")
  }

  /// Nothing in it runs, and a browser's parser is not needed to see where it ends.
  static func check(_ markup: String) throws(FuzzFailure) {
    let lower = markup.lowercased()
    for word in ["<script", "<style", "<iframe", "<object", "<svg", "<math", "<template", "<!--"] {
      try require(!lower.contains(word), "\(word) is left in \(markup)")
    }
    var depth = 0
    for byte in markup.utf8 {
      if byte == UInt8(ascii: "<") { depth += 1 }
      if byte == UInt8(ascii: ">") { depth -= 1 }
      try require(0...1 ~= depth, "Tags are not closed in \(markup)")
    }
    try require(depth == 0, "A tag is not closed in \(markup)")
    for tag in markup.split(separator: "<").dropFirst() {
      try checkAttributes(of: tag.prefix { $0 != ">" })
    }
  }

  /// - Parameter tag: as it is written: a value stands between double quotes, in which there is none.
  private static func checkAttributes(of tag: Substring) throws(FuzzFailure) {
    let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
    for place in stride(from: 0, to: parts.count - 1, by: 2) {
      let name = parts[place].split(separator: " ").last.map { $0.dropLast() } ?? ""
      try require(
        !name.hasPrefix("on") && !["style", "srcdoc", "srcset", "action", "ping"].contains(name),
        "\(name) is left in <\(tag)>")
      guard ["href", "src", "cite", "poster"].contains(name) else { continue }
      let scheme = parts[place + 1].prefix { $0 != ":" }
      try require(schemes.contains(String(scheme)), "\(scheme): is left in <\(tag)>")
    }
  }

  private static let schemes: Set<String> = ["http", "https", "mailto", "xmpp", "tel", "geo"]
}
