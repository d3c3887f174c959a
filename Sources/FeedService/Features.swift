import PubSub
import Social
import XMPP

/// The one list of what the service can do.
package enum Features {
  package static let all: [Feature] =
    entity + publishing + subscribing + owning + presence + social + other

  /// What service discovery says because something is served.
  static func names(_ served: Served) -> Set<String> { byServed[served] ?? [] }

  private static let byServed = Dictionary(grouping: all, by: \.served).mapValues {
    Set($0.compactMap(\.advertised))
  }

  private static let entity: [Feature] = [
    Feature(
      Namespace.pubsub, of: "XEP-0060, 5.1", .create, "FeedService/Discovery.swift",
      "theServiceSaysWhatItCanDo"),
    Feature(
      "meta-data", .discoInfo, section: "5.4", "PubSub/Wire/NodeMetaData.swift",
      "aNodeSaysWhatItIs"),
    Feature(
      "retrieve-subscriptions", .subscriptions, section: "5.6", "FeedService/Subscriptions.swift",
      "somebodyAsksForTheirSubscriptionsAndAffiliations"),
    Feature(
      "retrieve-affiliations", .affiliations, section: "5.7", "FeedService/Affiliations.swift",
      "somebodyAsksForTheirSubscriptionsAndAffiliations"),
  ]

  private static let publishing: [Feature] = [
    Feature(
      "publish", .publish, section: "7.1", "PubSub/Engine/Publish.swift",
      "anItemIsPublishedEditedAndRetracted"),
    Feature(
      "item-ids", .publish, section: "7.1.1", "PubSub/Wire/PublishRequest.swift",
      "anItemIsPublishedEditedAndRetracted"),
    Feature(
      "multi-items", .publish, section: "10", "PubSub/Engine/Publish.swift",
      "severalItemsArePublishedTogetherOrNotAtAll"),
    Feature(
      "persistent-items", .publish, section: "4.3", "PubSub/Engine/Publish.swift",
      "transientNodesKeepNothing"),
    Feature(
      "publish-options", .publish, section: "7.1.5", "PubSub/Wire/NodeForm.swift",
      "publishOptionsArePreconditions"),
    Feature(
      "auto-create", .publish, section: "7.1.4", "PubSub/Engine/Publish.swift",
      "aPublishCreatesItsNode"),
    Feature(
      "publish-node-full", .publish, section: "7.1.2.5", "PubSub/Engine/Publish.swift",
      "aFullNodeRetractsDiscardsOrRejects"),
    Feature(
      "retract-items", .retract, section: "7.2.2.1", "PubSub/Engine/Retract.swift",
      "anItemIsPublishedEditedAndRetracted"),
    Feature(
      "delete-items", .retract, section: "7.2", "PubSub/Engine/Retract.swift",
      "anItemIsPublishedEditedAndRetracted"),
  ]

  private static let subscribing: [Feature] = [
    Feature(
      "subscribe", .subscribe, section: "6.1, 6.2", "PubSub/Engine/Subscribe.swift",
      "somebodySubscribesAndUnsubscribes"),
    Feature(
      "subscription-notifications", .subscribe, section: "12.14", "PubSub/Decision.swift",
      "theAffectedAreTold"),
    Feature(
      "multi-subscribe", .subscribe, section: "6.1.6", "PubSub/Engine/Subscribe.swift",
      "oneAddressSubscribesSeveralTimes"),
    Feature(
      "access-open", .subscribe, section: "4.5", "PubSub/Rights.swift",
      "somebodySubscribesAndUnsubscribes"),
    Feature(
      "access-authorize", .subscribe, section: "6.1.4, 8.6", "PubSub/Engine/Authorize.swift",
      "anOwnerLetsSubscribersIn", isAdvertised: false),
    Feature(
      "access-whitelist", .subscribe, section: "4.5", "PubSub/Rights.swift",
      "membersAloneReadAWhitelistedNode", isAdvertised: false),
    Feature(
      "access-presence", .subscribe, section: "4.5", "FeedService/People/RosterBook.swift",
      "contactsReadWhatIsForContacts", isAdvertised: false),
    Feature(
      "access-roster", .subscribe, section: "4.5", "FeedService/People/RosterBook.swift",
      "aRosterGroupReadsWhatIsForIt", isAdvertised: false),
    Feature(
      "subscription-options", .changeOptions, section: "6.3", "PubSub/SubscriptionOptions.swift",
      "optionsSayWhatIsDelivered"),
    Feature(
      "leased-subscription", .changeOptions, section: "12.19", "PubSub/Engine/Upkeep.swift",
      "aLeaseIsAnnouncedRenewedAndEnds"),
    Feature(
      "retrieve-default-sub", .defaultOptions, section: "6.4", "PubSub/Engine/DefaultOptions.swift",
      "optionsSayWhatIsDelivered"),
    Feature(
      "retrieve-items", .items, section: "6.5", "PubSub/Engine/Retrieve.swift",
      "itemsAreRead"),
    Feature(
      "last-published", .subscribe, section: "6.1.7", "FeedService/Arrival.swift",
      "theLastItemIsSentToWhoSubscribesOrComesOnline"),
    Feature(
      "\(Namespace.pubsub)#rsm", of: "XEP-0060, 6.5.4", .items, "FeedService/ItemPages.swift",
      "itemsArePagedInBothDialects"),
    Feature(
      Namespace.resultSets, of: "XEP-0059", .items, "FeedService/ListCursor.swift",
      "listsArePagedInBothDirections"),
  ]

  private static let owning: [Feature] = [
    Feature(
      "create-nodes", .create, section: "8.1", "PubSub/Engine/Create.swift",
      "aNodeIsCreatedConfiguredAndDeleted"),
    Feature(
      "create-and-configure", .create, section: "8.1.3", "PubSub/Engine/Create.swift",
      "aNodeIsCreatedConfiguredAndDeleted"),
    Feature(
      "instant-nodes", .create, section: "8.1.1", "PubSub/Engine/Create.swift",
      "theServiceNamesAnInstantNode"),
    Feature(
      "config-node", .configure, section: "8.2", "PubSub/Engine/Configure.swift",
      "aNodeIsCreatedConfiguredAndDeleted"),
    Feature(
      "config-node-max", .configure, section: "8.2, 16.3", "PubSub/NodeOptions.swift",
      "aNodeTakesTheMostThereIs"),
    Feature(
      "retrieve-default", .defaultConfiguration, section: "8.3", "FeedService/Configure.swift",
      "aNodeIsCreatedConfiguredAndDeleted"),
    Feature(
      "delete-nodes", .delete, section: "8.4", "PubSub/Engine/Delete.swift",
      "aDeletedNodeSaysWhereItWent"),
    Feature(
      "purge-nodes", .purge, section: "8.5", "PubSub/Engine/Purge.swift", "aNodeIsPurged"),
    Feature(
      "get-pending", .command, section: "8.7", "FeedService/PendingCommand.swift",
      "anOwnerLooksThroughTheRequestsThatWait"),
    Feature(
      "manage-subscriptions", .changeSubscriptions, section: "8.8",
      "PubSub/Engine/ManageSubscriptions.swift", "anOwnerManagesSubscriptions"),
    Feature(
      "modify-affiliations", .changeAffiliations, section: "8.9",
      "PubSub/Engine/ManageAffiliations.swift", "anOwnerManagesAffiliations"),
    Feature(
      "member-affiliation", .changeAffiliations, section: "4.1", "PubSub/Rights.swift",
      "membersAloneReadAWhitelistedNode"),
    Feature(
      "publisher-affiliation", .changeAffiliations, section: "4.1", "PubSub/Rights.swift",
      "publishersPublishAndOutcastsDoNot"),
    Feature(
      "publish-only-affiliation", .changeAffiliations, section: "4.1", "PubSub/Rights.swift",
      "publishersPublishAndOutcastsDoNot"),
    Feature(
      "outcast-affiliation", .changeAffiliations, section: "4.1", "PubSub/Rights.swift",
      "publishersPublishAndOutcastsDoNot"),
  ]

  private static let presence: [Feature] = [
    Feature(
      "auto-subscribe", .presence, section: "9.1", "FeedService/Presence.swift",
      "clientsAskForNotificationsByTheirCapabilities"),
    Feature(
      "presence-subscribe", .presence, section: "9.1", "FeedService/Presence.swift",
      "clientsAskForNotificationsByTheirCapabilities"),
    Feature(
      "filtered-notifications", .presence, section: "9.2",
      "FeedService/People/CapabilityBook.swift", "clientsAskForNotificationsByTheirCapabilities"),
    Feature(
      "presence-notifications", .presence, section: "12.6",
      "FeedService/People/PresenceBook.swift", "somePresenceStatesAreLeftInPeace"),
    Feature(
      "\(Namespace.pubsub)#since", of: "XEP-0312", .presence, "FeedService/Arrival.swift",
      "whatWasMissedIsSentOnReturn"),
  ]

  /// The types of nodes that have a meaning (XEP-0472, "Discovery").
  private static let social: [Feature] = [
    Feature(
      NodeProfile.feedType, of: "XEP-0472", .create, "Social/NodeProfile+Rules.swift",
      "aFeedIsMadeAsItsProfileSays"),
    Feature(
      NodeProfile.galleryType, of: "XEP-0472", .create, "Social/Enclosures.swift",
      "aGalleryTakesPicturesAlone"),
    Feature(
      NodeProfile.microblogType, of: "XEP-0277, XEP-0472", .create,
      "Social/NodeProfile+Rules.swift", "aFeedIsMadeAsItsProfileSays"),
    Feature(
      NodeProfile.storiesType, of: "XEP-0501", .create, "Social/NodeProfile+Rules.swift",
      "storiesAreForAFewPeopleAndADay"),
    Feature(
      NodeProfile.commentsPrefix, of: "XEP-0277, 3.1", .publish, "Social/Comments.swift",
      "theServiceMakesACommentsNodeForEachPost", isAdvertised: false),
    Feature(
      "x-pubsub#links", of: "XEP-0472", .publish, "Social/ServerLinks.swift",
      "postsAreDeliveredWithTheirAddresses", isAdvertised: false),
    Feature(
      HistoryForm.command, of: "XEP-0050", .command, "FeedService/History.swift",
      "anEditedPostHasAHistory", isAdvertised: false),
    Feature(
      OptOutForm.command, of: "XEP-0050", .command, "FeedService/OptOut.swift",
      "somebodyElsewhereOptsOut", isAdvertised: false),
    Feature(
      FollowForm.follow, of: "XEP-0050", .command, "FeedService/Follow.swift",
      "somebodyFollowsForThemself", isAdvertised: false),
    Feature(
      FollowForm.follows, of: "XEP-0050", .command, "FeedService/Follows.swift",
      "somebodyFollowsForThemself", isAdvertised: false),
    Feature(
      FollowForm.unfollow, of: "XEP-0050", .command, "FeedService/Unfollow.swift",
      "somebodyFollowsForThemself", isAdvertised: false),
    Feature(
      FollowForm.audit, of: "XEP-0050", .command, "FeedService/AuditSource.swift",
      "administratorsSeeWhatIsFollowed", isAdvertised: false),
  ]

  private static let other: [Feature] = [
    Feature(
      Namespace.discoInfo, of: "XEP-0030, XEP-0128", .discoInfo, "FeedService/Discovery.swift",
      "theServiceSaysWhatItCanDo"),
    Feature(
      Namespace.serverInfo, of: "XEP-0157", .discoInfo, "FeedService/Discovery.swift",
      "theServiceSaysWhomToWriteTo", isAdvertised: false),
    Feature(
      Namespace.discoItems, of: "XEP-0030", .discoItems, "FeedService/Discovery.swift",
      "nodesAndItemsAreDiscovered"),
    Feature(
      Namespace.ping, of: "XEP-0199", .ping, "FeedService/Discovery.swift",
      "theServiceSaysWhatItCanDo"),
    Feature(
      Namespace.caps, of: "XEP-0115", .discoInfo, "XMPP/OwnPresence.swift",
      "aBlogForContactsIsFollowedByPresence"),
    Feature(
      Namespace.version, of: "XEP-0092", .version, "FeedService/Discovery.swift",
      "theServiceSaysWhatItCanDo"),
    Feature(
      Namespace.time, of: "XEP-0202", .time, "FeedService/Discovery.swift",
      "theServiceSaysWhatItCanDo"),
    Feature(
      Namespace.commands, of: "XEP-0050", .command, "FeedService/Commands.swift",
      "anOwnerLooksThroughTheRequestsThatWait"),
    Feature(
      Namespace.reporting, of: "XEP-0377, 4", .report, "FeedService/Report.swift",
      "somebodyReportsAPost", isAdvertised: false),
    Feature(
      Namespace.shim, of: "XEP-0131; XEP-0060, 12.16", .changeOptions,
      "FeedService/Letter.swift", "oneAddressSubscribesSeveralTimes"),
    Feature(
      Namespace.dataFormValidation, of: "XEP-0122", .configuration, "PubSub/FormOption.swift",
      "aNodeTakesTheMostThereIs", isAdvertised: false),
    Feature(
      Namespace.privilege2, of: "XEP-0356", .subscribe, "FeedService/People/RosterBook.swift",
      "aRosterGroupReadsWhatIsForIt", isAdvertised: false),
    Feature(
      Namespace.orderBy, of: "XEP-0413", .items, "FeedService/ItemPages.swift",
      "itemsAreReadInTheOrderOfCreation"),
    Feature(
      Namespace.orderBy(Namespace.pubsub), of: "XEP-0413", .items,
      "FeedService/ItemPages.swift", "itemsAreReadInTheOrderOfCreation"),
    Feature(
      Namespace.orderBy(Namespace.mam), of: "XEP-0413", .archive,
      "FeedService/Archive.swift", "theArchiveOfANodeIsQueried"),
    Feature(
      Namespace.orderBy(Namespace.discoItems), of: "XEP-0413", .discoItems,
      "FeedService/Directory.swift", "communitiesAreListedByWhatIsGoingOn", isAdvertised: false),
    Feature(
      Namespace.mam, of: "XEP-0313, XEP-0442", .archive, "FeedService/Archive.swift",
      "theArchiveOfANodeIsQueried"),
    Feature(
      "\(Namespace.mam)#extended", of: "XEP-0313, 4.1.3", .archiveMetadata,
      "FeedService/Archive.swift", "theArchiveOfANodeIsQueried"),
    Feature(
      Namespace.fullText, of: "XEP-0431", .archive, "FeedService/Archive.swift",
      "theArchiveOfANodeIsSearched"),
    Feature(
      Namespace.search, of: "XEP-0055", .search, "FeedService/Search.swift",
      "postsAndCommunitiesAreSearchedFor"),
    Feature(
      Namespace.pubsubFilter, of: "XEP-0462", .discoItems, "PubSub/Wire/NodeFilter.swift",
      "nodesAreFilteredByType"),
    Feature(
      Namespace.compareAndPublish, of: "XEP-0395", .publish,
      "PubSub/Wire/CompareAndPublish.swift", "nobodyPublishesOverWhatTheyHaveNotSeen"),
    Feature(
      Namespace.attachments, of: "XEP-0470", .publish, "FeedService/Attach.swift",
      "aReactionIsAttachedToAPost"),
    Feature(
      Namespace.publicSubscriptions, of: "XEP-0465", .subscribe,
      "Store/Writing/FollowerWrites.swift", "somebodyFollowsInPublic"),
    Feature(
      Namespace.pubsubCaching, of: "XEP-0460", .discoInfo, "PubSub/Wire/NodeMetaData.swift",
      "aNodeSaysWhatItIs"),
    Feature(
      Namespace.pubsubRelationships, of: "XEP-0496", .configure, "PubSub/Lineage.swift",
      "nodesStandBelowOthers"),
    Feature(
      Namespace.pubsubSubscriptions, of: "XEP-0497", .changeOptions,
      "Store/Reading/RecipientReads.swift", "aSubscriptionReachesTheNodesBelow"),
    Feature(
      Namespace.pubsubDiscovery, of: "XEP-0499", .discoItems, "FeedService/TreeDiscovery.swift",
      "aTreeIsReadPageByPage"),
  ]
}
