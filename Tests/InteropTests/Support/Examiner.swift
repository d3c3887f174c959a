import Foundation
import TestSupport
import XML

/// A kind of page: one of it, and what it answers.
struct WebPage: Codable, Sendable {
  var name: String
  var path: String
  var status = 200
  /// What the browser asks for.
  var language: String
  /// Words that stand there.
  var shows: [String]
  /// Instead of fetching it: to see whether faults are found.
  var html: String?

  init(
    _ name: String, _ path: String, _ status: Int = 200, language: String = "en",
    shows: [String] = [], html: String? = nil
  ) {
    (self.name, self.path, self.status) = (name, path, status)
    (self.language, self.shows, self.html) = (language, shows, html)
  }
}

/// The programs below `Python` that look at a running site and say what is wrong with it.
struct Examiner: Sendable {
  let folder: TemporaryFolder
  let origin: String

  struct Findings: Decodable, Sendable {
    /// One text for each.
    var faults: [String]
    /// For the log of the run.
    var measured: [String]
  }

  /// All that any of them has to know.
  struct Plan: Encodable, Sendable {
    fileprivate var origin = ""
    var pages: [WebPage] = []
    /// Paths of Atom feeds; or one itself, to see whether faults are found.
    var feeds: [String] = []
    var posts: [Post] = []
    /// Paths of pages that list posts.
    var lists: [String] = []
    private var browser = Installed.chromium
    private var axe = Installed.axe
    private var tidy = Installed.tidy
    private var jing = Installed.jing
    private var pictures = Examiner.pictures
    /// Bytes of the first page with its style sheet, gzipped.
    private var weight = 15_000
    /// Bytes of the style sheet alone, gzipped.
    private var style = 12_000

    init(
      pages: [WebPage] = [], feeds: [String] = [], posts: [Post] = [], lists: [String] = []
    ) {
      (self.pages, self.feeds, self.posts, self.lists) = (pages, feeds, posts, lists)
    }
  }

  /// What was written, and where it is to be found.
  struct Post: Encodable, Sendable {
    var page: String
    /// Nil if it has none, or is nothing else.
    var title: String?
    var author: String
    var tags: [String]
    var language: String
    var published: String
    var updated: String
    var pictures: [Picture]
    /// How many comments are below it.
    var comments: Int

    struct Picture: Encodable, Sendable {
      var address: String
      var title: String?
    }

    init(_ post: SamplePost, at page: String, comments: Int = 0) {
      self.page = page
      (author, tags, language) = (post.author, post.tags, post.language)
      (published, updated) = (post.published, post.updated ?? post.published)
      self.comments = comments
      pictures = post.more.compactMap { link in
        guard link["rel"] == "enclosure", link["type"]?.hasPrefix("image/") == true else {
          return nil
        }
        return link["href"].map { Picture(address: $0, title: link["title"]) }
      }
      if case .none = post.body { title = nil } else { title = post.title }
    }
  }

  /// Where pictures of pages are kept: `MARTLET_PICTURES`, else below the build.
  static let pictures =
    ProcessInfo.processInfo.environment["MARTLET_PICTURES"] ?? Installed.build + "/pictures"

  init(_ site: FilledSite) { (folder, origin) = (site.world.folder, site.origin) }

  init(folder: TemporaryFolder) { (self.folder, origin) = (folder, "") }

  func run(_ script: String, _ plan: Plan) async throws -> Findings {
    var plan = plan
    plan.origin = origin
    let name = "plan-\(UUID().uuidString)"
    try folder.write(name, String(decoding: try JSONEncoder().encode(plan), as: UTF8.self))
    let (status, words) = try await Program.run(
      Installed.python, ["-B", try PythonClient.script(script), folder.file(name), folder.path],
      in: folder, within: .seconds(120))
    guard status == 0, let line = words.split(separator: "\n").last else {
      throw WaitFailure("\(script).py: \(status) \(words.suffix(4_000))")
    }
    let findings = try JSONDecoder().decode(Findings.self, from: Data(line.utf8))
    for each in findings.measured { print("measured: \(each)") }
    return findings
  }
}
