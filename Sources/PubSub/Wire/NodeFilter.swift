package import XML
package import XMPP

/// Which types of nodes a list shall hold (XEP-0462, section 3.2). An empty value stands for nodes without a type.
/// ```xml
/// <filter xmlns='urn:xmpp:pubsub-filter:0'>
///   <x xmlns='jabber:x:data' type='submit'>
///     <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:pubsub-filter:0</value></field>
///     <field type='list-multi' var='included-types'><value>urn:xmpp:microblog:0</value><value/></field>
///   </x>
/// </filter>
/// ```
package struct NodeFilter: Hashable, Sendable {
  package var included: Set<String>?
  package var excluded: Set<String>?

  package init(included: Set<String>? = nil, excluded: Set<String>? = nil) {
    self.included = included
    self.excluded = excluded
  }

  /// So many types can be named.
  private static let maximumTypes = 32

  /// The filter in a query; nil if there is none.
  package init?(in query: Element) throws(StanzaError) {
    guard let filter = query.first("filter", Namespace.pubsubFilter) else { return nil }
    guard let form = try DataForm(in: filter) else {
      throw StanzaError(.badRequest, "A filter holds a form.")
    }
    try form.require(type: Namespace.pubsubFilter)
    try form.requireSubmission()
    included = form.values(of: "included-types").map { Set($0) }
    excluded = form.values(of: "excluded-types").map { Set($0) }
    guard included == nil || excluded == nil else {
      throw StanzaError(.badRequest, "A filter includes types or excludes them, not both.")
    }
    guard (included ?? excluded ?? []).count <= Self.maximumTypes else {
      throw StanzaError(.policyViolation, "A filter names at most \(Self.maximumTypes) types.")
    }
  }

  package var element: Element {
    var fields: [DataForm.Field] = []
    for (name, types) in [("included-types", included), ("excluded-types", excluded)] {
      if let types {
        fields.append(DataForm.Field(name, .listMulti, values: types.sorted()))
      }
    }
    let form = DataForm(.submit, formType: Namespace.pubsubFilter, fields: fields)
    return Element("filter", Namespace.pubsubFilter, [:], [form.element])
  }
}
