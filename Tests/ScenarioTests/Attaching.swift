import Social
import TestSupport
import Testing
import XML
import XMPP

/// Names and payloads of what is attached to the items of a node.
enum Attaching {
  static let service = Setting().component
  static let summary = "\(Namespace.attachmentSummary)/blog"

  /// - Parameter node: as it is to stand in the name.
  static func node(to item: String, of node: String = "blog") -> String {
    "\(Namespace.attachments)/xmpp:\(service)?;node=\(node);item=\(item)"
  }

  static func payload(noticed: Bool = false, _ reactions: String...) -> String {
    let all = reactions.map { "<reaction>\($0)</reaction>" }.joined()
    return "<attachments xmlns='\(Namespace.attachments)'>" + (noticed ? "<noticed/>" : "")
      + (reactions.isEmpty ? "" : "<reactions>\(all)</reactions>") + "</attachments>"
  }
}

/// Romeo has a blog, open to all, with two posts; others react to them.
struct ReactionCast {
  let romeo: Person
  let juliet: Person
  let nurse: Person

  static func on(_ stage: Stage, _ options: [String: String] = [:]) async throws -> Self {
    let romeo = stage.person("romeo@example.org/garden")
    let plain = [
      "notify_sub": "0", "send_last_published_item": "never", "publish_model": "open",
    ]
    try await romeo.creates("blog", plain.merging(options) { $1 })
    for post in ["post", "other"] {
      let answer = try await romeo.publishes(post, to: "blog", entry(post))
      try #require(answer.isResult())
    }
    return Self(
      romeo: romeo, juliet: stage.person("juliet@elsewhere.example/balcony"),
      nurse: stage.person("nurse@example.org/house"))
  }
}

extension Person {
  /// What the summary says of an item of the blog; nil if it says nothing.
  func summary(of item: String) async throws -> AttachmentSummary? {
    let answer = try await gets(
      "<items node='\(Attaching.summary)'><item id='\(item)'/></items>")
    return answer.descendant("summary").flatMap { AttachmentSummary($0) }
  }
}
