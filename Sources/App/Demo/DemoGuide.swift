/// What the demo says when all is ready.
struct DemoGuide {
  let settings: DemoSettings
  let isKept: Bool

  var text: String {
    """

    The site        \(settings.webAddress)/
    Its feed        \(settings.webAddress)/feed
    A community     \(settings.webAddress)/c/\(DemoCommunity.garden.node)
    and its feed    \(settings.webAddress)/feed/\(DemoCommunity.garden.node)

    Log in with any XMPP client:
      address       \(Demo.visitor)@\(Demo.domain)
      password      \(settings.visitorPassword)
      server        127.0.0.1, port \(settings.ports.xmpp) (no TLS, or STARTTLS with a certificate of its own)
      the service   \(Demo.component)

    A client with communities (Movim, Libervia) finds them at that service. With any other that has an
    XML console (Gajim, Psi+, Profanity) paste this into it:

      <iq type='set' to='\(Demo.component)' id='hello'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='\(DemoCommunity.garden.node)'><item>
            <entry xmlns='http://www.w3.org/2005/Atom'>
              <title>Hello from my own XMPP client!</title>
            </entry>
          </item></publish>
        </pubsub>
      </iq>

    and reload the page. Ctrl-C stops everything\(isKept ? "; the data stays." : " and removes it.")

    """
  }
}
