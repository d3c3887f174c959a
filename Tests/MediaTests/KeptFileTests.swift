import Testing

@testable import Media

@Suite struct KeptFileTests {
  private static let picture = "0123456789abcdef0123456789abcdef"

  @Test(
    arguments: [
      ("\(picture).1700000000.small.webp", PictureSize.small), ("\(picture).1.large.webp", .large),
      ("\(picture).0.whole.jpeg", nil), ("\(picture).0.whole.avif", nil),
    ] as [(String, PictureSize?)])
  func names(_ name: String, _ size: PictureSize?) throws {
    let file = try #require(KeptFile(named: name))
    #expect(file.name == name && file.size == size && file.picture == Self.picture)
  }

  @Test(arguments: [
    "", ".", "..", "\(picture)", "\(picture).1.small", "\(picture).1.small.svg+xml",
    "\(picture).1.small.webp.1", "\(picture).01.small.webp", "\(picture).+1.small.webp",
    "\(picture).1.tiny.webp", "\(picture.dropLast()).1.small.webp",
    "\(picture.uppercased()).1.small.webp", "../\(picture.dropFirst(3)).1.small.webp",
  ]) func others(_ name: String) { #expect(KeptFile(named: name) == nil) }

  @Test func picturesAreCalledByTheirAddresses() throws {
    let name = try #require(KeptFile.picture(from: "https://a.example/b.png"))
    #expect(name == KeptFile.picture(from: "https://a.example/b.png"))
    #expect(name != KeptFile.picture(from: "https://a.example/b.png?"))
    #expect(KeptFile(named: "\(name).1.whole.png") != nil)
  }
}
