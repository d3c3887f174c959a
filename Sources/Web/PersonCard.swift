import Social
import Store
import XMPP

/// Somebody with a blog, as a list shows them.
struct PersonCard: View {
  var personName: String
  var personLink: String
  /// Where their picture is.
  var personPicture: String?

  static let fields: ViewFields<PersonCard> = [
    "personName": { $0.personName }, "personLink": { $0.personLink },
    "personPicture": { $0.personPicture },
  ]
}

extension Site {
  func card(_ blog: BlogView) -> PersonCard {
    let card = card(blog.node, of: blog.person)
    return PersonCard(
      personName: card.label, personLink: card.place,
      personPicture: blog.person?.picture.map { links.relative(.avatar($0)) })
  }

  /// Who gives their blog no title is called as they call themselves.
  func card(_ node: NodeView, of person: PersonView?) -> CommunityCard {
    var card = card(node)
    if NodePath(node.service, node.name).isBlog, node.title == node.name,
      let name = person?.nickname
    {
      card.label = Label.first(of: name, card.label, limit: limits.titleLength)
    }
    return card
  }
}
