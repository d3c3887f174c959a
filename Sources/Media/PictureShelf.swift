/// Which pictures are kept, and which go when there is no room: those that have not been asked for longest.
struct PictureShelf: Sendable {
  struct Sized: Hashable, Sendable {
    var file: KeptFile
    var bytes: Int
  }

  private struct Place {
    var files: [Sized]
    /// The larger, the later.
    var used: Int
    /// When the files were marked as used, in seconds.
    var marked: Int64

    var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
    var fetched: Int64 { files.first?.file.fetched ?? 0 }
  }

  private let maximumBytes: Int
  private let maximumCount: Int
  private let limits: MediaLimits
  private var places: [String: Place] = [:]
  private var uses = 0
  private(set) var bytes = 0

  init(bytes: Int, pictures: Int, _ limits: MediaLimits = MediaLimits()) {
    maximumBytes = bytes
    maximumCount = pictures
    self.limits = limits
  }

  var count: Int { places.count }

  /// - Parameter now: seconds.
  /// - Returns: the file, and whether it is to be marked as used; nil if it is not here, or too old.
  mutating func find(_ picture: String, _ size: PictureSize, now: Int64) -> (KeptFile, Bool)? {
    guard var place = places[picture], isFresh(place, now),
      let found = place.files.first(where: { $0.file.size == size })
        ?? place.files.first(where: { $0.file.size == nil })
    else { return nil }
    uses += 1
    place.used = uses
    let isDue = now - place.marked >= limits.touching
    if isDue { place.marked = now }
    places[picture] = place
    return (found.file, isDue)
  }

  /// Takes in the files of one picture, in place of those that were there.
  ///
  /// - Returns: files that have to go.
  mutating func put(_ files: [Sized], now: Int64) -> [KeptFile] {
    guard let picture = files.first?.file.picture else { return [] }
    let kept = Set(files.map(\.file))
    let before = drop(picture).filter { !kept.contains($0) }
    uses += 1
    let place = Place(files: files, used: uses, marked: now)
    places[picture] = place
    bytes += place.bytes
    return before + makeRoom()
  }

  /// - Returns: its files.
  mutating func drop(_ picture: String) -> [KeptFile] {
    guard let place = places.removeValue(forKey: picture) else { return [] }
    bytes -= place.bytes
    return place.files.map(\.file)
  }

  /// A tenth is freed at once, so that it is not looked for the oldest each time.
  private mutating func makeRoom() -> [KeptFile] {
    guard bytes > maximumBytes || count > maximumCount else { return [] }
    var gone: [KeptFile] = []
    for (picture, place) in places.sorted(by: { $0.value.used < $1.value.used }) {
      // What has just come stays, if there is room for it at all.
      if place.used == uses, bytes <= maximumBytes { break }
      let isEnough = bytes <= maximumBytes - maximumBytes / 10
      if isEnough, count <= maximumCount - maximumCount / 10 { break }
      gone += drop(picture)
    }
    return gone
  }

  private func isFresh(_ place: Place, _ now: Int64) -> Bool {
    // A clock that was put back makes nothing old.
    now - place.fetched < limits.lifetime
  }
}

extension PictureShelf {
  /// Takes in what a folder holds.
  ///
  /// - Parameter found: with the second in which each was marked as used.
  /// - Returns: files that have to go.
  mutating func fill(_ found: [(file: Sized, marked: Int64)], now: Int64) -> [KeptFile] {
    var newest: [String: Int64] = [:]
    for (sized, _) in found {
      newest[sized.file.picture] = max(newest[sized.file.picture] ?? .min, sized.file.fetched)
    }
    let isCurrent = { [newest, limits] (file: KeptFile) in
      newest[file.picture] == file.fetched && now - file.fetched < limits.lifetime
    }
    let groups = Dictionary(grouping: found.filter { isCurrent($0.file.file) }) {
      $0.file.file.picture
    }
    var gone = found.map(\.file.file).filter { !isCurrent($0) }
    let marked = groups.mapValues { $0.reduce(.min) { max($0, $1.marked) } }
    for picture in groups.keys.sorted(by: { (marked[$0] ?? 0, $0) < (marked[$1] ?? 0, $1) }) {
      gone += put((groups[picture] ?? []).map(\.file), now: marked[picture] ?? now)
    }
    return gone
  }
}
