import Testing

@testable import PubSub

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("blog", "blog", true), ("blog", "Blog", false), ("blog", "blo", false),
    ("blog", "blogs", false), ("blog", "*", true), ("", "*", true), ("", "", true),
    ("blog", "", false), ("blog", "**", true), ("blog", "b*", true), ("blog", "*g", true),
    ("blog", "b*g", true), ("blog", "blog*", true), ("blog", "*blog", true),
    ("blog", "*l*", true), ("blog", "*x*", false), ("blog", "b*x", false), ("blog", "x*g", false),
    ("blog", "*b*l*o*g*", true), ("blog", "*o*l*", false),
    // No part is used twice.
    ("aa", "aa*aa", false), ("aaa", "aa*aa", false), ("aaaa", "aa*aa", true),
    ("abcab", "ab*b*ab", false), ("abcbab", "ab*b*ab", true),
    // Nothing else stands for something else.
    ("a?c", "a?c", true), ("abc", "a?c", false), ("a.c", "a.c", true), ("abc", "a.c", false),
    ("urn:xmpp:microblog:0:comments/1", "urn:xmpp:*", true),
    ("urn:xmpp:microblog:0:comments/1", "*:comments/*", true), ("é", "*\u{301}", false),
    ("a*c", "a*c", true),
  ])
  func fits(name: String, pattern: String, expected: Bool) {
    #expect(NamePattern.fits(name, pattern) == expected)
  }
}
