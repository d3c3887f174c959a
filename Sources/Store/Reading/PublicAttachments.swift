import Foundation
import GRDB
import PubSub
import Social
import XML

extension Snapshot {
  /// What people have attached to a post that everybody may read; nil if it is nothing.
  ///
  /// Of a post elsewhere its service says that. Where it says nothing of somebody who has sent a heart, that counts; whoever
  /// is counted by both is not known, so that the larger number stands.
  func publicSummary(of item: ItemID, inNode number: Int64) throws -> AttachmentSummary? {
    guard let node = try node(number: number), let place = try itemPlace(item, in: node) else {
      return nil
    }
    guard node.isFollowed else { return try summary(ofPost: place.number) }
    try noteSummary(of: number)
    var summary = try saidPublicly(of: place.number) ?? AttachmentSummary()
    if try publicComments(of: item, in: node) != nil,
      let hearts = try self.summary(ofPost: place.number)
    {
      summary.noticed = max(summary.noticed, hearts.noticed)
    }
    return summary.isEmpty ? nil : summary
  }

  /// What its service says of its items is in a node of its own.
  private func noteSummary(of number: Int64) throws {
    guard let noted, let feed = try source(number), let summary = try summary(of: feed) else {
      return
    }
    noted.note(summary.number)
  }

  private func saidPublicly(of post: Int64) throws -> AttachmentSummary? {
    let payload = try first(Self.publicSummaryOfItem, [post]) { $0[0] as Data? } ?? nil
    return try payload.flatMap { AttachmentSummary(try Element(parsing: [UInt8]($0))) }
  }
}
