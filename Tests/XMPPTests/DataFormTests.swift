import Testing
import XML

@testable import XMPP

@Suite struct DataFormTests {
  /// XEP-0004, section 4: the forms of its examples, written as they were read.
  @Test(arguments: [
    """
    <x xmlns='jabber:x:data' type='form'>
      <title>Bot Configuration</title>
      <instructions>Fill out this form to configure your new bot!</instructions>
      <field type='hidden' var='FORM_TYPE'><value>jabber:bot</value></field>
      <field type='fixed'><value>Section 1: Bot Info</value></field>
      <field type='text-single' label='The name of your bot' var='botname'/>
      <field type='text-multi' label='Helpful description of your bot' var='description'/>
      <field type='boolean' label='Public bot?' var='public'><required/></field>
      <field type='text-private' label='Password for special access' var='password'/>
      <field type='list-multi' label='What features will the bot support?' var='features'>
        <value>news</value><value>search</value>
        <option label='Contests'><value>contests</value></option>
        <option label='News'><value>news</value></option>
      </field>
      <field type='list-single' label='Maximum number of subscribers' var='maxsubs'>
        <value>20</value>
        <option label='10'><value>10</value></option>
        <option label='None'><value>none</value></option>
      </field>
      <field type='jid-multi' label='People to invite' var='invitelist'>
        <desc>Tell all your friends about your new bot!</desc>
      </field>
    </x>
    """,
    """
    <x xmlns='jabber:x:data' type='submit'>
      <field type='hidden' var='FORM_TYPE'><value>jabber:bot</value></field>
      <field type='text-multi' var='description'>
        <value>This bot enables you to send requests to</value>
        <value>Google and receive the search results right</value>
      </field>
      <field type='boolean' var='public'><value>0</value></field>
      <field var='empty'><value/></field>
    </x>
    """,
    "<x xmlns='jabber:x:data' type='cancel'/>",
    // XEP-0122, section 3.
    """
    <x xmlns='jabber:x:data' type='form'>
      <field var='evt.date' type='text-single' label='Event Date/Time'>
        <validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:dateTime'>
          <range min='2003-10-05T00:00:00-07:00' max='2003-10-24T23:59:59-07:00'/>
        </validate>
        <value>2003-10-06T11:22:00-07:00</value>
      </field>
      <field var='evt.category' type='list-single' label='Event Category'>
        <validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:string'>
          <open/>
        </validate>
        <option><value>holiday</value></option>
      </field>
      <field var='ssn' type='text-single' label='Social Security Number'>
        <validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:string'>
          <regex>([0-9]{3})-([0-9]{2})-([0-9]{4})</regex>
        </validate>
      </field>
      <field var='evt.notify-methods' type='list-multi' label='Notify me by'>
        <validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:string'>
          <basic/><list-range min='1' max='3'/>
        </validate>
        <option><value>e-mail</value></option>
      </field>
      <field var='plain' type='text-single'>
        <validate xmlns='http://jabber.org/protocol/xdata-validate'/>
      </field>
      <field var='pubsub#max_items' type='text-single'>
        <validate xmlns='http://jabber.org/protocol/xdata-validate'
                  datatype='http://jabber.org/protocol/pubsub#integer-or-max'/>
      </field>
    </x>
    """,
  ])
  func roundTrip(text: String) throws {
    let element = try example(text)
    let form = try DataForm(element)
    #expect(form.element.comparable == element)
    #expect(try DataForm(form.element) == form)
  }

  @Test func reading() throws {
    let form = try DataForm(
      example(
        """
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE'><value>urn:example</value></field>
          <field var='a'><value>one</value><value>two</value></field>
          <field var='a'><value>again</value></field>
          <field var='none'/>
          <field var='odd' type='no-such-type'><value>x</value></field>
          <value>stray</value>
          <field xmlns='urn:other' var='other'/>
        </x>
        """))
    #expect(form.formType == "urn:example")
    #expect(form.values(of: "a") == ["one", "two"])
    #expect(form.value(of: "a") == "one")
    #expect(form.text(of: "a") == "one\ntwo")
    #expect(form.values(of: "none") == [])
    #expect(form.value(of: "none") == nil)
    #expect(form.values(of: "missing") == nil)
    #expect(form.values(of: "other") == nil)
    #expect(form.field("odd")?.type == nil)
  }

  @Test(
    arguments: [
      ("1", true), ("true", true), ("0", false), ("false", false), (" 1\n", true),
      ("yes", nil), ("TRUE", nil), ("", nil), ("2", nil),
    ] as [(String, Bool?)])
  func booleans(text: String, value: Bool?) {
    let form = DataForm(.submit, fields: [DataForm.Field("public", values: [text])])
    #expect((try? form.bool(of: "public")) == value)
    #expect(DataForm.bool(text) == value)
  }

  @Test func valuesOfFieldsThatTakeOne() throws {
    let form = DataForm(
      .submit, fields: [.init("a", values: ["1"]), .init("b", values: ["1", "0"]), .init("none")])
    #expect(try form.single("a") == "1")
    #expect(try form.single("none") == nil)
    #expect(try form.single("missing") == nil)
    for read in [{ try form.single("b") != nil }, { try form.bool(of: "b") != nil }] {
      let error = #expect(throws: StanzaError.self) { try read() }
      #expect(error?.condition == .badRequest)
    }
  }

  @Test(
    arguments: [
      (.submit, ["a", "b"], true), (.submit, ["a", "b", "a"], false), (.form, ["a"], false),
      (.result, ["a"], false), (.cancel, [], false), (.submit, [nil, nil], true),
    ] as [(DataForm.Kind, [String?], Bool)])
  func submissions(kind: DataForm.Kind, names: [String?], isRight: Bool) {
    let form = DataForm(kind, fields: names.map { DataForm.Field($0) })
    #expect(form.repeatedField == (names.count == 3 ? "a" : nil))
    do throws(StanzaError) {
      try form.requireSubmission()
      #expect(isRight)
    } catch {
      #expect(!isRight)
      #expect(error.condition == .badRequest)
    }
  }

  @Test func booleanErrors() throws {
    let form = DataForm(.submit, fields: [DataForm.Field("public", values: ["yes"])])
    #expect(try form.bool(of: "missing") == nil)
    let error = #expect(throws: StanzaError.self) { try form.bool(of: "public") }
    #expect(error?.condition == .badRequest)
    #expect(try DataForm(.submit, fields: [.init("public", true)]).bool(of: "public") == true)
  }

  @Test func addresses() throws {
    let form = DataForm(
      .submit,
      fields: [
        .init("a", values: ["Romeo@b.lit/c", " b.lit "]), .init("none"), .init("b", values: ["@"]),
      ])
    #expect(try form.jids(of: "a") == [JID("romeo@b.lit/c"), JID("b.lit")])
    #expect(try form.jids(of: "none") == [])
    #expect(try form.jids(of: "missing") == nil)
    let error = #expect(throws: StanzaError.self) { try form.jids(of: "b") }
    #expect(error?.condition == .badRequest)
  }

  @Test func formTypeComesFirst() throws {
    let form = DataForm(.form, formType: "urn:example", title: "T", fields: [.init("a", false)])
    #expect(
      try form.element.comparable
        == example(
          """
          <x xmlns='jabber:x:data' type='form'><title>T</title>
          <field type='hidden' var='FORM_TYPE'><value>urn:example</value></field>
          <field type='boolean' var='a'><value>0</value></field></x>
          """))
  }

  @Test(
    arguments: [
      ("<y xmlns='jabber:x:data' type='form'/>", nil), ("<x xmlns='urn:other' type='form'/>", nil),
      ("<x xmlns='jabber:x:data' type='odd'/>", nil), ("<x xmlns='jabber:x:data'/>", .submit),
    ] as [(String, DataForm.Kind?)])
  func types(text: String, kind: DataForm.Kind?) throws {
    let element = try example(text)
    if let kind {
      #expect(try DataForm(element).kind == kind)
    } else {
      let error = #expect(throws: StanzaError.self) { try DataForm(element) }
      #expect(error?.condition == .badRequest)
    }
  }

  @Test func limits() throws {
    var limits = DataForm.Limits()
    limits.fields = 2
    limits.values = 3
    limits.options = 1
    func form(fields: Int = 1, values: Int = 0, options: Int = 0) -> Element {
      let field = DataForm.Field(
        "a", options: Array(repeating: .init("o"), count: options),
        values: Array(repeating: "v", count: values))
      return DataForm(.submit, fields: Array(repeating: field, count: fields)).element
    }
    #expect(try DataForm(form(fields: 2, values: 3, options: 1), limits: limits).fields.count == 2)
    for element in [form(fields: 3), form(values: 4), form(options: 2)] {
      let error = #expect(throws: StanzaError.self) { try DataForm(element, limits: limits) }
      #expect(error?.condition == .notAcceptable)
    }
    let standard = DataForm.Limits()
    #expect((standard.fields, standard.values, standard.options) == (256, 1024, 1024))
  }

  @Test func inAParent() throws {
    var parent = Element("configure", Namespace.pubsubOwner)
    #expect(try DataForm(in: parent) == nil)
    parent.append(DataForm(.cancel).element)
    #expect(try DataForm(in: parent)?.kind == .cancel)
  }
}
