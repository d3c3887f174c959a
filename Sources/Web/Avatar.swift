import NIOCore
import Social
import Store
import XMPP

/// `/avatar/{hash}`: the picture of somebody who has written a post that the public may see.
extension Site {
  func avatar(_ id: AvatarID) async throws -> Outcome {
    guard let picture = try await store.picture(id, .now) else { return .missing }
    return .page(Page(.picture(picture.format), ByteBuffer(bytes: picture.bytes)))
  }
}
