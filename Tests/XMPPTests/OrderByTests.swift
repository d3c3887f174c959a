import Testing
import XML

@testable import XMPP

@Suite struct OrderByTests {
  typealias Order = OrderBy<ItemOrderField>

  /// XEP-0413, sections 4.1 to 4.4.
  @Test(arguments: [
    ("by='creation' desc='true'", Order(.creation, isDescending: true)),
    ("by='modification' desc='true'", Order(.modification, isDescending: true)),
    ("by='creation'", Order(.creation)),
  ])
  func roundTrip(attributes: String, order: Order) throws {
    let element = try example("<order xmlns='urn:xmpp:order-by:1' \(attributes)/>")
    #expect(try Order(element) == order)
    #expect(order.element.comparable == element)
  }

  @Test(arguments: [("1", true), ("0", false), ("false", false)])
  func desc(text: String, isDescending: Bool) throws {
    let element = try example("<order xmlns='urn:xmpp:order-by:1' by='creation' desc='\(text)'/>")
    #expect(try Order(element).isDescending == isDescending)
  }

  @Test(
    arguments: [
      ("by='{urn:example}filename'", .featureNotImplemented), ("by=''", .featureNotImplemented),
      ("by='Creation'", .featureNotImplemented), ("desc='true'", .badRequest),
      ("by='creation' desc='yes'", .badRequest),
    ] as [(String, StanzaError.Condition)])
  func refused(attributes: String, condition: StanzaError.Condition) throws {
    let element = try example("<order xmlns='urn:xmpp:order-by:1' \(attributes)/>")
    let error = #expect(throws: StanzaError.self) { try Order(element) }
    #expect(error?.condition == condition)
  }

  @Test func theFirstCounts() throws {
    var query = Element("pubsub", Namespace.pubsub)
    #expect(try Order(in: query) == nil)
    query.append(Order(.modification).element)
    query.append(Element("order", Namespace.orderBy, ["by": "odd"]))
    #expect(try Order(in: query) == Order(.modification))
  }

  /// XEP-0413, section 6.
  @Test func features() {
    #expect(
      Namespace.orderBy(Namespace.pubsub)
        == "urn:xmpp:order-by:1@http://jabber.org/protocol/pubsub")
    #expect(Namespace.orderBy(Namespace.mam) == "urn:xmpp:order-by:1@urn:xmpp:mam:2")
  }
}
