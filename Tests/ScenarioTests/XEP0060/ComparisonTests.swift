import Testing
import XML
import XMPP

/// What the comparison with the XEP's examples lets pass, and what it does not.
@Suite("XEP-0060, comparison with examples")
struct ComparisonTests {
  private func differences(_ xep: String, _ ours: String) throws -> [String] {
    var comparison = Comparison(ChosenNames())
    let (xep, ours) = (Example(0, "", xep), Example(0, "", ours))
    for (xep, ours) in zip(try xep.stanzas(), try ours.stanzas()) {
      comparison.compare(xep, with: ours)
    }
    return comparison.differences
  }

  private static let subscription = "<subscription xmlns='\(Namespace.pubsub)'"
  private static let items = "<items xmlns='\(Namespace.pubsub)' node='a'>"
  private static let form = "<x xmlns='\(Namespace.dataForms)' type='result'>"
  private static let error = "<error type='auth'><forbidden xmlns='\(Namespace.stanzaErrors)'/>"
  private static let info = "<query xmlns='\(Namespace.discoInfo)'>"

  @Test(arguments: [
    ("<a x='1' y='2'> <b/>\n</a>", "<a y='2' x='1'><b/></a>"),
    ("<message id='foo'/><message id='bar'/>", "<message id='1'/><message id='2'/>"),
    ("<message/>", "<message id='1' type='headline'><body>Words</body></message>"),
    (
      "\(subscription) subid='a'/>", "\(subscription) subid='b'><subscribe-options/></subscription>"
    ),
    ("\(subscription) jid='a'/>", "\(subscription) jid='a' subid='b'/>"),
    (
      "\(items)<item id='1'/><item id='2'/></items>",
      "\(items)<item id='2' publisher='a'/><item id='1'/><cap-v-map xmlns='\(Namespace.compareAndPublish)'/></items>"
    ),
    (
      "\(items)<item id='1'>[ ... ENTRY ... ]</item></items>",
      "\(items)<item id='1'><e/></item></items>"
    ),
    (
      "\(error)</error>", "\(error)<text xmlns='\(Namespace.stanzaErrors)'>No.</text></error>"
    ),
    (
      "\(form)<field var='a'><value>true</value></field></x>",
      "\(form)<field var='b'/><field var='a' type='boolean'><value>1</value></field></x>"
    ),
    ("\(info)<feature var='a'/></query>", "\(info)<feature var='b'/><feature var='a'/></query>"),
  ])
  func saysTheSame(_ xep: String, _ ours: String) throws {
    #expect(try differences(xep, ours) == [])
  }

  @Test(arguments: [
    ("<a/>", "<b/>"), ("<a x='1'/>", "<a x='2'/>"), ("<a x='1'/>", "<a/>"), ("<a/>", "<a x='1'/>"),
    ("<a><b/></a>", "<a/>"), ("<a/>", "<a><b/></a>"), ("<a><b/><c/></a>", "<a><c/><b/></a>"),
    ("<a>one</a>", "<a>two</a>"), ("<a xmlns='b'/>", "<a xmlns='c'/>"),
    ("<message id='foo'/>", "<message/>"), ("<message/>", "<message id='1' type='chat'/>"),
    ("\(subscription) subid='a'/>", "\(subscription)/>"),
    ("\(subscription) subid='a'/>", "\(subscription) subid=''/>"),
    (
      "\(subscription) subid='a'/>\(subscription) subid='b'/>",
      "\(subscription) subid='1'/>\(subscription) subid='1'/>"
    ),
    (
      "\(subscription) subid='a'/>\(subscription) subid='a'/>",
      "\(subscription) subid='1'/>\(subscription) subid='2'/>"
    ),
    ("\(items)<item id='1'/></items>", "\(items)<item id='1'/><item id='2'/></items>"),
    ("\(items)<item id='1'/><item id='2'/></items>", "\(items)<item id='1'/></items>"),
    ("\(items)<item id='1'>[ ... ENTRY ... ]</item></items>", "\(items)<item id='1'/></items>"),
    ("\(error)</error>", "\(error)<closed-node xmlns='\(Namespace.pubsubErrors)'/></error>"),
    ("\(error)<closed-node xmlns='\(Namespace.pubsubErrors)'/></error>", "\(error)</error>"),
    ("\(form)<field var='a'/></x>", "\(form)<field var='b'/></x>"),
    (
      "\(form)<field var='a'><value>1</value></field></x>",
      "\(form)<field var='a'><value>2</value></field></x>"
    ),
    ("\(form)<field var='a' type='boolean'/></x>", "\(form)<field var='a' type='hidden'/></x>"),
    (
      "\(form)<field var='a'><option><value>1</value></option></field></x>",
      "\(form)<field var='a'/></x>"
    ),
    ("\(info)<feature var='a'/></query>", "\(info)<feature var='b'/></query>"),
    (
      "<iq type='result'/>",
      "<iq type='result'><pubsub xmlns='\(Namespace.pubsub)'><a/></pubsub></iq>"
    ),
  ])
  func saysSomethingElse(_ xep: String, _ ours: String) throws {
    #expect(try differences(xep, ours) != [])
  }
}
