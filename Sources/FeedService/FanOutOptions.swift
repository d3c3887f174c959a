/// Limits of a fan-out.
package struct FanOutOptions: Hashable, Sendable {
  /// How many events are looked up at once.
  package var eventsAtOnce = 1024
  /// How many events are worked on in a turn, and how many bytes of them, one of each node aside.
  package var eventsPerTurn = 64
  package var bytesPerTurn = 2_097_152
  /// How many recipients are told in a turn.
  package var recipientsAtOnce = 512
  /// How many bytes are handed over at once, at least one message.
  package var chunkBytes = 65_536
  /// The largest stanza that the server takes; a larger one would close the link each time anew.
  package var messageBytes = 524_288
  /// How long the server may take to relay what was sent before a confirmation.
  package var confirmationDeadline = Duration.seconds(120)
  /// How long after the beginning of a shutdown what was sent may still be confirmed.
  package var shutdownGrace = Duration.seconds(3)
  package var confirmationInterval = Duration.milliseconds(50)
  /// After a failure; of one node alone, it doubles each time up to `Setbacks.longest`.
  package var pauseAfterFailure = Duration.seconds(1)

  package init() {}
}
