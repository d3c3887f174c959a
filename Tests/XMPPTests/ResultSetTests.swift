import Testing
import XML

@testable import XMPP

@Suite struct ResultSetTests {
  /// XEP-0059, section 2.
  @Test(
    arguments: [
      ("<max>10</max>", .init(max: 10)),
      (
        "<max>10</max><after>peterpan@neverland.lit</after>",
        .init(max: 10, after: "peterpan@neverland.lit")
      ),
      (
        "<max>10</max><before>peter@pixyland.org</before>",
        .init(max: 10, before: "peter@pixyland.org")
      ),
      ("<max>10</max><before/>", .init(max: 10, before: "")),
      ("<max>10</max><index>371</index>", .init(max: 10, index: 371)),
      ("<max>0</max>", .init(max: 0)),
      ("", .init()),
    ] as [(String, ResultSet.Request)])
  func requests(content: String, request: ResultSet.Request) throws {
    let element = try example("<set xmlns='http://jabber.org/protocol/rsm'>\(content)</set>")
    #expect(try ResultSet.Request(element) == request)
    #expect(request.element == element)
  }

  @Test(
    arguments: [
      (
        "<first index='0'>stpeter@jabber.org</first><last>peterpan@neverland.lit</last>"
          + "<count>800</count>",
        .init(first: "stpeter@jabber.org", index: 0, last: "peterpan@neverland.lit", count: 800)
      ),
      ("<first>a</first><last>b</last>", .init(first: "a", last: "b")),
      ("<count>790</count>", .init(count: 790)),
      ("", .init()),
    ] as [(String, ResultSet.Response)])
  func responses(content: String, response: ResultSet.Response) throws {
    let element = try example("<set xmlns='http://jabber.org/protocol/rsm'>\(content)</set>")
    #expect(try ResultSet.Response(element) == response)
    #expect(response.element == element)
  }

  @Test(arguments: [
    "<max>ten</max>", "<max>-1</max>", "<max/>", "<max>+1</max>", "<max>1.5</max>",
    "<index>x</index>", "<count>x</count>", "<first index='x'>a</first>", "<max>１</max>",
  ])
  func malformed(content: String) throws {
    let element = try example("<set xmlns='http://jabber.org/protocol/rsm'>\(content)</set>")
    let error = #expect(throws: StanzaError.self) {
      _ = try ResultSet.Request(element)
      _ = try ResultSet.Response(element)
    }
    #expect(error?.condition == .badRequest)
  }

  @Test func largeNumbers() throws {
    let element = try example(
      "<set xmlns='http://jabber.org/protocol/rsm'><max> 99999999999999999999 </max></set>")
    #expect(try ResultSet.Request(element).max == .max)
  }

  @Test func inAParent() throws {
    var parent = Element("pubsub", Namespace.pubsub)
    #expect(try ResultSet.Request(in: parent) == nil)
    #expect(try ResultSet.Response(in: parent) == nil)
    parent.append(ResultSet.Request(max: 3).element)
    #expect(try ResultSet.Request(in: parent)?.max == 3)
  }
}
