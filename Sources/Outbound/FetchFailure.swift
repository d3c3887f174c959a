/// Why nothing was fetched.
package enum FetchFailure: Error, Hashable, Sendable {
  /// A machine or a port that strangers may not have us ask.
  case refused
  case unknownHost
  case unreachable
  /// Anything but 200.
  case status(Int)
  case badRedirect
  case tooManyRedirects
  /// More bytes than were wanted.
  case tooLarge
  case tooSlow
  /// Not HTTP, a bad certificate, or an end before the end.
  case broken
  /// Compressed, though that was not asked for.
  case encoded
}
