import Testing

@testable import App

@Suite struct PathNameTests {
  @Test(arguments: [
    ("/var/lib/martlet/martlet.sqlite", "/var/lib/martlet"), ("/martlet.sqlite", "/"),
    ("martlet.sqlite", "."), ("../martlet.sqlite", ".."),
  ])
  func aFileStandsIn(_ file: String, _ folder: String) {
    #expect(PathName.folder(of: file) == folder)
  }
}
