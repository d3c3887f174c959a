package import XML
package import XMPP

/// How a list of a node's items reaches to the nodes below it and to those that belong to it (XEP-0499, section 3.1).
/// ```xml
/// <x xmlns='jabber:x:data' type='submit'>
///   <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-ext-disco:0</value></field>
///   <field var='type'><value>nodes</value></field>
///   <field var='linked_nodes'><value>true</value></field>
///   <field var='depth'><value>1</value></field>
/// </x>
/// ```
package struct TreeQuery: Hashable, Sendable {
  package var wantsItems: Bool
  package var wantsNodes: Bool
  package var wantsLinked: Bool
  package var wantsMetaData: Bool
  /// How many levels of nodes below; negative stands for all.
  package var depth: Int

  package init(
    wantsItems: Bool = true, wantsNodes: Bool = true, wantsLinked: Bool = false,
    wantsMetaData: Bool = false, depth: Int = 0
  ) {
    self.wantsItems = wantsItems
    self.wantsNodes = wantsNodes
    self.wantsLinked = wantsLinked
    self.wantsMetaData = wantsMetaData
    self.depth = depth
  }

  /// The form in a query; nil if there is none of that kind.
  package init?(in query: Element) throws(StanzaError) {
    guard let form = try DataForm(in: query), form.formType == Namespace.pubsubDiscovery else {
      return nil
    }
    try form.requireSubmission()
    self.init()
    if let types = form.values(of: "type"), !types.isEmpty {
      guard types.allSatisfy(["items", "nodes"].contains) else {
        throw StanzaError(.badRequest, "The field type is items, nodes or both.")
      }
      wantsItems = types.contains("items")
      wantsNodes = types.contains("nodes")
    }
    wantsLinked = try form.bool(of: "linked_nodes") ?? false
    wantsMetaData = try form.bool(of: "full_metadata") ?? false
    if let text = form.value(of: "depth"), !text.isEmpty {
      guard let depth = Int(text) else {
        throw StanzaError(.badRequest, "The field depth is not a number.")
      }
      self.depth = depth
    }
  }

  package var form: DataForm {
    let types = [wantsItems ? "items" : nil, wantsNodes ? "nodes" : nil].compactMap { $0 }
    return DataForm(
      .submit, formType: Namespace.pubsubDiscovery,
      fields: [
        DataForm.Field("type", .listMulti, values: types),
        DataForm.Field("linked_nodes", wantsLinked),
        DataForm.Field("full_metadata", wantsMetaData),
        DataForm.Field("depth", .textSingle, values: [String(depth)]),
      ])
  }
}
