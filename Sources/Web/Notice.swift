import Hummingbird
import Social

/// The pages that say why there is no other page. They depend on nothing in the request, so that
/// what is hidden and what never was look the same to the byte.
struct NoticePage: Sendable {
  var page: Frame
  var headline: String
  var explanation: String
}

enum Notice: CaseIterable, Sendable {
  case badRequest, tooManyWords, notFound, notAllowed, gone, tooLarge, tooLong, tooMany
  case notImplemented, busy, failure

  var status: HTTPResponse.Status {
    switch self {
    case .badRequest, .tooManyWords: .badRequest
    case .notFound: .notFound
    case .notAllowed: .methodNotAllowed
    case .gone: .gone
    case .tooLarge: .contentTooLarge
    case .tooLong: .uriTooLong
    case .tooMany: .tooManyRequests
    case .notImplemented: .notImplemented
    case .busy: .serviceUnavailable
    case .failure: .internalServerError
    }
  }

  /// What stands for a page that was, or may come to be, under the same address: caches may keep it
  /// as long as that page.
  var isAbsence: Bool { self == .notFound || self == .gone }

  fileprivate func text(_ limits: WebLimits) -> (headline: String, explanation: String) {
    switch self {
    case .badRequest:
      (
        "This address cannot be read",
        "Something in it is cut off or misspelt. Perhaps a link broke in two on its way to you."
      )
    case .tooManyWords:
      (
        "That is too much to look for",
        "A search takes no more than \(limits.searchWords) different words."
      )
    case .notFound:
      ("There is nothing here", "The page does not exist, or it is not for the public.")
    case .notAllowed:
      ("This page can only be read", "It takes no other requests than GET and HEAD.")
    case .gone:
      ("This post was taken back", "It was here once. Its author or a moderator has removed it.")
    case .tooLarge:
      ("That is too much", "This site accepts no uploads.")
    case .tooLong:
      ("This address is too long", "No page of this site has an address of that length.")
    case .tooMany:
      (
        "Too many requests",
        "More has come from your network than one reader needs. Please go on in a minute."
      )
    case .notImplemented:
      ("This is not given in that form", "It is to be had as JSON and as XML.")
    case .busy:
      (
        "Too much is being asked for just now",
        "Please try again in a few seconds. A search is quicker with rarer words."
      )
    case .failure:
      ("Something went wrong", "The fault is on our side. Please try again in a little while.")
    }
  }
}

/// The same for people and for programs.
struct Refusal: Sendable {
  var page: Page
  var problem: Page
}

extension Site {
  func notices() throws -> [Notice: Refusal] {
    try Dictionary(
      uniqueKeysWithValues: Notice.allCases.map {
        ($0, Refusal(page: try notice($0), problem: try problem($0)))
      })
  }

  /// RFC 9457: the status says what it is.
  private func problem(_ notice: Notice) throws -> Page {
    let problem = JSON([
      "type": "about:blank", "title": .text(notice.status.reasonPhrase),
      "status": .count(notice.status.code), "detail": .text(notice.text(limits).explanation),
    ])
    return try Page(.problem, problem)
  }

  private func notice(_ notice: Notice) throws -> Page {
    let text = notice.text(limits)
    var frame = self.frame(text.headline)
    frame.unlisted = true
    let view = NoticePage(
      page: frame, headline: text.headline, explanation: text.explanation)
    return Page(.html, try Templates.render(view, "notice"))
  }
}
