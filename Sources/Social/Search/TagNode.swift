package import PubSub
import XML
package import XMPP

/// The node whose items are the tags that are in use just now, first those that most people use. It is made as it is
/// read, of posts that everybody may read, and takes no subscriptions.
/// ```xml
/// <item id='roses'>
///   <entry xmlns='http://www.w3.org/2005/Atom'>
///     <id>xmpp:social.example.org?;node=x-martlet%2Ftags;item=roses</id>
///     <title>#roses</title>
///     <updated>2026-06-01T09:00:00Z</updated>
///     <author><name>social.example.org</name></author>
///     <category term='roses'/>
///     <summary>3 posts by 2 people</summary>
///   </entry>
/// </item>
/// ```
package enum TagNode {
  package static let id = NodeID(stored: KeptName.own + "tags")

  /// What service discovery tells of it (XEP-0060, section 5.4).
  package static let title = "Tags that are in use just now"
  package static var metaData: DataForm {
    DataForm(
      .result, formType: NodeMetaData.formType,
      fields: [
        DataForm.Field("pubsub#title", .textSingle, values: [title]),
        DataForm.Field("pubsub#type", .textSingle, values: [Namespace.atom]),
        DataForm.Field("pubsub#access_model", .listSingle, values: [AccessModel.open.rawValue]),
      ])
  }

  /// How many tags a list has.
  package static let maximumTags = 50

  package static func item(_ tag: TagTrend.Tag, of service: BareJID) -> StoredItem {
    func element(_ name: String, _ text: String) -> Element {
      Element(name, Namespace.atom, text: text)
    }
    let place = XMPPURI.Place(service: service, node: id.name, item: tag.name)
    let posts = tag.posts == 1 ? "1 post" : "\(tag.posts) posts"
    let people = tag.authors == 1 ? "1 person" : "\(tag.authors) people"
    let entry = Element(
      "entry", Namespace.atom, [:],
      [
        element("id", place.uri), element("title", "#\(tag.name)"),
        element("updated", tag.newest.text),
        Element("author", Namespace.atom, [:], [element("name", service.description)]),
        Element("category", Namespace.atom, ["term": tag.name]),
        element("summary", "\(posts) by \(people)"),
      ])
    return StoredItem(
      id: ItemID(stored: tag.name), publisher: nil, published: tag.newest,
      payload: entry.canonical)
  }
}
