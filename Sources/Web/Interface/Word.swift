/// What the interface says: each is in every catalogue by its raw value.
enum Word: String, CaseIterable, Sendable {
  case months
  case monthsInDates = "months_in_dates"
  case date
  case moment
  case monthOfYear = "month_of_year"
  case skip
  case about
  case aboutTitle = "about_title"
  case aboutDefault = "about_default"
  case contact
  case report
  case forPrograms = "for_programs"
  case api
  case communities
  case searchPosts = "search_posts"
  case search
  case feed
  case anyClient = "any_client"
  case aboutSite = "about_site"
  case aboutCommunities = "about_communities"
  case newestPosts = "newest_posts"
  case newerPosts = "newer_posts"
  case olderPosts = "older_posts"
  case pages
  case noPosts = "no_posts"
  case nothingYet = "nothing_yet"
  case readOn = "read_on"
  case atomFeed = "atom_feed"
  case allCommunities = "all_communities"
  case noCommunities = "no_communities"
  case noCommunitiesYet = "no_communities_yet"
  case feedsOfAll = "feeds_of_all"
  case lastActive = "last_active"
  case lastActiveCommunities = "last_active_communities"
  case moreCommunities = "more_communities"
  case writtenBy = "written_by"
  case follow
  case people
  case follows
  case commentInClient = "comment_in_client"
  case openInClient = "open_in_client"
  case qrCode = "qr_code"
  case archive
  case allByMonth = "all_by_month"
  case byMonth = "by_month"
  case noMoreOfMonth = "no_more_of_month"
  case neighbouringMonths = "neighbouring_months"
  case noOlderTagged = "no_older_tagged"
  case tags
  case inCommunity = "in_community"
  case edited
  case postBy = "post_by"
  case moreFrom = "more_from"
  case neighbouringPosts = "neighbouring_posts"
  case previousPost = "previous_post"
  case nextPost = "next_post"
  case picture
  case reactions
  case whatItShares = "what_it_shares"
  case sharedFrom = "shared_from"
  case comments
  case commentsOn = "comments_on"
  case firstComments = "first_comments"
  case moreComments = "more_comments"
  case searchOf = "search_of"
  case searchHint = "search_hint"
  case foundNone = "found_none"
  case foundNoneYet = "found_none_yet"
  case foundMore = "found_more"
  case foundNoMore = "found_no_more"
  case bestFound = "best_found"
  case searchOn = "search_on"
  case toFront = "to_front"
  case badRequest = "bad_request"
  case badRequestWhy = "bad_request_why"
  case tooManyWords = "too_many_words"
  case notFound = "not_found"
  case notFoundWhy = "not_found_why"
  case notAllowed = "not_allowed"
  case notAllowedWhy = "not_allowed_why"
  case gone
  case goneWhy = "gone_why"
  case tooLarge = "too_large"
  case tooLargeWhy = "too_large_why"
  case fieldsTooLong = "fields_too_long"
  case fieldsTooLongWhy = "fields_too_long_why"
  case tooLong = "too_long"
  case tooLongWhy = "too_long_why"
  case tooMany = "too_many"
  case tooManyWhy = "too_many_why"
  case notImplemented = "not_implemented"
  case notImplementedWhy = "not_implemented_why"
  case busy
  case busyWhy = "busy_why"
  case failure
  case failureWhy = "failure_why"

  /// What is put in; each once at least.
  var slots: Set<Phrase.Slot> {
    switch self {
    case .aboutSite, .aboutTitle, .aboutCommunities, .commentsOn, .searchOf: [.value]
    case .date: [.day, .month, .year]
    case .moment: [.date, .time]
    case .monthOfYear: [.month, .year]
    default: []
    }
  }
}

/// What the interface says of a number: in every catalogue in each form that the language has.
enum CountedWord: String, CaseIterable, Sendable {
  case posts
  case followers
  case noticedBy = "noticed_by"
  case reactedBy = "reacted_by"
  case shared
  case sharedAtLeast = "shared_at_least"
  case newestOf = "newest_of"
  case commentCount = "comment_count"
  case found
  case bestMatches = "best_matches"
  case tooManyWordsWhy = "too_many_words_why"

  /// What has to be put in beside the number.
  var slots: Set<Phrase.Slot> {
    switch self {
    case .reactedBy, .newestOf: [.value]
    default: []
    }
  }

  func key(_ form: PluralRule.Form) -> String { "\(rawValue).\(form.rawValue)" }
}
