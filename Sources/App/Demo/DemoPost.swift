import XML
import XMPP

/// Somebody who was invented for the demo.
struct DemoPerson: Sendable {
  /// The local part of the account.
  let name: String
  let fullName: String

  static let mara = DemoPerson(name: "mara", fullName: "Mara Lindqvist")
  static let tomas = DemoPerson(name: "tomas", fullName: "Tomás Arrieta")
  static let odile = DemoPerson(name: "odile", fullName: "Odile Verret")
  static let jonas = DemoPerson(name: "jonas", fullName: "Jonas Kessler")
  static let haruka = DemoPerson(name: "haruka", fullName: "水瀬 はるか")
  static let salma = DemoPerson(name: "salma", fullName: "سلمى الإدريسي")

  static let all = [mara, tomas, odile, jonas, haruka, salma]
}

/// A community and what is written in it.
struct DemoCommunity: Sendable {
  let node: String
  let title: String
  let description: String
  let founder: DemoPerson
  let posts: [DemoPost]

  static let all = [garden, radio, books]

  /// Anyone may read and write, so that the visitor can, too.
  var form: DataForm {
    let values = [
      ("pubsub#title", title), ("pubsub#description", description), ("pubsub#language", "en"),
      ("pubsub#type", "urn:xmpp:pubsub-social-feed:1"), ("pubsub#access_model", "open"),
      ("pubsub#publish_model", "open"), ("pubsub#max_items", "max"),
    ]
    return DataForm(
      .submit, formType: "http://jabber.org/protocol/pubsub#node_config",
      fields: values.map { DataForm.Field($0, values: [$1]) })
  }
}

/// A post, as its author would give it to an XMPP client.
struct DemoPost: Sendable {
  enum Content: Sendable {
    /// Plain text, all of it in the title, as clients write short notes.
    case note(String)
    /// A title, and the inside of the XHTML `div`. `{picture:NAME}` stands for the address of one of
    /// the demo's pictures.
    case article(String, String)
  }

  let id: String
  let author: DemoPerson
  let hoursAgo: Int
  /// A BCP 47 tag.
  var language = "en"
  var tags: [String] = []
  /// Attached, with what they show.
  var attached: [(picture: Picture, caption: String)] = []
  let content: Content
}

extension DemoPost {
  /// The Atom entry (XEP-0277, section 3; XEP-0472).
  func entry(
    in community: DemoCommunity, now: Timestamp, _ pictures: PictureFiles, at address: String
  ) throws(Failure) -> Element {
    let moment = Timestamp(milliseconds: now.milliseconds - Int64(hoursAgo) * 3_600_000).text
    var entry = Element("entry", Namespace.atom)
    entry.lang = language
    func add(_ name: String, _ text: String) {
      entry.append(Element(name, Namespace.atom, text: text))
    }
    add("id", "tag:\(Demo.component),2026:\(community.node)/\(id)")
    switch content {
    case .note(let text): add("title", text)
    case .article(let title, let body):
      add("title", title)
      entry.append(try xhtml(body, address))
    }
    entry.append(
      Element(
        "author", Namespace.atom, [:],
        [
          Element("name", Namespace.atom, text: author.fullName),
          Element("uri", Namespace.atom, text: "xmpp:\(author.name)@\(Demo.domain)"),
        ]))
    add("published", moment)
    add("updated", moment)
    for tag in tags { entry.append(Element("category", Namespace.atom, ["term": tag])) }
    for (picture, caption) in attached {
      entry.append(
        Element(
          "link", Namespace.atom,
          [
            "rel": "enclosure", "href": "\(address)/\(picture.file)", "type": "image/png",
            "title": caption, "length": pictures.length(of: picture).map(String.init),
          ]))
    }
    return entry
  }

  private func xhtml(_ body: String, _ address: String) throws(Failure) -> Element {
    var markup = body
    for picture in Picture.allCases {
      markup = markup.replacing(
        "{picture:\(picture.rawValue)}", with: "\(address)/\(picture.file)")
    }
    var content = Element("content", Namespace.atom, ["type": "xhtml"])
    do throws(XMLError) {
      content.append(
        try Element(parsing: Array("<div xmlns='\(Namespace.xhtml)'>\(markup)</div>".utf8)))
    } catch {
      throw Failure(.software, "The demo's post \(id) is not well-formed: \(error).")
    }
    return content
  }
}
