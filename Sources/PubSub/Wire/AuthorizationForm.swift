package import XML
package import XMPP

/// The form by which an owner is asked to approve a subscription and answers (XEP-0060, section 8.6; fields
/// in 16.4.1). It travels in a message.
/// ```xml
/// <x xmlns='jabber:x:data' type='submit'>
///   <field var='FORM_TYPE' type='hidden'>
///     <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
///   </field>
///   <field var='pubsub#subid'><value>123-abc</value></field>
///   <field var='pubsub#node'><value>princely_musings</value></field>
///   <field var='pubsub#subscriber_jid'><value>horatio@denmark.lit</value></field>
///   <field var='pubsub#allow'><value>true</value></field>
/// </x>
/// ```
package struct AuthorizationForm: Hashable, Sendable {
  package static let formType = Namespace.pubsub + "#subscribe_authorization"

  package var node: NodeID
  package var jid: JID
  package var id: SubscriptionID?
  package var isAllowed: Bool

  package init(node: NodeID, jid: JID, id: SubscriptionID?, isAllowed: Bool = false) {
    self.node = node
    self.jid = jid
    self.id = id
    self.isAllowed = isAllowed
  }

  /// What an owner submitted; nil if the message holds no such form or the owner has cancelled it, which
  /// leaves the request as it is.
  package init?(submitted message: Message) throws(StanzaError) {
    let forms = message.children.filter { $0.is("x", Namespace.dataForms) }
    guard let element = forms.first else { return nil }
    let form = try DataForm(element)
    // One without a type is known by its fields.
    let isMeant =
      form.formType.map { $0 == Self.formType }
      ?? ["pubsub#node", "pubsub#subscriber_jid", "pubsub#allow"].allSatisfy {
        form.field($0) != nil
      }
    guard isMeant, form.kind == .submit else { return nil }
    try form.requireSubmission()
    guard let allow = try form.bool(of: "pubsub#allow") else {
      throw StanzaError(.badRequest, "pubsub#allow is missing.")
    }
    guard let jid = form.value(of: "pubsub#subscriber_jid").flatMap({ try? JID($0) }) else {
      throw .pubsub(
        .badRequest, .invalidJID, "pubsub#subscriber_jid does not hold a valid address.")
    }
    self.init(
      node: try NodeID(form.value(of: "pubsub#node") ?? ""), jid: jid,
      id: form.value(of: "pubsub#subid").flatMap { $0.isEmpty ? nil : SubscriptionID($0) },
      isAllowed: allow)
  }

  /// The form that owners are asked to fill in.
  package var element: Element {
    DataForm(
      .form, formType: Self.formType, title: "A request to subscribe",
      fields: [
        DataForm.Field("pubsub#subid", .hidden, values: id.map { [$0.name] } ?? []),
        DataForm.Field("pubsub#node", .textSingle, label: "Node", values: [node.name]),
        DataForm.Field(
          "pubsub#subscriber_jid", .jidSingle, label: "Who asks", values: [jid.description]),
        DataForm.Field(
          "pubsub#allow", .boolean, label: "Let them subscribe?",
          values: [isAllowed ? "true" : "false"]),
      ]
    ).element
  }
}
