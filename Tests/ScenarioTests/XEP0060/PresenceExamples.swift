import Testing

/// XEP-0060, section 9: IM Account Integration, as far as it is for a component: who shares presence with it and asks
/// for a node by capabilities is told of it as if subscribed. What the XEP shows of Juliet's account holds for the
/// component.
@Suite("XEP-0060, 9 IM Account Integration", .serialized)
struct PresenceExamples {
  private static let hash = "XEP-0115 wants a hash, that of what the client says of itself."
  private static let service = "It is the component that is told, and asks."

  static let presence = Example(
    212, "Contact sends presence with caps",
    """
    <presence from='romeo@montague.lit/orchard'>
      <c xmlns='http://jabber.org/protocol/caps'
         node='http://www.chatopus.com/#2.2'
         ver='AFBT0mPr29zQE5aGtCJp97CIS6E='/>
    </presence>
    """
  )
  .with("orchard'>", "orchard' to='pubsub.shakespeare.lit'>", because: service)
  .with("ver='AFBT0mPr29zQE5aGtCJp97CIS6E='", romeoVersion, because: hash)

  static let presences = Example(
    213, "Presence with caps",
    """
    <presence from='nurse@capulet.lit/chamber'>
      <c xmlns='http://jabber.org/protocol/caps'
         node='http://exodus.jabberstudio.org/#0.9.1'
         ver='wXj6c5xhT9frdqhvTSjkdejUUP8='/>
    </presence>

    <presence from='romeo@montague.lit/orchard'>
      <c xmlns='http://jabber.org/protocol/caps'
         node='http://www.chatopus.com/#2.2'
         ver='1FDrLLbYMpzvcI95jgSHABSWDRY='/>
    </presence>
    """
  )
  .with("chamber'>", "chamber' to='pubsub.shakespeare.lit'>", because: service)
  .with("orchard'>", "orchard' to='pubsub.shakespeare.lit'>", because: service)
  .with("ver='wXj6c5xhT9frdqhvTSjkdejUUP8='", nurseVersion, because: hash)
  .with("ver='1FDrLLbYMpzvcI95jgSHABSWDRY='", romeoVersion, because: hash)

  static let nurseVersion = "hash='sha-1' ver='ykQlU1Fl2xlULWnQPT3tGB04vkY='"
  static let romeoVersion = "hash='sha-1' ver='i2kUow3WICyJcIaY9gqMyvwLYlA='"

  static let asksNurse = Example(
    214, "Account server queries contact",
    """
    <iq from='juliet@capulet.lit'
        to='nurse@capulet.lit/chamber'
        type='get'
        id='disco123'>
      <query xmlns='http://jabber.org/protocol/disco#info'/>
    </iq>

    <iq from='nurse@capulet.lit/chamber'
        to='juliet@capulet.lit'
        type='result'
        id='disco123'>
      <query xmlns='http://jabber.org/protocol/disco#info'>
        <identity category='client' type='pc'/>
        <feature var='http://jabber.org/protocol/activity'/>
        <feature var='http://jabber.org/protocol/activity+notify'/>
        <feature var='http://jabber.org/protocol/geoloc'/>
        <feature var='http://jabber.org/protocol/geoloc+notify'/>
        <feature var='http://jabber.org/protocol/muc'/>
        <feature var='http://jabber.org/protocol/tune'/>
        <feature var='http://jabber.org/protocol/tune+notify'/>
      </query>
    </iq>
    """
  )
  .with("juliet@capulet.lit", "pubsub.shakespeare.lit", because: service)
  .with(emptyQuery, query("http://exodus.jabberstudio.org/#0.9.1", nurseVersion), because: asked)

  static let asksRomeo = Example(
    215, "Account server queries contact",
    """
    <iq from='juliet@capulet.lit'
        to='romeo@montague.lit/orchard'
        type='get'
        id='disco234'>
      <query xmlns='http://jabber.org/protocol/disco#info'/>
    </iq>

    <iq from='romeo@montague.lit/orchard'
        to='juliet@capulet.lit'
        type='result'
        id='disco234'>
      <query xmlns='http://jabber.org/protocol/disco#info'>
        <identity category='client' type='pda'/>
        <feature var='http://jabber.org/protocol/geoloc'/>
        <feature var='http://jabber.org/protocol/geoloc+notify'/>
        <feature var='http://jabber.org/protocol/tune'/>
        <feature var='http://jabber.org/protocol/tune+notify'/>
      </query>
    </iq>
    """
  )
  .with("juliet@capulet.lit", "pubsub.shakespeare.lit", because: service)
  .with(emptyQuery, query("http://www.chatopus.com/#2.2", romeoVersion), because: asked)

  private static let asked = "XEP-0115 asks for what the hash stands for."
  private static let emptyQuery = "<query xmlns='http://jabber.org/protocol/disco#info'/>"

  private static func query(_ node: String, _ version: String) -> String {
    let hash = version.split(separator: "ver='").last ?? ""
    return "<query xmlns='http://jabber.org/protocol/disco#info' node='\(node)#\(hash)/>"
  }

  static let scenarios = [
    Scenario(
      .sends(presence),
      .asks(asksRomeo)),

    Scenario(
      .rosters([
        .juliet: """
        <item jid='nurse@capulet.lit' subscription='both'/>
        <item jid='romeo@montague.lit' subscription='both'><group>Friends</group></item>
        """
      ]),
      .created(tune, by: .juliet, ["access_model": "presence"]),
      .created(activity, by: .juliet, ["access_model": "presence"]),
      .created(
        geoloc, by: .juliet, ["access_model": "roster", "roster_groups_allowed": "Friends"]),
      .published("old", mood, to: tune, by: .juliet),
      .published("old", mood, to: activity, by: .juliet),
      .published("old", mood, to: geoloc, by: .juliet),
      .sends(presences),
      .asks(asksNurse),
      .asks(asksRomeo),
      .isWelcome(.nurse, to: [tune, activity]),
      .isWelcome(.romeo, to: [tune, geoloc]),
      // The three cases at the end of section 9.2.
      .isToldByCapabilities([.nurse, .romeo], of: tune),
      .isToldByCapabilities([.nurse], of: activity),
      .isToldByCapabilities([.romeo], of: geoloc),
      .isToldByCapabilities([.nurse, .romeo], of: tune)),
  ]

  private static let mood = "<mood xmlns='http://jabber.org/protocol/mood'/>"
  static let tune = "http://jabber.org/protocol/tune"
  static let activity = "http://jabber.org/protocol/activity"
  static let geoloc = "http://jabber.org/protocol/geoloc"

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
