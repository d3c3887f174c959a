import Testing

@testable import ComponentLink

@Suite struct OutgoingLanesTests {
  private typealias Lanes = OutgoingLanes<String>

  private static func lanes() -> Lanes {
    var limits = LinkLimits()
    limits.answerLaneBytes = 10
    limits.answerReserveBytes = 3
    limits.notifyLaneBytes = 10
    limits.notifyLaneLowBytes = 4
    limits.writeBytes = 4
    return OutgoingLanes(limits)
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func drain(_ lanes: inout Lanes) -> (String, [String]) {
    var text = ""
    var admitted: [String] = []
    while true {
      let (bytes, more) = lanes.next()
      admitted += more
      guard let bytes else { return (text, admitted) }
      text += String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func answersPassNotifications() {
    var lanes = Self.lanes()
    #expect(lanes.notify(Self.bytes("nn")) == true)
    #expect(lanes.answer(Self.bytes("aa")) == true)
    #expect(lanes.notify(Self.bytes("mm")) == true)
    #expect(lanes.answer(Self.bytes("bb")) == true)
    #expect(Self.drain(&lanes).0 == "aabbnnmm")
    #expect(lanes.isEmpty)
  }

  /// After so many bytes of answers some notifications go out, and then answers again.
  @Test func answersDoNotPassForEver() {
    var limits = LinkLimits()
    limits.writeBytes = 4
    limits.passingBytes = 8
    var lanes = Lanes(limits)
    // What went out while nothing waited does not count.
    for _ in 0..<9 { #expect(lanes.answer(Self.bytes("0000")) == true) }
    #expect(Self.drain(&lanes).0.count == 36)
    for text in ["nnnn", "mmmm"] { #expect(lanes.notify(Self.bytes(text)) == true) }
    for text in ["aaaa", "bbbb", "cccc", "dddd", "eeee"] {
      #expect(lanes.answer(Self.bytes(text)) == true)
    }
    #expect(Self.drain(&lanes).0 == "aaaabbbbnnnnccccddddmmmmeeee")
    #expect(lanes.isEmpty)
  }

  /// So do those who wait for room.
  @Test func answersDoNotPassWaitersForEver() {
    var limits = LinkLimits()
    limits.writeBytes = 4
    limits.passingBytes = 4
    limits.notifyLaneBytes = 4
    limits.notifyLaneLowBytes = 2
    var lanes = Lanes(limits)
    #expect(lanes.notify(Self.bytes("nnnn")) == true)
    lanes.wait(.init(ticket: 1, bytes: Self.bytes("mmmm"), waiter: "m"))
    for text in ["aaaa", "bbbb", "cccc"] { #expect(lanes.answer(Self.bytes(text)) == true) }
    let (text, admitted) = Self.drain(&lanes)
    #expect(text == "aaaannnnbbbbmmmmcccc" && admitted == ["m"])
  }

  @Test func smallOnesShareAWrite() {
    var lanes = Self.lanes()
    for text in ["a", "b", "c", "d", "e"] { #expect(lanes.answer(Self.bytes(text)) == true) }
    #expect(lanes.next().bytes == Self.bytes("abcd"))
    #expect(lanes.next().bytes == Self.bytes("e"))
  }

  @Test func aFullAnswersLaneRefuses() {
    var lanes = Self.lanes()
    #expect(lanes.answer(Self.bytes("12345678")) == true)
    #expect(lanes.answer(Self.bytes("abc")) == false)
    #expect(lanes.answer(Self.bytes("ab")) == true)
    #expect(lanes.answer(Self.bytes("c")) == false)
  }

  @Test func theReserveIsBounded() {
    var lanes = Self.lanes()
    #expect(lanes.answer(Self.bytes("123456789")) == true)
    #expect(lanes.answerFromReserve(Self.bytes("abcde")) == false)
    #expect(lanes.answerFromReserve(Self.bytes("abcd")) == true)
    #expect(lanes.answerFromReserve(Self.bytes("e")) == false)
    #expect(Self.drain(&lanes).0 == "123456789abcd")
  }

  @Test func roomIsHalfOfTheLane() {
    var lanes = Self.lanes()
    for text in ["1111", "2222"] {
      #expect(lanes.hasRoom)
      #expect(lanes.answer(Self.bytes(text)) == true)
    }
    #expect(!lanes.hasRoom && !lanes.isFull)
    #expect(lanes.answer(Self.bytes("333")) == false)
    #expect(lanes.isFull)
    #expect(lanes.next().bytes == Self.bytes("1111"))
    #expect(lanes.hasRoom && !lanes.isFull)
  }

  @Test func whatIsPostedGoesAmongTheAnswersAndLeavesRoomForThem() {
    var lanes = Self.lanes()
    #expect(lanes.notify(Self.bytes("n")) == true)
    #expect(lanes.answer(Self.bytes("aaa")) == true)
    #expect(lanes.post(Self.bytes("12345678")) == false)
    #expect(lanes.post(Self.bytes("pp")) == true)
    #expect(!lanes.hasRoom && !lanes.isFull)
    #expect(lanes.post(Self.bytes("q")) == false)
    #expect(lanes.answer(Self.bytes("bbb")) == true)
    #expect(Self.drain(&lanes).0 == "aaappbbbn")
    #expect(lanes.isEmpty)
  }

  @Test func whatIsPostedIsOfNoUseOnAnotherConnection() {
    var lanes = Self.lanes()
    for (text, isPosted) in [("a", false), ("p", true), ("q", true), ("b", false), ("c", false)] {
      let bytes = Self.bytes(text)
      #expect((isPosted ? lanes.post(bytes) : lanes.answer(bytes)) == true)
    }
    #expect(lanes.takeAnswers() == [Self.bytes("a"), Self.bytes("bc")])
    #expect(lanes.isEmpty)
    #expect(lanes.answer(Self.bytes("1234567890")) == true)
  }

  @Test func whatIsQueuedAtOnceStaysTogether() {
    var lanes = Self.lanes()
    for text in ["aa", "123456", "bb"] { #expect(lanes.answer(Self.bytes(text)) == true) }
    #expect(lanes.next().bytes == Self.bytes("aa"))
    #expect(lanes.next().bytes == Self.bytes("123456"))
  }

  @Test func theUnwrittenAreTaken() {
    var lanes = Self.lanes()
    for text in ["1111", "2222"] { #expect(lanes.answer(Self.bytes(text)) == true) }
    #expect(lanes.notify(Self.bytes("n")) == true)
    #expect(lanes.next().bytes == Self.bytes("1111"))
    #expect(lanes.takeAnswers() == [Self.bytes("2222")])
    #expect(Self.drain(&lanes).0 == "n")
  }

  @Test func waitersEnterInOrderBelowTheLowMark() {
    var lanes = Self.lanes()
    #expect(lanes.notify(Self.bytes("11111")) == true)
    #expect(lanes.notify(Self.bytes("22222")) == true)
    #expect(lanes.notify(Self.bytes("3")) == false)
    lanes.wait(.init(ticket: 1, bytes: Self.bytes("333"), waiter: "three"))
    lanes.wait(.init(ticket: 2, bytes: Self.bytes("444"), waiter: nil))
    lanes.wait(.init(ticket: 3, bytes: Self.bytes("5555555"), waiter: "five"))
    // Nobody passes those who wait, even if there is room.
    #expect(lanes.notify(Self.bytes("")) == false)
    let first = lanes.next()
    #expect(first.bytes == Self.bytes("11111") && first.admitted.isEmpty)
    let second = lanes.next()
    #expect(second.bytes == Self.bytes("22222") && second.admitted == ["three"])
    let (rest, admitted) = Self.drain(&lanes)
    #expect(rest == "3334445555555" && admitted == ["five"])
  }

  @Test func oneLargerThanTheLaneGoesAlone() {
    var lanes = Self.lanes()
    #expect(lanes.notify(Self.bytes("0123456789abcdef")) == true)
    #expect(lanes.notify(Self.bytes("x")) == false)
    #expect(lanes.next().bytes?.count == 16)
    #expect(lanes.notify(Self.bytes("x")) == true)
  }

  @Test func aCancelledWaiterIsGone() {
    var lanes = Self.lanes()
    #expect(lanes.notify(Self.bytes("1234567890")) == true)
    lanes.wait(.init(ticket: 1, bytes: Self.bytes("a"), waiter: "a"))
    lanes.wait(.init(ticket: 2, bytes: Self.bytes("b"), waiter: "b"))
    #expect(lanes.cancel(ticket: 1)?.waiter == "a")
    #expect(lanes.cancel(ticket: 1) == nil)
    let (text, admitted) = Self.drain(&lanes)
    #expect(text == "1234567890b" && admitted == ["b"])
  }

  @Test func aLongQueueKeepsItsOrder() {
    var queue = FIFO<Int>()
    var taken: [Int] = []
    for value in 0..<1_000 {
      queue.append(value)
      if value % 3 == 2, let first = queue.popFirst() { taken.append(first) }
    }
    while let first = queue.popFirst() { taken.append(first) }
    #expect(taken == Array(0..<1_000))
    #expect(queue.isEmpty && queue.first == nil)
  }
}
