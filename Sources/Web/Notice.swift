import Hummingbird
import Social
import Store
import Synchronization

/// The pages that say why there is no other page. They depend on nothing in the request, so that
/// what is hidden and what never was look the same to the byte.
struct NoticePage: View {
  var page: Frame
  var headline: String
  var explanation: String

  static let fields: ViewFields<NoticePage> = [
    "page": { $0.page }, "headline": { $0.headline }, "explanation": { $0.explanation },
  ]
}

enum Notice: CaseIterable, Sendable {
  case badRequest, tooManyWords, notFound, notAllowed, gone, tooLarge, tooLong, fieldsTooLong,
    tooMany
  case notImplemented, busy, failure

  var status: HTTPResponse.Status {
    switch self {
    case .badRequest, .tooManyWords: .badRequest
    case .notFound: .notFound
    case .notAllowed: .methodNotAllowed
    case .gone: .gone
    case .tooLarge: .contentTooLarge
    case .tooLong: .uriTooLong
    case .fieldsTooLong: .requestHeaderFieldsTooLarge
    case .tooMany: .tooManyRequests
    case .notImplemented: .notImplemented
    case .busy: .serviceUnavailable
    case .failure: .internalServerError
    }
  }

  /// What stands for a page that was, or may come to be, under the same address: caches may keep it
  /// as long as that page.
  var isAbsence: Bool { self == .notFound || self == .gone }

  private var word: Word {
    switch self {
    case .badRequest: .badRequest
    case .tooManyWords: .tooManyWords
    case .notFound: .notFound
    case .notAllowed: .notAllowed
    case .gone: .gone
    case .tooLarge: .tooLarge
    case .tooLong: .tooLong
    case .fieldsTooLong: .fieldsTooLong
    case .tooMany: .tooMany
    case .notImplemented: .notImplemented
    case .busy: .busy
    case .failure: .failure
    }
  }

  fileprivate func headline(_ language: Language) -> String { language[word] }

  fileprivate func explanation(_ language: Language, _ limits: WebLimits) -> String {
    switch self {
    case .badRequest: language[.badRequestWhy]
    case .tooManyWords: language.count(.tooManyWordsWhy, limits.searchWords)
    case .notFound: language[.notFoundWhy]
    case .notAllowed: language[.notAllowedWhy]
    case .gone: language[.goneWhy]
    case .tooLarge: language[.tooLargeWhy]
    case .tooLong: language[.tooLongWhy]
    case .fieldsTooLong: language[.fieldsTooLongWhy]
    case .tooMany: language[.tooManyWhy]
    case .notImplemented: language[.notImplementedWhy]
    case .busy: language[.busyWhy]
    case .failure: language[.failureWhy]
    }
  }
}

/// Each is made once: they are the same for everybody who reads a language.
final class Notices: Sendable {
  private struct Key: Hashable {
    var notice: Notice
    /// Nil: for programs.
    var language: LanguageTag?
  }

  private let site: Site
  private let pages = Mutex<[Key: Page]>([:])

  init(_ site: Site) throws {
    self.site = site
    // It has to be there when nothing can be made any more.
    _ = try page(.failure, site.language)
  }

  func page(_ notice: Notice, _ language: Language) throws -> Page {
    try kept(Key(notice: notice, language: language.tag)) {
      try site.speaking(language).page(notice)
    }
  }

  /// For programs.
  func problem(_ notice: Notice) throws -> Page {
    try kept(Key(notice: notice)) { try site.problem(notice) }
  }

  private func kept(_ key: Key, _ make: () throws -> Page) throws -> Page {
    try pages.withLock { pages in
      if let page = pages[key] { return page }
      let page = try make()
      pages[key] = page
      return page
    }
  }
}

extension Site {
  /// RFC 9457: the status says what it is.
  fileprivate func problem(_ notice: Notice) throws -> Page {
    let problem = JSON([
      "type": "about:blank", "title": .text(notice.status.reasonPhrase),
      "status": .count(notice.status.code), "detail": .text(notice.explanation(language, limits)),
    ])
    return try Page(.problem, problem)
  }

  fileprivate func page(_ notice: Notice) throws -> Page {
    let headline = notice.headline(language)
    var frame = self.frame(headline)
    frame.robots.insert(.noIndex)
    let view = NoticePage(
      page: frame, headline: headline, explanation: notice.explanation(language, limits))
    return try page(view, "notice", frame)
  }
}
