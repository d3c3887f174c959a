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
    var response: Response
    do {
      response = try await answer(request, context.channel.remoteAddress)
    } catch {
      context.logger.error("a page could not be made", metadata: ["error": "\(error)"])
      response = failure(request)
    }
    if isTooLarge(request) { closeAfter(&response, context.channel) }
    context.logger.debug(
      "answered",
      metadata: [
        "method": "\(request.method)", "target": "\((request.head.path ?? "").prefix(200))",
        "status": "\(response.status.code)", "time": "\(ContinuousClock.now - start)",
      ])
    return response
  }
}

// MARK: - From a request to a page

extension SiteResponder {
  private func answer(_ request: Request, _ peer: SocketAddress?) async throws -> Response {
    let language = language(of: request)
    let visitor = Visitor.address(peer, request.headers, trusted: trustedProxies)
    if let wait = rates.count(visitor) {
      var response = try refuse(.tooMany, request)
      response.headers[.retryAfter] = String(wait)
      return response
    }
    if isTooLarge(request) { return try refuse(.tooLarge, request) }
    guard hasOneHost(request) else { return try refuse(.badRequest, request) }
    guard request.method == .get || request.method == .head else {
      var response = try refuse(.notAllowed, request)
      response.headers[.allow] = "GET, HEAD"
      return response
    }
    let target = request.head.path ?? ""
    guard target.utf8.count <= limits.targetBytes else { return try refuse(.tooLong, request) }
    // Pages are kept by their own addresses: most requests are answered here.
    if let page = cache.page(language.key(target)) ?? cache.page(target) {
      return Response(page, request)
    }
    let route: SitePath.Route
    do {
      route = try SitePath.parse(target, site.links.home)
    } catch {
      return try refuse(error == .malformed ? .badRequest : .notFound, request)
    }
    if route.moved { return moved(to: route.path) }
    if let words = route.path.searchedWords, words.utf8.count > limits.searchBytes {
      return try refuse(.badRequest, request)
    }
    do {
      let spoken = route.path.isWorded ? language : site.language
      switch try await outcome(route.path, site.speaking(spoken, to: visitor)) {
      case .page(let page):
        if let path = page.path, path != route.path { return moved(to: path) }
        return Response(page, request)
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
    site.look.languages.language(accepted: request.headers[.acceptLanguage])
  }

  /// `Host` has to be there, once (RFC 9112 section 3.2), though nothing is made from it. The first
  /// one is the request's authority, others stay among the fields.
  private func hasOneHost(_ request: Request) -> Bool {
    request.head.authority != nil && !request.headers.contains { $0.name.canonicalName == "host" }
  }

  private func outcome(_ path: SitePath, _ site: Site) async throws -> Outcome {
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
        return PageCache.Made(
          outcome: outcome, source: source, key: site.key(outcome.path ?? path))
      }
    }
  }

  /// With what is said about it in HTTP, which every page that is sent has.
  private func finished(_ path: SitePath, _ site: Site) async throws -> Outcome {
    let outcome = try await site.outcome(path)
    guard case .page(let page) = outcome else { return outcome }
    return .page(page.finished(path, cacheTag: site.links.cacheTag(path), security))
  }

  private func moved(to path: SitePath) -> Response {
    var response = Response(
      status: .movedPermanently,
      headers: [.location: site.links.absolute(path), .cacheControl: Response.brief])
    security.apply(to: &response.headers, feed: path.isOpen)
    return response
  }

  private func refuse(_ notice: Notice, _ request: Request) throws -> Response {
    let isProgram = MachinePath.isProgram(request.head.path ?? "")
    let page =
      isProgram ? try notices.problem(notice) : try notices.page(notice, language(of: request))
    return Response(page, notice, request, security)
  }

  /// Of a request that is none nobody knows the language.
  func unreadable() throws -> UnreadableRequestHandler.Refusal {
    let page = try notices.page(.badRequest, site.language)
    return UnreadableRequestHandler.Refusal(
      fields: Response.fields(page, .badRequest, security, page.plain), body: page.plain.body)
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
