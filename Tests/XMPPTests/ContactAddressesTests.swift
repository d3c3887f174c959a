import Testing
import XML

@testable import XMPP

@Suite struct ContactAddressesTests {
  /// XEP-0157, section 3.
  @Test func theExample() throws {
    let addresses = ContactAddresses(
      abuse: ["mailto:abuse@shakespeare.lit", "xmpp:abuse@shakespeare.lit"],
      admin: ["mailto:xmpp@shakespeare.lit"], feedback: ["http://shakespeare.lit/feedback.php"],
      sales: ["xmpp:bard@shakespeare.lit"], security: ["xmpp:security@shakespeare.lit"],
      status: ["https://status.shakespeare.lit"], support: ["xmpp:support@shakespeare.lit"])
    #expect(
      try addresses.form?.element.comparable
        == example(
          """
          <x xmlns='jabber:x:data' type='result'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/network/serverinfo</value>
            </field>
            <field var='abuse-addresses'>
              <value>mailto:abuse@shakespeare.lit</value><value>xmpp:abuse@shakespeare.lit</value>
            </field>
            <field var='admin-addresses'><value>mailto:xmpp@shakespeare.lit</value></field>
            <field var='feedback-addresses'>
              <value>http://shakespeare.lit/feedback.php</value>
            </field>
            <field var='sales-addresses'><value>xmpp:bard@shakespeare.lit</value></field>
            <field var='security-addresses'><value>xmpp:security@shakespeare.lit</value></field>
            <field var='status-addresses'><value>https://status.shakespeare.lit</value></field>
            <field var='support-addresses'><value>xmpp:support@shakespeare.lit</value></field>
          </x>
          """))
  }

  @Test func emptyListsAreLeftOut() {
    #expect(ContactAddresses().form == nil)
    let form = ContactAddresses(admin: ["xmpp:escalus@verona.lit"]).form
    #expect(form?.fields.map(\.name) == ["FORM_TYPE", "admin-addresses"])
  }
}
