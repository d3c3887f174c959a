package import XML

/// XEP-0413, Order-By: in which order something is wanted.
/// ```xml
/// <order xmlns='urn:xmpp:order-by:1' by='creation' desc='true'/>
/// ```
/// What there is to order by differs: `Field` spells it.
package struct OrderBy<Field: OrderField>: Hashable, Sendable {
  package var by: Field
  /// The last comes first (section 4.4).
  package var isDescending: Bool

  package init(_ by: Field, isDescending: Bool = false) {
    self.by = by
    self.isDescending = isDescending
  }
}

/// What something can be ordered by, as the attribute `by` spells it: what no XEP knows in Clark notation (section 4.6).
package protocol OrderField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// Section 3.
package enum ItemOrderField: String, OrderField { case creation, modification }

extension Namespace {
  /// What service discovery says where what a namespace lists can be put in order (section 6); `Namespace.orderBy`
  /// goes beside it.
  package static func orderBy(_ namespace: String) -> String { "\(orderBy)@\(namespace)" }
}

extension OrderBy {
  /// The `<order/>` in a query; nil if there is none. Of several the first counts: they are for ties
  /// (section 2), and these orders have none.
  package init?(in parent: Element) throws(StanzaError) {
    guard let order = parent.first("order", Namespace.orderBy) else { return nil }
    try self.init(order)
  }

  /// feature-not-implemented for another order than these.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("order", Namespace.orderBy)
    guard let text = element["by"] else {
      throw StanzaError(.badRequest, "An <order/> says by what.")
    }
    guard let by = Field(rawValue: text) else {
      throw StanzaError(
        .featureNotImplemented,
        "The order can be by \(Field.allCases.map(\.rawValue).joined(separator: " or by ")).")
    }
    guard let isDescending = DataForm.bool(element["desc"] ?? "false") else {
      throw StanzaError(.badRequest, "What desc says of an <order/> is neither true nor false.")
    }
    self.init(by, isDescending: isDescending)
  }

  package var element: Element {
    Element(
      "order", Namespace.orderBy,
      ["by": by.rawValue, "desc": isDescending ? "true" : nil])
  }
}
