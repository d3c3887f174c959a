import Testing
import XMPP

@testable import PubSub

/// The form by which somebody opts out.
@Suite struct OptOutTests {
  private func form(_ values: [String], type: String? = OptOutForm.command) -> DataForm {
    DataForm(
      .submit,
      fields: (type.map { [DataForm.Field("FORM_TYPE", .hidden, values: [$0])] } ?? [])
        + [DataForm.Field("found", .boolean, values: values)])
  }

  @Test(arguments: [("1", true), ("true", true), ("0", false), ("false", false)])
  func isRead(value: String, isFound: Bool) throws {
    #expect(try OptOutRequest(form([value])).isFound == isFound)
    #expect(try OptOutRequest(form([value], type: nil)).isFound == isFound)
  }

  @Test func isRefused() {
    for bad in [form([]), form(["maybe"]), form(["0"], type: "urn:example:other")] {
      #expect(throws: StanzaError.self) { try OptOutRequest(bad) }
    }
  }

  @Test(
    arguments: [
      ("1", .yes), ("false", .no), ("default", .asDecided),
    ] as [(String, OptOutRequest.Publication)])
  func publicationIsRead(value: String, publication: OptOutRequest.Publication) throws {
    var form = form(["1"])
    #expect(try OptOutRequest(form).publication == nil)
    form.fields.append(DataForm.Field("public", .listSingle, values: [value]))
    #expect(try OptOutRequest(form).publication == publication)
    form.fields[form.fields.count - 1].values = ["perhaps"]
    #expect(throws: StanzaError.self) { try OptOutRequest(form) }
  }

  @Test(arguments: Robots.allCases) func robotsAreRead(robots: Robots) throws {
    var form = form(["1"])
    #expect(try OptOutRequest(form).robots == nil)
    form.fields.append(DataForm.Field("robots", .listSingle, values: [robots.rawValue]))
    #expect(try OptOutRequest(form).robots == robots)
    form.fields[form.fields.count - 1].values = ["none"]
    #expect(throws: StanzaError.self) { try OptOutRequest(form) }
  }

  @Test(arguments: ["", "xmpp:pubsub.example.net?;node=news"]) func nodeIsRead(address: String)
    throws
  {
    var form = form(["0"])
    form.fields.append(DataForm.Field("node", .textSingle, values: [address]))
    #expect(try OptOutRequest(form).node == (address.isEmpty ? nil : address))
  }

  @Test(arguments: [true, false], OptOutRequest.Publication.allCases)
  func saysHowItIs(isFound: Bool, publication: OptOutRequest.Publication) throws {
    let form = OptOutForm.form(isFound: isFound, publication, .noAI)
    #expect(try form.bool(of: "found") == isFound)
    #expect(form.value(of: "public") == publication.rawValue)
    #expect(form.value(of: "robots") == "noai")
  }
}
