import Testing
import XML

@testable import XMPP

@Suite struct CommandTests {
  private static let open = "<command xmlns='http://jabber.org/protocol/commands'"

  /// XEP-0050, sections 2.4 and 3.7.
  @Test(arguments: [
    "\(open) node='list' action='execute'/>",
    """
    \(open) sessionid='config:20020923T213616Z-700' node='config' status='executing'>
      <actions execute='next'><next/></actions>
      <x xmlns='jabber:x:data' type='form'>
        <title>Configure Service</title>
        <instructions>Please select the service to configure.</instructions>
        <field var='service' label='Service' type='list-single'>
          <option><value>httpd</value></option>
        </field>
      </x>
    </command>
    """,
    """
    \(open) sessionid='config:20020923T213616Z-700' node='config'>
      <x xmlns='jabber:x:data' type='submit'><field var='service'><value>httpd</value></field></x>
    </command>
    """,
    """
    \(open) sessionid='config:20020923T213616Z-700' node='config' status='executing'>
      <actions execute='complete'><prev/><complete/></actions>
    </command>
    """,
    """
    \(open) sessionid='config:20020923T213616Z-700' node='config' status='completed'>
      <note type='info'>Service 'httpd' has been configured.</note>
    </command>
    """,
    "\(open) sessionid='config:20020923T213616Z-700' node='config' action='prev'/>",
    "\(open) sessionid='config:20020923T213616Z-700' node='config' action='cancel'/>",
    "\(open) sessionid='config:20020923T213616Z-700' node='config' status='canceled'/>",
    "\(open) node='list' action='execute' xml:lang='fr-ca'/>",
    """
    \(open) node='n' action='complete' status='completed'><actions/>
      <note type='warn'>One</note><note type='error'>Two</note></command>
    """,
  ])
  func roundTrip(text: String) throws {
    let element = try example(text)
    let command = try Command(element)
    #expect(command.element.comparable == element)
    #expect(try Command(command.element) == command)
    #expect(Command.name == element.name)
  }

  @Test func reading() throws {
    let command = try Command(
      example(
        """
        \(Self.open) node='n' status='odd'>
          <note>plain</note><note type='odd'>strange</note>
          <actions execute='odd'><complete/><next/><execute/><odd/></actions>
          <x xmlns='jabber:x:data' type='cancel'/>
        </command>
        """))
    #expect(command.action == nil && command.status == nil && command.sessionID == nil)
    #expect(command.notes == [.init(.info, "plain"), .init(.info, "strange")])
    #expect(command.actions == .init([.next, .complete]))
    // Section 3.5.1.
    #expect(command.form == DataForm(.submit))
  }

  @Test(
    arguments: [
      ("node='n' action='odd'", "malformed-action"), ("node='n' action=''", "malformed-action"),
      ("node='n' sessionid=''", "bad-sessionid"), ("", nil), ("node=''", nil),
    ] as [(String, String?)])
  func refused(attributes: String, condition: String?) throws {
    let element = try example("\(Self.open) \(attributes)/>")
    let error = #expect(throws: StanzaError.self) { try Command(element) }
    #expect(error?.condition == .badRequest)
    #expect(error?.application?.name == condition.map { QName($0, Namespace.commands) })
  }

  @Test func limits() throws {
    let form = DataForm(.submit, fields: [.init("a"), .init("b")])
    let element = Command("n", form: form).element
    var limits = DataForm.Limits()
    limits.fields = 1
    let error = #expect(throws: StanzaError.self) { try Command(element, limits: limits) }
    #expect(error?.condition == .notAcceptable)
    #expect(throws: StanzaError.self) { try Command(Element("command", "urn:other")) }
  }

  /// XEP-0050, section 4.4; the application condition comes first, see `StanzaError`.
  @Test(
    arguments: [
      (.malformedAction, "malformed-action", "bad-request", "modify"),
      (.badAction, "bad-action", "bad-request", "modify"),
      (.badLocale, "bad-locale", "bad-request", "modify"),
      (.badPayload, "bad-payload", "bad-request", "modify"),
      (.badSessionID, "bad-sessionid", "bad-request", "modify"),
      (.sessionExpired, "session-expired", "not-allowed", "cancel"),
    ] as [(CommandCondition, String, String, String)])
  func conditions(condition: CommandCondition, specific: String, general: String, type: String)
    throws
  {
    #expect(
      try StanzaError.command(condition).element.comparable
        == example(
          """
          <error type='\(type)'><\(specific) xmlns='http://jabber.org/protocol/commands'/>
          <\(general) xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
          """, in: Namespace.component))
    #expect(StanzaError.command(condition, "Why.").text == "Why.")
  }
}
