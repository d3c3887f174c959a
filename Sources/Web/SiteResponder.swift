import Hummingbird
import Logging
import Media
import NIOCore
import Outbound
import Store

/// One request, with the connection that it came on.
struct SiteContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// Answers every request: checks it, finds or makes the page, and says it in HTTP.
struct SiteResponder: HTTPResponder {
  /// In the standard language.
  private let site: Site
  private let languages: Languages
  private let notices: Notices
  private let cache: PageCache<PageSource>
  private let limits: WebLimits
  private let pages: Turnstile
  private let rates: RequestRates
  private let trustedProxies: [IPNetwork]
  private let security: SecurityHeaders

  /// Throws where the configuration names no service, or a language or template that cannot be used.
  init(_ configuration: WebConfiguration, store: Store, pictures: PictureKeeper?) throws {
    guard let home = configuration.home else { throw SiteError.noService }
    site = try Site(configuration, home, store: store, pictures: pictures)
    languages = site.look.languages
    security = SecurityHeaders(ownPictures: pictures != nil)
    notices = try Notices(site)
    cache = PageCache(
      capacity: configuration.limits.cacheBytes, cost: \.heldBytes,
      isCurrent: { store.isCurrent($0) })
    limits = configuration.limits
    rates = RequestRates(limit: limits.requestsPerMinute)
    trustedProxies = configuration.trustedProxies
    pages = Turnstile(
      running: limits.pagesAtOnce, waiting: limits.pagesWaiting, patience: limits.patience)
  }

  /// Never throws: what goes wrong is logged here and told to nobody else.
  func respond(to request: Request, context: SiteContext) async -> Response {
    let start = ContinuousClock.now
    let isTooLarge = isTooLarge(request)
    var response: Response
    do {
      let visitor = Visitor.address(
        context.channel.remoteAddress, request.headers, trusted: trustedProxies)
      if let refused = try refusal(of: request, from: visitor, isTooLarge: isTooLarge) {
        response = refused
      } else if let page = kept(for: request) {
        response = page.response(to: request)
      } else {
        response = try await answer(request, visitor)
      }
    } catch {
      context.logger.error("a page could not be made", metadata: ["error": "\(error)"])
      response = failure(request)
    }
    if isTooLarge { closeAfter(&response, context.channel) }
    context.logger.debug(
      "answered",
      metadata: [
        "method": "\(request.method)", "target": "\(target(of: request).prefix(200))",
        "status": "\(response.status.code)", "time": "\(ContinuousClock.now - start)",
      ])
    return response
  }
}

// MARK: - From a request to a page

extension SiteResponder {
  /// Nil for a request that may be answered.
  private func refusal(
    of request: Request, from visitor: IPAddress?, isTooLarge: Bool
  ) throws -> Response? {
    if let wait = rates.count(visitor) {
      var response = try refuse(.tooMany, request)
      response.headers[.retryAfter] = String(wait)
      return response
    }
    if isTooLarge { return try refuse(.tooLarge, request) }
    guard hasOneHost(request) else { return try refuse(.badRequest, request) }
    guard request.method == .get || request.method == .head else {
      var response = try refuse(.notAllowed, request)
      response.headers[.allow] = "GET, HEAD"
      return response
    }
    guard target(of: request).utf8.count <= limits.targetBytes else {
      return try refuse(.tooLong, request)
    }
    return nil
  }

  /// Pages are kept by their own addresses: most requests are answered from here.
  private func kept(for request: Request) -> FinishedPage? {
    let target = target(of: request)
    return cache.page(language(of: request).key(target)) ?? cache.page(target)
  }

  private func answer(_ request: Request, _ visitor: IPAddress?) async throws -> Response {
    let route: SitePath.Route
    do {
      route = try SitePath.parse(target(of: request), site.links.home)
    } catch {
      return try refuse(error == .malformed ? .badRequest : .notFound, request)
    }
    if route.moved { return moved(to: route.path) }
    if let words = route.path.searchedWords, words.utf8.count > limits.searchBytes {
      return try refuse(.badRequest, request)
    }
    do {
      let spoken = route.path.isWorded ? language(of: request) : site.language
      switch try await outcome(route.path, site.speaking(spoken, to: visitor)) {
      case .page(let finished):
        if let path = finished.page.path, path != route.path { return moved(to: path) }
        return finished.response(to: request)
      case .picture(let picture): return Response(picture, request)
      case .missing: return try refuse(.notFound, request)
      case .gone: return try refuse(.gone, request)
      case .moved(let path): return moved(to: path)
      case .refused(let notice): return try refuse(notice, request)
      }
    } catch SearchError.tooManyWords {
      return try refuse(.tooManyWords, request)
    } catch is Turnstile.TooMany {
      var response = try refuse(.tooMany, request)
      response.headers[.retryAfter] = "1"
      return response
    } catch  where error is Turnstile.Busy || error is SearchError || error is PictureFailure {
      var response = try refuse(.busy, request)
      response.headers[.retryAfter] = "5"
      return response
    }
  }

  private func language(of request: Request) -> Language {
    languages.language(accepted: request.headers[.acceptLanguage])
  }

  private func target(of request: Request) -> String { request.head.path ?? "" }

  /// `Host` has to be there, once (RFC 9112 section 3.2), though nothing is made from it. The first
  /// one is the request's authority, others stay among the fields.
  private func hasOneHost(_ request: Request) -> Bool {
    request.head.authority != nil && !request.headers.contains { $0.name.canonicalName == "host" }
  }

  private func outcome(_ path: SitePath, _ site: Site) async throws -> Answer<FinishedPage> {
    switch path {
    case .stylesheet, .icon, .robots: return try await finished(path, site)
    // Hardly two search for the same: kept, they would push out what many read. They wait for a turn of their own.
    case _ where path.searchedWords.map(SitePath.isSearch) == true:
      return try await finished(path, site)
    // It waits for others, and is kept where pictures are.
    case .media: return try await finished(path, site)
    // Browsers keep them: here they would push pages out.
    case .avatar: return try await pages.pass { try await finished(path, site) }
    // Of pages further on, of made-up ones, and of what may be asked, there are very many.
    case _ where path.isQuery(site.links.home):
      return try await pages.pass { try await finished(path, site) }
    default:
      if let page = cache.page(site.key(path)) { return .page(page) }
      return try await cache.outcome(site.key(path.unslugged)) {
        let (outcome, source) = try await site.store.noting {
          try await pages.pass { try await finished(path, site) }
        }
        let own: SitePath? =
          if case .page(let finished) = outcome { finished.page.path } else { nil }
        return PageCache.Made(outcome: outcome, source: source, key: site.key(own ?? path))
      }
    }
  }

  private func finished(_ path: SitePath, _ site: Site) async throws -> Answer<FinishedPage> {
    try await site.outcome(path).map {
      FinishedPage($0, path, cacheTag: site.links.cacheTag(path), security)
    }
  }

  private func moved(to path: SitePath) -> Response {
    var response = Response(
      status: .movedPermanently,
      headers: [.location: site.links.absolute(path), .cacheControl: Response.brief])
    security.apply(to: &response.headers, feed: path.isOpen)
    return response
  }

  private func refuse(_ notice: Notice, _ request: Request) throws -> Response {
    let isProgram = MachinePath.isProgram(target(of: request))
    let page =
      isProgram ? try notices.problem(notice) : try notices.page(notice, language(of: request))
    return Response(page, notice, request, security)
  }

  /// Of a request that is none nobody knows the language.
  func unreadable(_ notice: Notice) throws -> UnreadableRequestHandler.Refusal {
    let page = try notices.page(notice, site.language)
    return UnreadableRequestHandler.Refusal(
      status: notice.status, fields: Response.fields(page, notice, security, page.plain),
      body: page.plain.body)
  }

  private func failure(_ request: Request) -> Response {
    if let response = try? refuse(.failure, request) { return response }
    var response = Response(status: Notice.failure.status)
    security.apply(to: &response.headers, feed: false)
    return response
  }
}

// MARK: - Bodies

extension SiteResponder {
  /// Whether the request announces a body that is longer than is passed over, or does not say how
  /// long it is.
  private func isTooLarge(_ request: Request) -> Bool {
    if request.headers[.transferEncoding] != nil { return true }
    guard let length = request.headers[.contentLength] else { return false }
    return Int(length).map { $0 > limits.bodyBytes } ?? true
  }

  /// Ends the connection with the answer, so that the rest of the body is not received.
  private func closeAfter(_ response: inout Response, _ channel: any Channel) {
    response.headers[.connection] = "close"
    let body = response.body
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      try await body.write(writer)
      channel.close(promise: nil)
    }
  }
}

/// Why no page could be made.
enum SiteError: Error {
  /// The configuration names no service.
  case noService
}
