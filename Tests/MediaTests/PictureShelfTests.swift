import Social
import Testing

@testable import Media

/// What is kept, and what goes.
@Suite struct PictureShelfTests {
  private static func picture(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  private static func file(
    _ number: Int, _ size: PictureSize? = nil, bytes: Int = 10, fetched: Int64 = 0
  ) -> PictureShelf.Sized {
    PictureShelf.Sized(
      file: KeptFile(picture(number), fetched: fetched, size, .webP), bytes: bytes)
  }

  private static func shelf(bytes: Int = 1_000, pictures: Int = 1_000) -> PictureShelf {
    PictureShelf(bytes: bytes, pictures: pictures)
  }

  @Test func aPictureIsFoundInItsSizeOrAsItCame() {
    var shelf = Self.shelf()
    #expect(shelf.put([Self.file(1, .small), Self.file(1, .large)], now: 0).isEmpty)
    #expect(shelf.put([Self.file(2)], now: 0).isEmpty)
    #expect(shelf.find(Self.picture(1), .small, now: 1)?.0 == Self.file(1, .small).file)
    #expect(shelf.find(Self.picture(1), .large, now: 1)?.0 == Self.file(1, .large).file)
    #expect(shelf.find(Self.picture(2), .large, now: 1)?.0 == Self.file(2).file)
    #expect(shelf.find(Self.picture(3), .large, now: 1) == nil)
    #expect(shelf.count == 2 && shelf.bytes == 30)
  }

  @Test func aHalfPictureIsNotFoundInTheOtherSize() {
    var shelf = Self.shelf()
    _ = shelf.put([Self.file(1, .small)], now: 0)
    #expect(shelf.find(Self.picture(1), .large, now: 0) == nil)
  }

  @Test func whatWasNotAskedForLongestGoesFirst() {
    var shelf = Self.shelf(bytes: 100)
    for number in 1...10 { #expect(shelf.put([Self.file(number)], now: 0).isEmpty) }
    #expect(shelf.find(Self.picture(1), .small, now: 0) != nil)
    let gone = shelf.put([Self.file(11)], now: 0)
    #expect(gone == [Self.file(2).file, Self.file(3).file])
    #expect(shelf.bytes == 90 && shelf.count == 9)
  }

  @Test func noMorePicturesThanMayBe() {
    var shelf = Self.shelf(pictures: 10)
    var gone: [KeptFile] = []
    for number in 1...11 {
      gone += shelf.put([Self.file(number, .small), Self.file(number, .large)], now: 0)
    }
    #expect(gone.map(\.picture) == [1, 1, 2, 2].map(Self.picture))
    #expect(shelf.count == 9)
  }

  @Test func aPictureLargerThanAllRoomIsNotKept() {
    var shelf = Self.shelf(bytes: 100)
    _ = shelf.put([Self.file(1)], now: 0)
    #expect(
      shelf.put([Self.file(2, bytes: 101)], now: 0) == [Self.file(1).file, Self.file(2).file])
    #expect(shelf.bytes == 0 && shelf.count == 0)
  }

  @Test func newFilesTakeThePlaceOfOldOnes() {
    var shelf = Self.shelf()
    _ = shelf.put([Self.file(1, .small), Self.file(1, .large)], now: 0)
    let gone = shelf.put([Self.file(1, bytes: 5, fetched: 7)], now: 7)
    #expect(Set(gone) == [Self.file(1, .small).file, Self.file(1, .large).file])
    #expect(shelf.bytes == 5)
    // The same name again is not to be deleted.
    #expect(shelf.put([Self.file(1, bytes: 6, fetched: 7)], now: 7).isEmpty)
    #expect(shelf.bytes == 6)
  }

  @Test func picturesGrowOld() {
    var shelf = Self.shelf()
    let lifetime = MediaLimits().lifetime
    _ = shelf.put([Self.file(1, fetched: 100)], now: 100)
    #expect(shelf.find(Self.picture(1), .small, now: 99 + lifetime) != nil)
    #expect(shelf.find(Self.picture(1), .small, now: 100 + lifetime) == nil)
    // The clock was put back.
    #expect(shelf.find(Self.picture(1), .small, now: 0) != nil)
  }

  @Test func filesAreMarkedAsUsedNowAndThen() {
    var shelf = Self.shelf()
    _ = shelf.put([Self.file(1)], now: 0)
    let due = [3_599, 3_600, 3_601, 7_199, 7_200].map {
      shelf.find(Self.picture(1), .small, now: $0)?.1
    }
    #expect(due == [false, true, false, false, true])
  }

  @Test func aFolderIsTakenIn() {
    var shelf = Self.shelf(bytes: 40)
    let lifetime = MediaLimits().lifetime
    let gone = shelf.fill(
      [
        (Self.file(1, fetched: 50), marked: 90), (Self.file(2, .small, fetched: 50), marked: 70),
        (Self.file(2, .large, fetched: 50), marked: 80), (Self.file(3, fetched: 50), marked: 60),
        // An older one of the same picture, and one that is too old.
        (Self.file(1, .small, fetched: 49), marked: 90), (Self.file(4), marked: 90),
      ], now: lifetime)
    // The last one put makes it too many: the first to go is the one that was used first.
    #expect(
      Set(gone) == [
        Self.file(1, .small, fetched: 49).file, Self.file(4).file,
      ])
    #expect(shelf.bytes == 40 && shelf.count == 3)
    let more = shelf.put([Self.file(5, bytes: 1, fetched: 60)], now: lifetime)
    #expect(more == [Self.file(3, fetched: 50).file])
  }

  @Test func aFolderThatIsTooFull() {
    var shelf = Self.shelf(bytes: 30)
    let gone = shelf.fill((1...4).map { (Self.file($0), marked: Int64(100 - $0)) }, now: 100)
    #expect(gone == [Self.file(4).file, Self.file(3).file])
    #expect(shelf.bytes == 20)
  }
}
