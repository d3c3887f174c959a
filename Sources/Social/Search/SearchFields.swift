package import XMPP

/// The fields of the search form, and the columns of what is found.
package enum SearchFields {
  /// What is looked for.
  package enum Search: Sendable {
    case posts(PostQuery)
    case communities([String], DirectoryOrder)
    case tags
  }

  package static var form: DataForm {
    DataForm(
      .form, formType: Namespace.search, title: "Search",
      fields: [
        DataForm.Field(
          "kind", .listSingle, label: "What to look for",
          options: [
            DataForm.Option("posts", label: "Posts"),
            DataForm.Option("communities", label: "Communities"),
            DataForm.Option("tags", label: "Tags that are in use just now"),
          ], values: ["posts"]),
        DataForm.Field(
          "text", .textSingle, label: "Words",
          description: "\"Several in order\", begin*, #tag, author:romeo@example.org"),
        DataForm.Field("author", .textSingle, label: "Author, by address or name"),
        DataForm.Field("tag", .textSingle, label: "Tag"),
        DataForm.Field("node", .textSingle, label: "Community or blog"),
        DataForm.Field("language", .textSingle, label: "Language, such as de or pt-br"),
        DataForm.Field("since", .textSingle, label: "Not older than, such as 2026-06-01"),
        DataForm.Field("until", .textSingle, label: "Older than"),
        DataForm.Field(
          "order", .listSingle, label: "Communities by",
          options: [
            DataForm.Option(DirectoryOrder.activity.rawValue, label: "Their last change"),
            DataForm.Option(DirectoryOrder.subscribers.rawValue, label: "How many follow them"),
          ], values: [DirectoryOrder.activity.rawValue]),
      ])
  }

  package static func read(_ form: DataForm) throws(StanzaError) -> Search {
    func value(_ name: String) throws(StanzaError) -> String? {
      guard let text = try form.single(name)?.oneLine(limit: PostQuery.maximumBytes) else {
        return nil
      }
      return text.isEmpty ? nil : text
    }
    let text = try value("text") ?? ""
    var query: PostQuery
    do throws(PostQuery.Problem) { query = try PostQuery(text) } catch { throw error.refusal }
    switch try value("kind") ?? "posts" {
    case "posts": break
    case "communities":
      guard query.hasWordsAlone else {
        throw StanzaError(.notAcceptable, "Communities are looked for by words alone.")
      }
      let order = try value("order") ?? DirectoryOrder.activity.rawValue
      guard let order = DirectoryOrder(rawValue: order) else { throw unknown("order") }
      return .communities(query.plainWords, order)
    case "tags": return .tags
    default: throw unknown("kind")
    }
    if let author = try value("author"), !query.set(author: author) {
      throw StanzaError(.notAcceptable, "The author is neither an address nor a name.")
    }
    if let tag = try value("tag") { query.add(tag: tag) }
    query.node = try value("node") ?? query.node
    if let language = try value("language") {
      guard let tag = LanguageTag(language) else { throw unknown("language") }
      query.language = tag.text
    }
    query.since = try moment("since", value) ?? query.since
    query.until = try moment("until", value) ?? query.until
    return .posts(query)
  }

  private static func moment(
    _ name: String, _ value: (String) throws(StanzaError) -> String?
  ) throws(StanzaError) -> Timestamp? {
    guard let text = try value(name) else { return nil }
    guard let moment = PostQuery.moment(text) else {
      throw StanzaError(
        .notAcceptable, "The field \(name) holds no day (2026-06-01) and no moment of XEP-0082.")
    }
    return moment
  }

  private static func unknown(_ field: String) -> StanzaError {
    StanzaError(.notAcceptable, "The field \(field) holds what is not known here.")
  }
}

extension PostQuery.Problem {
  package var refusal: StanzaError {
    switch self {
    case .tooLong:
      StanzaError(
        .notAcceptable, "A search takes at most \(PostQuery.maximumBytes) bytes of words.")
    case .tooManyTerms:
      StanzaError(.notAcceptable, "A search takes at most \(PostQuery.maximumTerms) words.")
    }
  }
}
