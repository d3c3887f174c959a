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

  @Test(arguments: [true, false]) func saysHowItIs(isFound: Bool) throws {
    #expect(try OptOutForm.form(isFound: isFound).bool(of: "found") == isFound)
  }
}
