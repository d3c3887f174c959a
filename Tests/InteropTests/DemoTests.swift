import Foundation
import TestSupport
import Testing

/// `martlet demo`, as somebody would try it.
@Suite("martlet demo", .needsProsody, .timeLimit(.minutes(1)))
struct DemoTests {
  /// What the demo says of itself.
  private struct Guide {
    let webPort: Int
    let password: String
    let xmppPort: Int

    init(_ words: String) throws {
      let web = try #require(words.firstMatch(of: /The site +http:\/\/127\.0\.0\.1:(\d+)\//))
      let password = try #require(words.firstMatch(of: /password +(\S+)/))
      let server = try #require(words.firstMatch(of: /server +127\.0\.0\.1, port (\d+)/))
      webPort = try #require(Int(web.1))
      self.password = String(password.1)
      xmppPort = try #require(Int(server.1))
    }
  }

  private func start(_ arguments: [String], in folder: TemporaryFolder) async throws -> (
    Program, Guide
  ) {
    let begun = ContinuousClock.now
    let program = try Program(
      try MartletProcess.path, ["demo"] + arguments, in: folder, name: UUID().uuidString,
      environment: ["TMPDIR": folder.file("tmp")])
    do {
      try await eventually("the demo is ready") {
        guard program.isRunning else { throw WaitFailure(program.words) }
        return program.words.contains("Ctrl-C stops everything")
      }
      report("demo: start to ready", .now - begun)
      return (program, try Guide(program.words))
    } catch {
      await program.stop()
      throw error
    }
  }

  @Test func itShowsASiteAndLetsAVisitorWrite() async throws {
    let folder = try TemporaryFolder()
    try folder.write("tmp/here", "")
    let (demo, guide) = try await start([], in: folder)
    do {
      let front = try await get("/", port: guide.webPort)
      #expect(front.status == 200)
      for community in ["The Long Allotment", "Shortwave and Solder", "The Lamplight"] {
        #expect(front.text.contains(community))
      }
      #expect(try await get("/p/garden/jonas-kompost", port: guide.webPort).text.contains("58 °C"))
      let arabic = try await get("/p/shortwave/salma-capacitor", port: guide.webPort).text
      #expect(arabic.contains("lang=\"ar\"") && arabic.contains("dir=\"auto\""))
      try await seesAPicture(guide, in: folder)
      let feed = try await ParsedFeed.read("http://127.0.0.1:\(guide.webPort)/feed", in: folder)
      feed.expectIsWhole("the demo's feed")
      #expect(feed.entries.count == 22)
      #expect(feed.entries.contains { $0.author == "水瀬 はるか" && $0.content.contains("鳥") })
      #expect(feed.entries.contains { $0.content.contains("<table ") })

      let visitor = try await PythonClient.online(
        "visitor", password: guide.password, in: folder, port: guide.xmppPort)
      try await visitor.does(
        "publish",
        [
          "node": "garden", "item": "hello",
          "payload": "<entry xmlns='http://www.w3.org/2005/Atom'><title>Good day</title></entry>",
        ])
      // The visitor follows the communities.
      _ = try await visitor.line("the event") { $0.item == "hello" }
      #expect(try await get("/p/garden/hello", port: guide.webPort).text.contains("Good day"))
      await visitor.stop()
    } catch {
      await demo.stop()
      throw error
    }
    let status = try String(contentsOfFile: "/proc/\(demo.identifier)/status", encoding: .utf8)
    print("measured: demo \(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? "")")
    demo.signal(SIGINT)
    #expect(try await demo.ended(within: .seconds(10)) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")) == ["here"])
    #expect(!Port.isOpen(guide.xmppPort) && !Port.isOpen(guide.webPort))
  }

  private func seesAPicture(_ guide: Guide, in folder: TemporaryFolder) async throws {
    let page = try await get("/p/shortwave/waterfall", port: guide.webPort).text
    let address = try #require(
      page.firstMatch(of: /src="(http:\/\/127\.0\.0\.1:\d+\/[a-z]+\.png)"/))
    let (status, words) = try await Program.run(
      Installed.python, [try PythonClient.script("picture"), String(address.1)], in: folder)
    #expect(status == 0 && words == "432x264 colours=True\n", "\(words)")
  }

  @Test func keptItGoesOnWhereItWas() async throws {
    let folder = try TemporaryFolder()
    var feeds: [String] = []
    for _ in 0..<2 {
      let (demo, guide) = try await start(["--keep", folder.file("kept")], in: folder)
      do {
        feeds.append(try await get("/feed", port: guide.webPort).text)
      } catch {
        await demo.stop()
        throw error
      }
      demo.signal(SIGTERM)
      #expect(try await demo.ended(within: .seconds(10)) == 0)
    }
    #expect(feeds[0] == feeds[1])
    #expect(feeds[0].matches(of: /<entry\b/).count == 22)
  }

  @Test func whatItCannotUseItRefuses() async throws {
    let folder = try TemporaryFolder()
    try folder.write("mine/letter.txt", "Dear Juliet")
    let (status, words) = try await Program.run(
      try MartletProcess.path, ["demo", "--keep", folder.file("mine")], in: folder)
    #expect(status == 73 && words.contains("holds other files"), "\(words)")
    #expect(folder.read("mine/letter.txt") == "Dear Juliet")
  }

  /// Stopped at any moment of its start, it leaves nothing behind.
  @Test(arguments: ["Prosody starts", "Martlet attaches", "5/22"])
  func stoppedHalfway(_ moment: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write("tmp/here", "")
    let demo = try Program(
      try MartletProcess.path, ["demo"], in: folder, name: "demo",
      environment: ["TMPDIR": folder.file("tmp")])
    do {
      try await eventually(moment) { demo.words.contains(moment) }
    } catch {
      await demo.stop()
      throw error
    }
    demo.signal(SIGTERM)
    #expect(try await demo.ended(within: .seconds(15)) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")) == ["here"])
  }
}
