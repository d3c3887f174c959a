package import XML

/// XEP-0313, Message Archive Management: which part of an archive is wanted. The archive of a pubsub
/// node is named by `node` (XEP-0442), another order than that of time by `<order/>` (XEP-0413,
/// section 4.3).
/// ```xml
/// <query xmlns='urn:xmpp:mam:2' queryid='f28' node='princely_musings'>
///   <x xmlns='jabber:x:data' type='submit'>
///     <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>
///     <field var='start'><value>2010-08-07T00:00:00Z</value></field>
///   </x>
///   <set xmlns='http://jabber.org/protocol/rsm'><max>10</max></set>
///   <flip-page/>
/// </query>
/// ```
package struct ArchiveQuery: Hashable, Sendable {
  package static let name = QName("query", Namespace.mam)

  /// Goes with each result, if there is one (section 4.2).
  package var queryID: String?
  package var node: String?
  /// Messages to or from this address alone; without a resource, with any (section 4.1.1).
  package var with: JID?
  /// Not before this moment, and not after `end` (section 4.1.2).
  package var start: Timestamp?
  package var end: Timestamp?
  /// Before the message of this id, and after that of `afterID` (section 4.1.3).
  package var beforeID: String?
  package var afterID: String?
  /// These messages alone.
  package var ids: [String]?
  /// Messages that hold these words (XEP-0431).
  package var text: String?
  package var page: ResultSet.Request?
  /// The results of the page come in reverse (section 4.3.4).
  package var isFlipped: Bool
  /// nil stands for the order of time.
  package var order: OrderBy<ItemOrderField>?

  package init(
    queryID: String? = nil, node: String? = nil, with: JID? = nil, start: Timestamp? = nil,
    end: Timestamp? = nil, beforeID: String? = nil, afterID: String? = nil, ids: [String]? = nil,
    text: String? = nil, page: ResultSet.Request? = nil, isFlipped: Bool = false,
    order: OrderBy<ItemOrderField>? = nil
  ) {
    self.queryID = queryID
    self.node = node
    self.with = with
    self.start = start
    self.end = end
    self.beforeID = beforeID
    self.afterID = afterID
    self.ids = ids
    self.text = text
    self.page = page
    self.isFlipped = isFlipped
    self.order = order
  }

  private enum Field: String, CaseIterable {
    case with, start, end
    case beforeID = "before-id"
    case afterID = "after-id"
    case ids
    case text = "{urn:xmpp:fulltext:0}fulltext"
  }
}

extension ArchiveQuery {
  /// The fields that a query may have (section 4.1.5).
  package static var form: DataForm {
    let fields = Field.allCases.map { field in
      switch field {
      case .with: DataForm.Field(field.rawValue, .jidSingle)
      case .ids:
        // The ids that there are would be too many to list: any is taken.
        DataForm.Field(
          field.rawValue, .listMulti, validation: .init(datatype: "xs:string", .open))
      case .text: DataForm.Field(field.rawValue, .textSingle, label: "Words")
      default: DataForm.Field(field.rawValue, .textSingle)
      }
    }
    return DataForm(.form, formType: Namespace.mam, fields: fields)
  }

  /// The answer to a query of type get: the form.
  package static var formAnswer: Element {
    Element("query", Namespace.mam, [:], [form.element])
  }
}

extension ArchiveQuery {
  /// Reads a query of type set.
  ///
  /// bad-request for a form that is not submitted, of another `FORM_TYPE` (none at all is
  /// tolerated) or with a field twice, a date or an address that is none; feature-not-implemented
  /// for fields that are not known (section 4.1.5) and for another order.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.mam)
    self.init(
      queryID: element["queryid"], node: element["node"], page: try ResultSet.Request(in: element),
      isFlipped: element.first("flip-page", Namespace.mam) != nil,
      order: try OrderBy(in: element))
    var limits = DataForm.Limits()
    limits.values = .max
    if let form = try DataForm(in: element, limits: limits) { try read(form) }
  }

  private mutating func read(_ form: DataForm) throws(StanzaError) {
    try form.requireSubmission()
    if let type = form.formType, type != Namespace.mam {
      throw StanzaError(.badRequest, "The FORM_TYPE of a query is \(Namespace.mam).")
    }
    let names = form.fields.compactMap(\.name).filter { $0 != DataForm.formTypeName }
    guard names.allSatisfy({ Field(rawValue: $0) != nil }) else {
      throw StanzaError(.featureNotImplemented, "The form has a field that is not known here.")
    }
    for field in Field.allCases where field != .ids { _ = try form.single(field.rawValue) }
    with = try form.jids(of: Field.with.rawValue)?.first
    start = try form.moment(of: Field.start.rawValue)
    end = try form.moment(of: Field.end.rawValue)
    beforeID = form.value(of: Field.beforeID.rawValue)
    afterID = form.value(of: Field.afterID.rawValue)
    ids = form.values(of: Field.ids.rawValue).flatMap { $0.isEmpty ? nil : $0 }
    text = form.value(of: Field.text.rawValue).flatMap { $0.trimmed.isEmpty ? nil : $0 }
  }

  package var element: Element {
    var query = Element("query", Namespace.mam, ["queryid": queryID, "node": node])
    let fields = Field.allCases.compactMap { field in
      values(of: field).map { DataForm.Field(field.rawValue, values: $0) }
    }
    if !fields.isEmpty {
      query.append(DataForm(.submit, formType: Namespace.mam, fields: fields).element)
    }
    if let page { query.append(page.element) }
    if isFlipped { query.append(Element("flip-page", Namespace.mam)) }
    if let order { query.append(order.element) }
    return query
  }

  private func values(of field: Field) -> [String]? {
    switch field {
    case .with: with.map { [$0.description] }
    case .start: start.map { [$0.text] }
    case .end: end.map { [$0.text] }
    case .beforeID: beforeID.map { [$0] }
    case .afterID: afterID.map { [$0] }
    case .ids: ids
    case .text: text.map { [$0] }
    }
  }
}

extension DataForm {
  /// nil if there is no such field or no value.
  fileprivate func moment(of name: String) throws(StanzaError) -> Timestamp? {
    guard let value = value(of: name) else { return nil }
    guard let moment = Timestamp(value) else {
      throw StanzaError(.badRequest, "The field \(name) holds no date and time of XEP-0082.")
    }
    return moment
  }
}
