import XML
import XMPP

/// Publishing under the condition that the newest item is still the one that was seen (XEP-0395). Each item
/// in an answer has a value that changes with every publish of it:
/// ```xml
/// <cap-v-map xmlns='urn:xmpp:pubsub:cap:0'>
///   <cap-value-map-entry item-id='368866411b877c30064a5f62b917cffe' cap-value='35a204c2'/>
/// </cap-v-map>
/// ```
/// (spelled as in the example of section 3.1, which differs from its text). The precondition is the publish option
/// `pubsub#prev_item_cap_value`.
package enum CompareAndPublish {
  package static let option = "pubsub#prev_item_cap_value"

  static func map(_ versions: some Sequence<(ItemID, String)>) -> Element {
    Element(
      "cap-v-map", Namespace.compareAndPublish, [:],
      versions.map { id, version in
        Element(
          "cap-value-map-entry", Namespace.compareAndPublish,
          ["item-id": id.name, "cap-value": version])
      })
  }

  /// Section 3.3: what a publish that comes too late is told, with the value of the newest item.
  static func failure(newest: String?) -> StanzaError {
    var error = StanzaError.pubsub(
      .conflict, .preconditionNotMet, "Something was published meanwhile; see it first.",
      kind: .modify)
    error.details = [
      Element("compare-and-publish-failed", Namespace.compareAndPublish, ["cap-id": newest])
    ]
    return error
  }
}
