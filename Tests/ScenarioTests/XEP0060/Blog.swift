/// What Hamlet writes in the XEP's examples.
enum Blog {
  static let uses = """
    <entry xmlns='http://www.w3.org/2005/Atom'>
      <title>The Uses of This World</title>
      <summary>
    O, that this too too solid flesh would melt
    Thaw and resolve itself into a dew!
      </summary>
      <link rel='alternate' type='text/html'
            href='http://denmark.lit/2003/12/13/atom03'/>
      <id>tag:denmark.lit,2003:entry-32396</id>
      <published>2003-12-12T17:47:23Z</published>
      <updated>2003-12-12T17:47:23Z</updated>
    </entry>
    """

  static let ghostly = """
    <entry xmlns='http://www.w3.org/2005/Atom'>
      <title>Ghostly Encounters</title>
      <summary>
    O all you host of heaven! O earth! what else?
    And shall I couple hell? O, fie! Hold, hold, my heart;
    And you, my sinews, grow not instant old,
    But bear me stiffly up. Remember thee!
      </summary>
      <link rel='alternate' type='text/html'
            href='http://denmark.lit/2003/12/13/atom03'/>
      <id>tag:denmark.lit,2003:entry-32396</id>
      <published>2003-12-12T23:21:34Z</published>
      <updated>2003-12-12T23:21:34Z</updated>
    </entry>
    """

  static let alone = """
    <entry xmlns='http://www.w3.org/2005/Atom'>
      <title>Alone</title>
      <summary>
    Now I am alone.
    O, what a rogue and peasant slave am I!
      </summary>
      <link rel='alternate' type='text/html'
            href='http://denmark.lit/2003/12/13/atom03'/>
      <id>tag:denmark.lit,2003:entry-32396</id>
      <published>2003-12-13T11:09:53Z</published>
      <updated>2003-12-13T11:09:53Z</updated>
    </entry>
    """

  static let soliloquy = """
    <entry xmlns='http://www.w3.org/2005/Atom'>
      <title>Soliloquy</title>
      <summary>
    To be, or not to be: that is the question:
    Whether 'tis nobler in the mind to suffer
    The slings and arrows of outrageous fortune,
    Or to take arms against a sea of troubles,
    And by opposing end them?
      </summary>
      <link rel='alternate' type='text/html'
            href='http://denmark.lit/2003/12/13/atom03'/>
      <id>tag:denmark.lit,2003:entry-32397</id>
      <published>2003-12-13T18:30:02Z</published>
      <updated>2003-12-13T18:30:02Z</updated>
    </entry>
    """

  /// In the order of the XEP, with their item ids.
  static let all = [
    (usesID, uses),
    (ghostlyID, ghostly),
    (aloneID, alone),
    (soliloquyID, soliloquy),
  ]

  static let usesID = "368866411b877c30064a5f62b917cffe"
  static let ghostlyID = "3300659945416e274474e469a1f0154c"
  static let aloneID = "4e30f35051b7b8b42abe083742187228"
  static let soliloquyID = "ae890ac52d0df67ed7cfdf51b644e901"
}
