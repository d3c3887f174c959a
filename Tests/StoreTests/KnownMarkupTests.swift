import Foundation
import Social
import Testing

@testable import Store

@Suite struct KnownMarkupTests {
  private func html(_ payload: Data) -> SafeHTML {
    Sanitizer.clean(text: String(decoding: payload, as: UTF8.self)).html
  }

  @Test func isGoodForTheSamePayloadAlone() {
    let known = KnownMarkup(capacity: 4, longest: 1_000)
    var made = 0
    func markup(_ number: Int64, _ text: String) -> String {
      known.markup(of: number, Data(text.utf8)) {
        made += 1
        return html($0)
      }.markup
    }
    #expect(markup(1, "one") == markup(1, "one"))
    #expect(made == 1)
    #expect(markup(1, "two").contains("two"), "a number that is used again")
    #expect(markup(2, "one").contains("one"))
    #expect(made == 3)
  }

  @Test func whatIsLongIsNotKept() {
    let known = KnownMarkup(capacity: 4, longest: 10)
    var made = 0
    for _ in 1...2 {
      _ = known.markup(of: 1, Data("a text of some length".utf8)) {
        made += 1
        return html($0)
      }
    }
    #expect(made == 2)
  }
}
