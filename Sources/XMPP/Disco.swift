package import XML

/// What an entity is and can do (XEP-0030, section 3), with extensions (XEP-0128):
/// ```xml
/// <query xmlns='http://jabber.org/protocol/disco#info' node='princely_musings'>
///   <identity category='pubsub' type='leaf' name='Blog'/>
///   <feature var='http://jabber.org/protocol/pubsub'/>
/// </query>
/// ```
package struct DiscoInfo: Hashable, Sendable {
  package static let name = QName("query", Namespace.discoInfo)

  package struct Identity: Hashable, Sendable {
    package var category: String
    package var type: String
    package var name: String?
    package var lang: String?

    package init(_ category: String, _ type: String, name: String? = nil, lang: String? = nil) {
      self.category = category
      self.type = type
      self.name = name
      self.lang = lang
    }
  }

  package var node: String?
  package var identities: [Identity]
  /// Written in order of their code points, each once.
  package var features: Set<String>
  package var forms: [DataForm]

  package init(
    node: String? = nil, identities: [Identity] = [], features: Set<String> = [],
    forms: [DataForm] = []
  ) {
    self.node = node
    self.identities = identities
    self.features = features
    self.forms = forms
  }

  /// The form of a `FORM_TYPE` (XEP-0128, section 2).
  package func form(_ type: String) -> DataForm? { forms.first { $0.formType == type } }
}

extension DiscoInfo {
  package struct Request: Hashable, Sendable {
    package var node: String?

    package init(node: String? = nil) { self.node = node }

    package init(_ element: Element) throws(StanzaError) {
      try element.expect("query", Namespace.discoInfo)
      node = element["node"]
    }

    package var element: Element { Element("query", Namespace.discoInfo, ["node": node]) }
  }

  /// Leaves out identities without category or type and features without name: the rest of an
  /// answer is still of use.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.discoInfo)
    self.init(node: element["node"])
    for child in element.elements {
      switch (child.name.name, child.name.namespace) {
      case ("identity", Namespace.discoInfo):
        guard let category = child["category"], let type = child["type"] else { continue }
        identities.append(Identity(category, type, name: child["name"], lang: child.lang))
      case ("feature", Namespace.discoInfo):
        if let feature = child["var"] { features.insert(feature) }
      case ("x", Namespace.dataForms): forms.append(try DataForm(child))
      default: break
      }
    }
  }

  package var element: Element {
    var query = Request(node: node).element
    for identity in identities {
      var child = Element(
        "identity", Namespace.discoInfo,
        ["category": identity.category, "type": identity.type, "name": identity.name])
      child.lang = identity.lang
      query.append(child)
    }
    for feature in features.sorted() {
      query.append(Element("feature", Namespace.discoInfo, ["var": feature]))
    }
    for form in forms { query.append(form.element) }
    return query
  }
}

/// What an entity holds (XEP-0030, section 4), perhaps a page of it (XEP-0059).
/// ```xml
/// <query xmlns='http://jabber.org/protocol/disco#items'>
///   <item jid='pubsub.shakespeare.lit' node='blogs' name='Blogs'/>
/// </query>
/// ```
package struct DiscoItems: Hashable, Sendable {
  package static let name = QName("query", Namespace.discoItems)

  package struct Item: Hashable, Sendable {
    package var jid: JID
    package var node: String?
    package var name: String?
    /// More about it (XEP-0499, section 3.1).
    package var form: DataForm?

    package init(_ jid: JID, node: String? = nil, name: String? = nil, form: DataForm? = nil) {
      self.jid = jid
      self.node = node
      self.name = name
      self.form = form
    }
  }

  package var node: String?
  package var items: [Item]
  package var page: ResultSet.Response?

  package init(node: String? = nil, items: [Item] = [], page: ResultSet.Response? = nil) {
    self.node = node
    self.items = items
    self.page = page
  }
}

extension DiscoItems {
  package struct Request: Hashable, Sendable {
    package var node: String?
    package var page: ResultSet.Request?

    package init(node: String? = nil, page: ResultSet.Request? = nil) {
      self.node = node
      self.page = page
    }

    package init(_ element: Element) throws(StanzaError) {
      try element.expect("query", Namespace.discoItems)
      node = element["node"]
      page = try ResultSet.Request(in: element)
    }

    package var element: Element {
      var query = Element("query", Namespace.discoItems, ["node": node])
      if let page { query.append(page.element) }
      return query
    }
  }

  /// Leaves out items without a valid address: one of them must not hide the others.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.discoItems)
    self.init(node: element["node"], page: try ResultSet.Response(in: element))
    for child in element.all("item", Namespace.discoItems) {
      guard let text = child["jid"], let jid = try? JID(text) else { continue }
      items.append(
        Item(jid, node: child["node"], name: child["name"], form: try DataForm(in: child)))
    }
  }

  package var element: Element {
    var query = Element("query", Namespace.discoItems, ["node": node])
    for item in items {
      query.append(
        Element(
          "item", Namespace.discoItems,
          ["jid": item.jid.description, "node": item.node, "name": item.name],
          item.form.map { [$0.element] } ?? []))
    }
    if let page { query.append(page.element) }
    return query
  }
}
