import Testing

@testable import App

@Suite struct SecretTests {
  @Test func neverShown() throws {
    let configuration = try load(Sample.minimal).configuration
    var dumped = ""
    dump(configuration, to: &dumped)
    let shown = [
      "\(configuration)", String(reflecting: configuration), dumped,
      "\(configuration.components)", String(describing: Secret(Sample.secret) as Any),
    ]
    for text in shown {
      #expect(!text.contains(Sample.secret))
      #expect(text.contains("***"))
    }
  }

  /// Whatever is wrong around a secret, the words about it do not hold it.
  @Test(arguments: [
    "components: [{ jid: a.example, secret: [SECRET] }]",
    "components: [{ jid: a.example, secret: { SECRET: SECRET } }]",
    "components: [{ jid: a.example, secret: \"SECRET\\n\" }]",
    "components: [{ jid: a.example, secret: \"SECRET }]",
    "components: [{ jid: a.example, secret: SECRET, secret: SECRET }]",
    "components:\n  - jid: a.example\n    secret: SECRET\n   port: 1",
    "components: [{ jid: a.example, secret: SECRET, secret_file: x }]",
    "components: [{ jid: a b, secret: SECRET }, { jid: a b, secret: SECRET }]",
  ])
  func neverInAnError(_ text: String) throws {
    let found = try problems(text.replacing("SECRET", with: Sample.secret))
    #expect(!found.isEmpty)
    for problem in found { #expect(!"\(problem)".contains(Sample.secret)) }
  }
}
