import Testing

@testable import App

@Suite struct TemporaryFilesTests {
  @Test(arguments: [
    ("/var/lib/martlet/martlet.sqlite", "/var/lib/martlet"), ("/martlet.sqlite", "/"),
    ("martlet.sqlite", "."), ("../martlet.sqlite", ".."),
  ])
  func theyStandBesideTheDatabase(_ database: String, _ folder: String) {
    #expect(TemporaryFiles.folder(of: database) == folder)
  }
}
