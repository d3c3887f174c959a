/// XEP-0157, Contact Addresses for XMPP Services: where to write to those who run a service, as URIs.
package struct ContactAddresses: Hashable, Sendable {
  package var abuse: [String]
  package var admin: [String]
  package var feedback: [String]
  package var sales: [String]
  package var security: [String]
  package var status: [String]
  package var support: [String]

  package init(
    abuse: [String] = [], admin: [String] = [], feedback: [String] = [], sales: [String] = [],
    security: [String] = [], status: [String] = [], support: [String] = []
  ) {
    self.abuse = abuse
    self.admin = admin
    self.feedback = feedback
    self.sales = sales
    self.security = security
    self.status = status
    self.support = support
  }

  /// The extension of an answer to disco#info (section 3); nil without any address.
  /// ```xml
  /// <x xmlns='jabber:x:data' type='result'>
  ///   <field var='FORM_TYPE' type='hidden'>
  ///     <value>http://jabber.org/network/serverinfo</value>
  ///   </field>
  ///   <field var='abuse-addresses'><value>mailto:abuse@shakespeare.lit</value></field>
  /// </x>
  /// ```
  package var form: DataForm? {
    let lists = [
      ("abuse", abuse), ("admin", admin), ("feedback", feedback), ("sales", sales),
      ("security", security), ("status", status), ("support", support),
    ]
    let fields = lists.filter { !$1.isEmpty }.map {
      DataForm.Field("\($0)-addresses", values: $1)
    }
    return fields.isEmpty
      ? nil : DataForm(.result, formType: Namespace.serverInfo, fields: fields)
  }
}
