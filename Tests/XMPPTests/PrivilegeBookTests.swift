import Testing

@testable import XMPP

/// What servers have granted lasts as long as the connection on which they have said so.
@Suite struct PrivilegeBookTests {
  private let domain = "verona.lit"

  @Test func aGrantEndsWithItsConnection() async throws {
    let book = PrivilegeBook()
    #expect(await book.awaitedPrivileges(of: domain) == nil)
    #expect(book.silence(of: domain) != nil)
    book.forget()
    #expect(book.silence(of: domain) == nil)
    let granted = Privileges(iq: [Namespace.pubsub: .get])
    book.grant(granted, by: domain)
    #expect(await book.awaitedPrivileges(of: domain) == granted)
    book.forget()
    #expect(book.privileges(of: domain) == nil)
    // Whoever asks now waits for the server, which says less than before.
    async let awaited = book.awaitedPrivileges(of: domain)
    let less = Privileges(iq: [:])
    book.grant(less, by: domain)
    #expect(await awaited == less)
  }
}
