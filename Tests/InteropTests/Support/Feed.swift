import Foundation

/// A node somewhere, who writes there, and its page here.
struct Feed: Sendable {
  let author: PythonClient
  let place: Place

  init(_ author: PythonClient, _ service: String, _ node: String = "urn:xmpp:microblog:0") {
    self.author = author
    place = Place(service, node)
  }

  var address: String {
    let node = place.node.replacingOccurrences(of: ":", with: "%3A")
    return "xmpp:\(place.service)?;node=\(node)"
  }

  var page: String { "/c/\(Self.coded(place.service))/\(Self.coded(place.node))" }

  func page(of item: String) -> String {
    "/p/\(Self.coded(place.service))/\(Self.coded(place.node))/\(item)"
  }

  private static func coded(_ text: String) -> String {
    text.addingPercentEncoding(
      withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))
      ?? text
  }

  /// - Parameter via: the address of the post that it shares.
  func post(_ item: String, _ title: String, via: String? = nil) async throws {
    var post: [String: any Sendable] = ["item": item, "title": title, "text": "Words."]
    post["via"] = via
    try await author.does("post", place.with(post))
  }
}
