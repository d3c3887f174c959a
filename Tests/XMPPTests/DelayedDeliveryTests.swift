import Testing
import XML

@testable import XMPP

@Suite struct DelayedDeliveryTests {
  /// XEP-0203, section 3, and XEP-0297, section 3.1.
  @Test(arguments: [
    "<delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'/>",
    "<delay xmlns='urn:xmpp:delay' from='juliet@capulet.com/balcony' stamp='2002-09-10T23:41:07Z'/>",
    "<delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>",
  ])
  func roundTrip(text: String) throws {
    let element = try example(text)
    #expect(try DelayedDelivery(element).element.comparable == element)
  }

  @Test func lenient() throws {
    let delay = try DelayedDelivery(
      example(
        "<delay xmlns='urn:xmpp:delay' from='@' stamp='2002-09-10T23:08:25+02:00'>Offline</delay>"))
    #expect(delay.from == nil)
    #expect(delay.stamp.text == "2002-09-10T21:08:25Z")
  }

  @Test(arguments: [
    "<delay xmlns='urn:xmpp:delay'/>", "<delay xmlns='urn:xmpp:delay' stamp='20020910T23:08:25'/>",
    "<x xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/>",
    "<delay xmlns='jabber:x:delay' stamp='2002-09-10T23:08:25Z'/>",
  ])
  func malformed(text: String) throws {
    let element = try example(text)
    let error = #expect(throws: StanzaError.self) { try DelayedDelivery(element) }
    #expect(error?.condition == .badRequest)
  }

  @Test func inAParent() throws {
    var parent = Element("forwarded", Namespace.forward)
    #expect(try DelayedDelivery(in: parent) == nil)
    let delay = DelayedDelivery(Timestamp(milliseconds: 0))
    parent.append(delay.element)
    #expect(try DelayedDelivery(in: parent) == delay)
  }
}
