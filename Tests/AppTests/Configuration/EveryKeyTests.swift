import Logging
import Media
import Outbound
import PubSub
import Social
import Store
import Testing
import Web
import XMPP

@testable import App

/// No key without an effect, wherever it is set.
@Suite struct EveryKeyTests {
  @Test func everyKeyOfTheFile() throws {
    let configuration = try load(
      """
      server: { host: xmpp.example.org, port: 5348, tls: true, ca_file: ca.pem, tls_name: a.example }
      components:
        - { jid: social.example.org, secret: one }
        - jid: comments.example.org
          secret: 0123
          host: ::1
          port: 5349
          tls: false
          ca_file: /ca.pem
          tls_name: b.example
      database: ./martlet.sqlite
      domains: [example.org, EXAMPLE.com]
      admins: [admin@example.org]
      nodes: { creators: anyone, reserved: ["news/*", about] }
      quotas:
        nodes: 1
        items: 2
        bytes: max
        subscriptions: 4
        publishes_per_minute: 0
        changes_per_minute: 16
        exceptions: [news@example.net items=max, example.net nodes=10]
      domain_quotas:
        { nodes: max, items: 6, bytes: 7, subscriptions: 8, publishes_per_minute: 9,
          changes_per_minute: 17 }
      moderation: { blocked_words: [spam], blocked_domains: [example.net] }
      following:
        nodes: ["xmpp:pubsub.example.net?;node=news", juliet@example.net]
        published: [pubsub.example.net]
        local: nobody
        items_per_node: 50
        bytes_per_node: 53
        days: 54
        items_per_service: 55
        bytes_per_service: 56
        items: 57
        bytes: 58
        nodes_per_service: 51
        nodes_per_account: 52
        threads_per_node: 40
        threads_per_service: 41
        threads: 42
        pictures: 0
        picture_bytes: 2048
        poll_seconds: 70
        requests_per_minute: 60
        all_requests_per_minute: 62
        events_per_minute: 61
      contact:
        abuse: ["mailto:abuse@example.org", "xmpp:abuse@example.org"]
        admin: [xmpp:admin@example.org]
        feedback: [https://example.org/feedback]
        sales: [mailto:sales@example.org]
        security: [mailto:security@example.org]
        status: [https://status.example.org]
        support: [xmpp:help@rooms.example.org?join]
      web:
        listen: "[::1]:0"
        origin: "HTTPS://Feeds.Example.org:8443"
        site_name: "The Feeds"
        trusted_proxies: [192.0.2.0/24, "2001:db8::1"]
        noai: true
        media:
          folder: /media
          bytes: 2000000
          pictures: 21
          picture_bytes: 1024
          ports: [80, 8443]
      log: { level: debug, format: journal }
      limits:
        stanza_bytes: 65536
        payload_bytes: 4096
        items_per_answer: 11
        list_entries: 13
        subscriptions_per_node: 14
        lease_days: 15
        waiting_writes: 12
        answer_queue_bytes: 2000000
        notify_queue_bytes: 3000000
        web_connections: 9
        web_requests_per_minute: max
        web_cache_bytes: 0
        shutdown_seconds: 7
      """
    ).configuration
    let first = try #require(configuration.components.first)
    #expect(first.server.host == "xmpp.example.org")
    #expect(first.server.authorities?.hasSuffix("/ca.pem") == true)
    #expect(first.server.authorities?.hasPrefix("/tmp/") == true)
    #expect(first.server.tlsName == "a.example")
    #expect(first.server.tls && first.server.port == 5348)
    let second = try #require(configuration.components.last)
    #expect(second.secret.reveal() == "0123")
    #expect(
      second.server
        == Configuration.Server(
          host: "::1", port: 5349, tls: false, authorities: "/ca.pem", tlsName: "b.example"))
    #expect(configuration.database.hasPrefix("/tmp/martlet-test-"))
    #expect(configuration.database.hasSuffix("/./martlet.sqlite"))
    #expect(configuration.domains.map(\.description) == ["example.org", "example.com"])
    #expect(configuration.admins.map(\.description) == ["admin@example.org"])
    #expect(
      configuration.nodes == Configuration.Nodes(creators: .anyone, reserved: ["news/*", "about"]))
    #expect(
      configuration.quotas
        == Configuration.Quotas(
          account: Quota(
            nodes: 1, items: 2, subscriptions: 4, publishesPerMinute: 0, changesPerMinute: 16),
          domain: Quota(
            items: 6, bytes: 7, subscriptions: 8, publishesPerMinute: 9, changesPerMinute: 17),
          exceptions: [
            try BareJID("news@example.net"):
              Quota(nodes: 1, subscriptions: 4, publishesPerMinute: 0, changesPerMinute: 16),
            try BareJID("example.net"):
              Quota(
                nodes: 10, items: 6, bytes: 7, subscriptions: 8, publishesPerMinute: 9,
                changesPerMinute: 17),
          ]))
    #expect(
      configuration.moderation
        == Configuration.Moderation(blockedWords: ["spam"], blockedDomains: ["example.net"]))
    #expect(
      configuration.following
        == Configuration.Following(
          nodes: [
            try FollowAddress("pubsub.example.net news"),
            try FollowAddress("juliet@example.net urn:xmpp:microblog:0"),
          ], published: [try BareJID("pubsub.example.net")], local: .nobody, itemsPerNode: 50,
          bytesPerNode: 53, days: 54, service: Budget(items: 55, bytes: 56),
          all: Budget(items: 57, bytes: 58), nodesPerService: 51, nodesPerAccount: 52,
          threadsPerNode: 40, threadsPerService: 41, threads: 42, pictures: 0,
          pictureBytes: 2_048, poll: .seconds(70),
          requestsPerMinute: 60, allRequestsPerMinute: 62, eventsPerMinute: 61))
    #expect(
      configuration.contacts
        == ContactAddresses(
          abuse: ["mailto:abuse@example.org", "xmpp:abuse@example.org"],
          admin: ["xmpp:admin@example.org"], feedback: ["https://example.org/feedback"],
          sales: ["mailto:sales@example.org"], security: ["mailto:security@example.org"],
          status: ["https://status.example.org"], support: ["xmpp:help@rooms.example.org?join"]))
    #expect(
      configuration.web
        == Configuration.Web(
          host: "::1", port: 0, origin: "https://feeds.example.org:8443", siteName: "The Feeds",
          trustedProxies: ["192.0.2.0/24", "2001:db8::1"].compactMap(IPNetwork.init),
          refusesAI: true,
          media: MediaSettings(
            folder: "/media", bytes: 2_000_000, pictures: 21, pictureBytes: 1_024,
            ports: [80, 8_443])))
    #expect(configuration.log == Configuration.Log(level: .debug, format: .journal))
    #expect(
      configuration.limits
        == Configuration.Limits(
          stanzaBytes: 65_536, payloadBytes: 4_096, itemsPerAnswer: 11, listEntries: 13,
          subscriptionsPerNode: 14, leaseDays: 15, waitingWrites: 12,
          answerQueueBytes: 2_000_000, notifyQueueBytes: 3_000_000,
          webConnections: 9, webRequestsPerMinute: nil, webCacheBytes: 0, shutdown: .seconds(7)))
  }

  @Test func everyKeyOfTheEnvironment() throws {
    let values: [ConfigurationKey: String] = [
      .serverHost: "xmpp.example", .serverPort: "1", .serverTLS: "true",
      .serverAuthorities: "/a.pem", .serverTLSName: "c.example", .componentJID: "s.example",
      .componentSecret: "x", .componentHost: "h.example", .componentPort: "2",
      .componentTLS: "false", .componentAuthorities: "/b.pem", .componentTLSName: "d.example",
      .database: "/d.sqlite", .domains: "a.example, b.example", .admins: "a@b.example",
      .nodeCreators: "nobody", .nodeReserved: "a/*, *b",
      .nodeComments: "s.example", .quotaNodes: "max", .quotaItems: "12",
      .quotaBytes: "13", .quotaSubscriptions: "14", .quotaPublishes: "15",
      .quotaExceptions: "a.example nodes=1 items=2, b@c.example bytes=3", .domainQuotaNodes: "21",
      .domainQuotaItems: "22", .domainQuotaBytes: "23", .domainQuotaSubscriptions: "24",
      .domainQuotaPublishes: "max", .quotaChanges: "18", .domainQuotaChanges: "19",
      .moderationWords: "spam, cheap pills", .moderationDomains: "*.c.example, d.example",
      .followingNodes: "a@f.example, f.example news", .followingPublished: "f.example",
      .followingLocal: "nobody", .followingItems: "31", .followingRequests: "32",
      .followingAllRequests: "26",
      .followingEvents: "27",
      .followingPoll: "33",
      .followingBytes: "41", .followingDays: "42", .followingServiceItems: "43",
      .followingServiceBytes: "44", .followingAllItems: "45", .followingAllBytes: "max",
      .followingServiceNodes: "34", .followingAccountNodes: "35",
      .followingThreads: "30", .followingServiceThreads: "29", .followingAllThreads: "28",
      .followingPictures: "max", .followingPictureBytes: "1024",
      .contactAbuse: "xmpp:a@b.example, mailto:a@b.example",
      .contactAdmin: "xmpp:b@b.example", .contactFeedback: "xmpp:c@b.example",
      .contactSales: "xmpp:d@b.example", .contactSecurity: "xmpp:e@b.example",
      .contactStatus: "xmpp:f@b.example", .contactSupport: "xmpp:g@b.example",
      .webListen: "0.0.0.0:81", .webOrigin: "https://w.example", .webSiteName: "W",
      .webLanguage: "fr", .webAccent: "#123456", .webFooter: "<i>F</i>",
      .webTrustedProxies: "10.0.0.0/8, ::1", .webNoAI: "true", .limitRequests: "36",
      .mediaFolder: "/m",
      .mediaBytes: "1048576", .mediaPictures: "46", .mediaPictureBytes: "2048",
      .mediaPorts: "443, 444",
      .logLevel: "error", .logFormat: "text", .limitStanzaBytes: "40000",
      .limitPayloadBytes: "1024", .limitAnswerItems: "6", .limitWaitingWrites: "7",
      .limitAnswerBytes: "1048576", .limitNotifyBytes: "1048577", .limitConnections: "3",
      .limitListEntries: "8", .limitSubscriptions: "9", .limitLeaseDays: "10",
      .limitCacheBytes: "4", .limitShutdownSeconds: "5",
    ]
    let keys = Set(ConfigurationKey.allCases).subtracting([
      .componentSecretFile, .webLogo, .webAbout, .webTemplates,
    ])
    #expect(Set(values.keys) == keys, "a key is missing in this test")
    var environment: [String: String] = [:]
    for (key, value) in values { environment[Slot(key).environmentName] = value }
    let configuration = try load("", environment: environment).configuration
    let expected = Configuration(
      components: [
        Configuration.Component(
          jid: try BareJID("s.example"), secret: Secret("x"),
          server: Configuration.Server(
            host: "h.example", port: 2, tls: false, authorities: "/b.pem", tlsName: "d.example"))
      ],
      database: "/d.sqlite", domains: [try BareJID("a.example"), try BareJID("b.example")],
      admins: [try BareJID("a@b.example")],
      nodes: Configuration.Nodes(
        creators: .nobody, reserved: ["a/*", "*b"], comments: try BareJID("s.example")),
      quotas: Configuration.Quotas(
        account: Quota(
          items: 12, bytes: 13, subscriptions: 14, publishesPerMinute: 15, changesPerMinute: 18),
        domain: Quota(nodes: 21, items: 22, bytes: 23, subscriptions: 24, changesPerMinute: 19),
        exceptions: [
          try BareJID("a.example"): Quota(nodes: 1, items: 2),
          try BareJID("b@c.example"):
            Quota(
              items: 12, bytes: 3, subscriptions: 14, publishesPerMinute: 15, changesPerMinute: 18),
        ]),
      moderation: Configuration.Moderation(
        blockedWords: ["spam", "cheap pills"], blockedDomains: ["*.c.example", "d.example"]),
      following: Configuration.Following(
        nodes: [
          try FollowAddress("a@f.example urn:xmpp:microblog:0"),
          try FollowAddress("f.example news"),
        ], published: [try BareJID("f.example")], local: .nobody, itemsPerNode: 31,
        bytesPerNode: 41, days: 42,
        service: Budget(items: 43, bytes: 44), all: Budget(items: 45), nodesPerService: 34,
        nodesPerAccount: 35, threadsPerNode: 30, threadsPerService: 29, threads: 28,
        pictures: nil, pictureBytes: 1_024,
        poll: .seconds(33), requestsPerMinute: 32, allRequestsPerMinute: 26, eventsPerMinute: 27),
      contacts: ContactAddresses(
        abuse: ["xmpp:a@b.example", "mailto:a@b.example"], admin: ["xmpp:b@b.example"],
        feedback: ["xmpp:c@b.example"], sales: ["xmpp:d@b.example"],
        security: ["xmpp:e@b.example"], status: ["xmpp:f@b.example"],
        support: ["xmpp:g@b.example"]),
      web: Configuration.Web(
        host: "0.0.0.0", port: 81, origin: "https://w.example", siteName: "W",
        language: try #require(LanguageTag("fr")),
        look: LookSettings(accent: AccentColour("#123456"), footer: "<i>F</i>"),
        trustedProxies: ["10.0.0.0/8", "::1"].compactMap(IPNetwork.init), refusesAI: true,
        media: MediaSettings(
          folder: "/m", bytes: 1_048_576, pictures: 46, pictureBytes: 2_048, ports: [443, 444])),
      log: Configuration.Log(level: .error, format: .text),
      limits: Configuration.Limits(
        stanzaBytes: 40_000, payloadBytes: 1_024, itemsPerAnswer: 6, listEntries: 8,
        subscriptionsPerNode: 9, leaseDays: 10, waitingWrites: 7,
        answerQueueBytes: 1_048_576, notifyQueueBytes: 1_048_577,
        webConnections: 3, webRequestsPerMinute: 36, webCacheBytes: 4, shutdown: .seconds(5)))
    #expect(configuration == expected)
  }
}
