import GRDB
import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// What must hold at any time.
extension Fixture {
  func checkInvariants(_ comment: Comment? = nil) async throws {
    try await store.write { try $0.indexWaiting() }
    let wrong = try await store.read { snapshot in
      try Invariants.all.flatMap { name, sql in
        try String.fetchAll(snapshot.db, sql: sql).map { "\(name): \($0)" }
      } + Invariants.rights(snapshot) + Invariants.usage(snapshot)
    }
    #expect(wrong == [], comment)
    try await store.write { tx in
      let violations = try Row.fetchAll(tx.db, sql: "PRAGMA foreign_key_check")
      #expect(violations.isEmpty, comment)
      try tx.db.execute(sql: "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
      try tx.db.execute(sql: "INSERT INTO fragment (fragment) VALUES ('integrity-check')")
    }
  }
}

private enum Invariants {
  /// Each query finds what is wrong.
  static let all = [
    "items":
      """
    SELECT name FROM node WHERE items <> (
      SELECT count(*) FROM item WHERE item.node = node.id AND sequence > floor)
    """,
    "dead":
      """
    SELECT name FROM node WHERE dead <> (
      SELECT count(*) FROM item WHERE item.node = node.id AND sequence <= floor) + (
      SELECT count(*) FROM hidden WHERE hidden.node = node.id AND sequence <= floor)
    """,
    "posts":
      """
    SELECT name FROM node WHERE posts <> (
      SELECT count(*) FROM entry WHERE entry.node = node.id AND sequence > floor)
    """,
    "hearts":
      """
    SELECT name FROM node WHERE hearts <> (
      SELECT count(*) FROM comment JOIN item ON item.id = comment.item
      WHERE comment.node = node.id AND comment.heart = 1 AND item.sequence > floor)
    """,
    "comments":
      """
    SELECT item.name FROM comment JOIN item ON item.id = comment.item
    LEFT JOIN entry ON entry.item = item.id WHERE item.node <> comment.node OR entry.item IS NULL
    """,
    // A comments node belongs to its creator's post, which names it or has it made.
    "bound":
      """
    SELECT node.name FROM node JOIN item ON item.id = node.post
    JOIN node AS home ON home.id = item.node WHERE node.quiet = 1 AND home.post IS NOT NULL
    """,
    "subscribers":
      """
    SELECT name FROM node WHERE deleted IS NULL AND subscribers <> (
      SELECT count(*) FROM subscription
      WHERE subscription.node = node.id AND state = 'subscribed')
    """,
    "optioned":
      """
    SELECT name FROM node WHERE deleted IS NULL AND optioned <> (
      SELECT count(*) FROM subscription WHERE subscription.node = node.id AND plain = 0)
    """,
    "plain":
      """
    SELECT one.id || ' at ' || node.name FROM subscription AS one
    JOIN node ON node.id = one.node AND node.deleted IS NULL
    WHERE plain <> (
      deliver = 1 AND digest = 0 AND digest_frequency = 86400000 AND include_body = 0
      AND one.expires IS NULL AND temporary = 0 AND show_values = '' AND matters = 'items'
      AND depth = 0 AND keywords = '' AND NOT EXISTS (
        SELECT 1 FROM subscription AS other
        WHERE other.node = one.node AND other.jid = one.jid AND other.id <> one.id))
    """,
    "bare":
      """
    SELECT full.jid FROM subscription JOIN jid AS full ON full.id = subscription.jid
    JOIN jid AS bare ON bare.id = subscription.bare
    WHERE bare.jid <> substr(full.jid, 1, instr(full.jid || '/', '/') - 1)
    """,
    // What stands above: orphans are about to go.
    "visibility":
      """
    SELECT node.name FROM node LEFT JOIN node AS up ON up.id = node.parent
    WHERE node.deleted IS NULL AND up.deleted IS NULL AND node.followed IS NULL AND (
      node.readable <> (node.own_readable AND (up.id IS NULL OR up.readable))
      OR node.shown <> (node.own_shown AND (up.id IS NULL OR up.shown))
      OR node.listed <> (node.readable AND node.listable))
    """,
    "link":
      """
    SELECT node.name FROM node JOIN node AS other ON other.id = node.link
    WHERE node.deleted IS NULL AND other.deleted IS NULL AND node.parent IS NOT other.parent
    """,
    "parting":
      """
    SELECT gone.name FROM node AS gone JOIN node AS other
      ON gone.id IN (other.parent, other.link, other.kept_for)
    WHERE gone.deleted IS NOT NULL AND gone.parting = 0 AND other.deleted IS NULL
    """,
    "shown":
      """
    SELECT id FROM service WHERE hosted = 1 AND shown <> (
      SELECT count(*) FROM node
      WHERE node.service = service.id AND node.shown = 1 AND node.quiet = 0 AND deleted IS NULL)
    """,
    "quiet":
      """
    SELECT node.name FROM affiliation JOIN node ON node.id = affiliation.node
    WHERE affiliation.quiet <> node.quiet
    """,
    // No later than the oldest item's time.
    "expires":
      """
    SELECT name FROM node WHERE deleted IS NULL AND (
      item_expire IS NULL AND expires IS NOT NULL
      OR item_expire IS NOT NULL AND coalesce(expires, 9223372036854775807) > (
        SELECT min(published) + item_expire * 1000 FROM item
        WHERE item.node = node.id AND sequence > floor))
    """,
    // No later than the first digest that something is gathered for, nor never if something can be forgotten; while a
    // node is about to go, those that go with it have none.
    "digest_due":
      """
    SELECT name FROM node WHERE deleted IS NULL
      AND NOT EXISTS (SELECT 1 FROM node AS gone WHERE gone.parting = 1)
      AND EXISTS (SELECT 1 FROM gathered WHERE gathered.node = node.id)
      AND coalesce(digest_due, 9223372036854775807) > coalesce((
        SELECT min(digest_due) FROM subscription
        WHERE subscription.node = node.id AND digest = 1 AND state = 'subscribed'
          AND digested < (SELECT max(id) FROM gathered WHERE gathered.node = node.id)),
        9223372036854775806)
    """,
    "times":
      """
    SELECT name FROM (
      SELECT item.name,
        published < lag(published) OVER (PARTITION BY node ORDER BY sequence) AS back
      FROM item JOIN node ON node.id = item.node AND node.followed IS NULL)
    WHERE back
    """,
    "bytes of followed nodes":
      """
    SELECT node.name FROM source JOIN node ON node.id = source.node WHERE source.bytes <> (
      SELECT coalesce(sum(coalesce(length(item.payload), 0) + length(CAST(item.name AS BLOB))), 0) FROM item
      WHERE item.node = node.id AND item.sequence > node.floor)
    """,
    "entries":
      """
    SELECT name FROM entry JOIN item ON item.id = entry.item
    WHERE entry.sequence <> item.sequence OR entry.node <> item.node
    """,
    "latest":
      """
    SELECT name FROM node
    WHERE latest < (SELECT max(sequence) FROM entry WHERE entry.node = node.id)
    """,
    "tombstones":
      """
    SELECT item.name FROM tombstone JOIN node ON node.id = tombstone.node
    JOIN item ON item.node = node.id AND item.name = tombstone.name AND sequence > floor
    """,
    "sequence":
      """
    SELECT number FROM (
      SELECT max(sequence) AS number FROM item UNION ALL SELECT max(sequence) FROM hidden UNION ALL SELECT max(id) FROM item
      UNION ALL SELECT max(latest) FROM node UNION ALL SELECT max(floor) FROM node
      UNION ALL SELECT max(since) FROM subscription UNION ALL SELECT max(digested) FROM subscription
      UNION ALL SELECT max(id) FROM outbox UNION ALL SELECT max(id) FROM gathered)
    WHERE number > (SELECT sequence FROM counter)
    """,
    // What is hidden is nowhere else, and nobody is told of it any more.
    "hidden":
      """
    WITH live AS (
      SELECT hidden.*, node.floor, node.item_expire FROM hidden JOIN node ON node.id = hidden.node
      WHERE hidden.sequence > node.floor)
    SELECT live.name FROM live JOIN item ON item.id = live.id
      OR item.node = live.node AND item.name = live.name AND item.sequence > live.floor
    UNION ALL SELECT live.name FROM live JOIN outbox USING (node) WHERE outbox.item = live.name
    UNION ALL SELECT live.name FROM live JOIN gathered
      ON gathered.origin = live.node AND gathered.item = live.name
    UNION ALL SELECT name FROM live WHERE expires IS NOT published + item_expire * 1000
    """,
    "reports":
      """
    SELECT report.id FROM report JOIN item ON item.id = report.item
    JOIN node ON node.id = report.node
    WHERE item.node <> report.node OR node.service <> report.service
    """,
    "attachments":
      """
    SELECT post FROM summary WHERE attached <> (
        SELECT count(*) FROM attachment WHERE attachment.post = summary.post
      ) + (SELECT count(*) FROM heart WHERE heart.post = summary.post)
      OR noticed <> (SELECT count(DISTINCT jid) FROM (
        SELECT post, jid FROM attachment WHERE noticed = 1 UNION ALL SELECT post, jid FROM heart
      ) AS noticing WHERE noticing.post = summary.post)
      OR attached = 0
    UNION SELECT post FROM (SELECT post FROM attachment UNION SELECT post FROM heart)
      WHERE post NOT IN (SELECT post FROM summary)
    """,
    "tally":
      """
    SELECT post || text FROM (
      SELECT post, text, count, 1 AS side FROM tally
      UNION ALL SELECT post, text, count(*), 2 FROM reaction JOIN attachment USING (item)
        GROUP BY post, text)
    GROUP BY post, text, count HAVING count(*) <> 2
    """,
    // What is kept for a node that is there, and what is said of its posts that are; of a post elsewhere its own service
    // says it.
    "summaries":
      """
    SELECT item.name FROM summary JOIN item ON item.id = summary.post JOIN node ON node.id = item.node
    WHERE item.sequence > node.floor AND node.deleted IS NULL AND node.followed IS NULL AND NOT EXISTS (
      SELECT 1 FROM node AS kept JOIN item AS said ON said.node = kept.id
      WHERE kept.kept_for = node.id AND kept.keeping = 'derived' AND kept.deleted IS NULL
        AND said.name = item.name AND said.sequence > kept.floor)
    """,
    // What is said of posts elsewhere is said of those that are here.
    "said":
      """
    SELECT said.name FROM item AS said JOIN node AS summary ON summary.id = said.node
    WHERE summary.followed IS NOT NULL AND summary.deleted IS NULL AND said.sequence > summary.floor
      AND substr(summary.name, 1, 38) = 'urn:xmpp:pubsub-attachments:summary:1/' AND NOT EXISTS (
        SELECT 1 FROM node AS feed JOIN item AS post ON post.node = feed.id
        WHERE feed.service = summary.service AND feed.name = substr(summary.name, 39)
          AND post.name = said.name AND post.sequence > feed.floor)
    """,
    // Each account that is publicly subscribed is on the list once, and nobody else is.
    "followers":
      """
    WITH follower AS (
      SELECT DISTINCT node.id AS node, jid.jid AS jid FROM subscription
      JOIN node ON node.id = subscription.node JOIN jid ON jid.id = subscription.bare
      WHERE public = 1 AND state = 'subscribed' AND node.deleted IS NULL AND node.keeping IS NULL),
    listed AS (
      SELECT list.kept_for AS node, CAST(item.payload AS TEXT) AS text FROM item
      JOIN node AS list ON list.id = item.node JOIN node AS target ON target.id = list.kept_for
      WHERE list.type = 'urn:xmpp:pps:0' AND list.deleted IS NULL AND target.deleted IS NULL
        AND item.sequence > list.floor)
    SELECT jid FROM follower WHERE (
      SELECT count(*) FROM listed
      WHERE listed.node = follower.node AND instr(text, char(39) || jid || char(39)) > 0) <> 1
    UNION ALL SELECT text FROM listed WHERE NOT EXISTS (
      SELECT 1 FROM follower
      WHERE follower.node = listed.node AND instr(text, char(39) || jid || char(39)) > 0)
    """,
    "moved":
      """
    SELECT moved.name FROM moved JOIN node USING (service, name) WHERE node.deleted IS NULL
    """,
  ]

  /// What the engine says of the public, of each node alone.
  static func rights(_ snapshot: Snapshot) throws -> [String] {
    let columns = "own_readable, own_shown, listable, quiet"
    let found = try Row.fetchAll(
      snapshot.db, sql: "SELECT id, \(columns) FROM node WHERE deleted IS NULL")
    return try found.compactMap { row in
      let node = try #require(try snapshot.nodeAlone(number: row[0]))
      let (name, configuration) = (node.facts.id.name, node.facts.configuration)
      let isKept = node.keeping != nil
      let isQuiet = isKept || NodeProfile.isComments(name)
      let expected = [
        !isKept && Rights.may(.retrieve, .anyone, configuration),
        !isKept && Rights.may(.discover, .anyone, configuration),
        SocialNode.isListed(name: name, type: configuration.type), isQuiet,
      ]
      return expected == (1...4).map { row[$0] } ? nil : "\(columns): \(name) \(expected)"
    }
  }

  /// What accounts and domains have, counted.
  static func usage(_ snapshot: Snapshot) throws -> [String] {
    let counted = """
      WITH had AS (
        SELECT creator AS jid, 1 AS nodes, 0 AS items, 0 AS bytes, 0 AS subscriptions FROM node
          WHERE deleted IS NULL AND followed IS NULL
        UNION ALL SELECT payer, 1, 0, 0, 0 FROM moved
        UNION ALL SELECT publisher, 0, 1, coalesce(length(payload), 0), 0 FROM item
          JOIN node ON node.id = item.node AND node.followed IS NULL
        UNION ALL SELECT publisher, 0, 0, length(payload), 0 FROM revision
        UNION ALL SELECT publisher, 0, 1, coalesce(length(payload), 0), 0 FROM hidden
        UNION ALL SELECT payer, 0, 0, 0, 1 FROM subscription),
      named AS (SELECT jid.jid AS name, had.* FROM had JOIN jid ON jid.id = had.jid)
      SELECT name, sum(nodes), sum(items), sum(bytes), sum(subscriptions) FROM (
        SELECT name, nodes, items, bytes, subscriptions FROM named WHERE instr(name, '@') > 0
        UNION ALL SELECT substr(name, instr(name, '@') + 1), nodes, items, bytes, subscriptions
        FROM named)
      GROUP BY name
      """
    let kept = """
      SELECT jid.jid, nodes, items, bytes, subscriptions FROM usage JOIN jid ON jid.id = usage.jid
      WHERE nodes <> 0 OR items <> 0 OR bytes <> 0 OR subscriptions <> 0
      """
    func lines(_ sql: String) throws -> Set<String> {
      Set(
        try Row.fetchAll(snapshot.db, sql: sql).map { row in
          "\(row[0] as String) \((1...4).map { row[$0] as Int })"
        })
    }
    let (expected, found) = (try lines(counted), try lines(kept))
    return expected.symmetricDifference(found).map { "usage: \($0)" }
  }
}
