import CExpat

/// The names of a stream, kept so that a name that was seen before costs no allocation.
///
/// A cache, not a record: its size is fixed and a new name may push out an old one, so invented names
/// cost their sender's stanzas a little speed and nothing else.
struct NameTable {
  struct Name {
    var name: QName
    var prefix: String
  }

  /// What expat is told to put between namespace, local name and prefix: a character that XML
  /// forbids, for expat fails the stream at a namespace that holds the separator.
  static let separator: UInt8 = 0x0C

  /// Longer names are not kept.
  private static let longestKey = 128
  /// How many slots a name may be in.
  private static let ways = 4

  // A slot is a place in each of these; a name's length is 0 where the slot is free.
  private var hashes: [UInt64]
  private var lengths: [Int]
  private var keys: [UInt8]
  private var names: [Name]
  private let mask: Int

  /// - Parameter slots: a power of two.
  init(slots: Int) {
    mask = slots - 1
    hashes = Array(repeating: 0, count: slots)
    lengths = Array(repeating: 0, count: slots)
    keys = Array(repeating: 0, count: slots * Self.longestKey)
    names = Array(repeating: Name(name: QName(""), prefix: ""), count: slots)
  }

  /// The name that expat writes as `local`, `namespace SEP local` or
  /// `namespace SEP local SEP prefix`.
  @inline(__always)
  mutating func name(_ key: UnsafeRawBufferPointer) -> Name {
    let hash = Self.hash(key)
    for way in 0..<Self.ways {
      let slot = place(hash, way)
      if hashes[slot] == hash, lengths[slot] == key.count, matches(slot, key) { return names[slot] }
      if lengths[slot] == 0 { break }
    }
    return insert(key, hash)
  }

  @inline(never)
  private mutating func insert(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Name {
    let name = Self.split(key)
    guard (1...Self.longestKey).contains(key.count) else { return name }
    // With no slot free the hash's upper bits choose which name has to go.
    let way = (0..<Self.ways).first { lengths[place(hash, $0)] == 0 } ?? Int(hash >> 62)
    let slot = place(hash, way)
    hashes[slot] = hash
    lengths[slot] = key.count
    names[slot] = name
    for (offset, byte) in key.enumerated() { keys[slot * Self.longestKey + offset] = byte }
    return name
  }

  @inline(__always)
  private func place(_ hash: UInt64, _ way: Int) -> Int {
    (Int(truncatingIfNeeded: hash) &+ way) & mask
  }

  @inline(__always)
  private func matches(_ slot: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    guard let bytes = key.baseAddress else { return false }
    return keys.withUnsafeBytes {
      guard let kept = $0.baseAddress else { return false }
      return expat_same(kept + slot &* Self.longestKey, bytes, key.count) != 0
    }
  }

  /// Eight bytes at a time. Collisions on purpose gain nothing in a cache of four ways.
  @inline(__always)
  private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: key.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset &+ 8 <= key.count {
      hash = mix(hash ^ key.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    var tail: UInt64 = 0
    while offset < key.count {
      tail = tail << 8 | UInt64(key[offset])
      offset &+= 1
    }
    return mix(hash ^ tail)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: 0x8BB8_4B93_962E_ACC9)
    return product.high ^ product.low
  }

  private static func split(_ key: UnsafeRawBufferPointer) -> Name {
    let parts = key.split(separator: separator, omittingEmptySubsequences: false)
    func part(_ index: Int) -> String {
      index < parts.count ? String(decoding: parts[index], as: UTF8.self) : ""
    }
    guard parts.count > 1 else { return Name(name: QName(part(0)), prefix: "") }
    return Name(name: QName(part(1), part(0)), prefix: part(2))
  }
}
