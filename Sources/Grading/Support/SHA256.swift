internal import CDigest

/// The SHA-256 digest: names texts and problems by their content.
///
/// Source: FIPS 180-4.
public struct SHA256: Sendable {
  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  public static func hex(_ bytes: some Sequence<UInt8>) -> String {
    if let digest = bytes.withContiguousStorageIfAvailable(digest) { return hex(digest) }
    return Array(bytes).withUnsafeBufferPointer { hex(digest($0)) }
  }

  /// The digest of a text's UTF-8 bytes.
  public static func hex(_ text: String) -> String { hex(text.utf8) }

  private typealias State = SIMD8<UInt32>

  private var state = initial
  private var byteCount = 0
  /// What came and does not fill a block yet.
  private var rest: [UInt8] = []

  /// Takes no bytes yet; ``update(_:)`` does. A copy goes on from where the original was, so that what
  /// many texts begin with is hashed once.
  public init() { rest.reserveCapacity(64) }

  /// Takes the next bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    if bytes.withContiguousStorageIfAvailable({ take($0) }) != nil { return }
    Array(bytes).withUnsafeBufferPointer { take($0) }
  }

  /// Takes the next bytes.
  public mutating func update(_ text: String) { update(text.utf8) }

  /// The digest of all bytes so far as 64 lower-case hexadecimal digits.
  public var hex: String {
    rest.withUnsafeBufferPointer {
      SHA256.hex(SHA256.ending(state, with: $0, byteCount: byteCount))
    }
  }

  private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    byteCount += bytes.count
    var bytes = bytes[...]
    if !rest.isEmpty {
      let missing = bytes.prefix(64 - rest.count)
      rest.append(contentsOf: missing)
      bytes = bytes.dropFirst(missing.count)
      guard rest.count == 64 else { return }
      rest.withUnsafeBufferPointer { SHA256.compress($0, &state) }
      rest.removeAll(keepingCapacity: true)
    }
    let whole = bytes.count / 64 * 64
    SHA256.compress(UnsafeBufferPointer(rebasing: bytes.prefix(whole)), &state)
    rest.append(contentsOf: bytes.dropFirst(whole))
  }

  private static func hex(_ state: State) -> String {
    String(unsafeUninitializedCapacity: 64) { text in
      for index in 0..<8 {
        var word = state[index]
        for place in 0..<8 {
          // The digit on top, without a branch: 39 is how far `a` is behind what follows `9`.
          let digit = word &>> 28
          text[index &* 8 &+ place] = UInt8(
            truncatingIfNeeded: 48 &+ digit &+ (digit &+ 6) &>> 4 &* 39)
          word = word &<< 4
        }
      }
      return 64
    }
  }

  private static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> State {
    var state = initial
    let whole = bytes.count / 64 * 64
    compress(UnsafeBufferPointer(rebasing: bytes[..<whole]), &state)
    return ending(
      state, with: UnsafeBufferPointer(rebasing: bytes[whole...]), byteCount: bytes.count)
  }

  /// The state after the rest, a one bit, zeros, and the length in bits.
  ///
  /// - Parameter rest: Fewer than 64 bytes.
  private static func ending(
    _ state: State, with rest: UnsafeBufferPointer<UInt8>, byteCount: Int
  ) -> State {
    var state = state
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { tail in
      tail.initialize(repeating: 0)
      for index in 0..<rest.count { tail[index] = rest[index] }
      tail[rest.count] = 0x80
      let size = rest.count < 56 ? 64 : 128
      let length = UInt64(byteCount) * 8
      for index in 0..<8 {
        tail[size - 1 - index] = UInt8(truncatingIfNeeded: length >> UInt64(8 * index))
      }
      compress(UnsafeBufferPointer(rebasing: tail[..<size]), &state)
    }
    return state
  }

  private static let isInHardware = assay_sha256_is_in_hardware() != 0

  /// - Parameter blocks: A multiple of 64 bytes.
  private static func compress(_ blocks: UnsafeBufferPointer<UInt8>, _ state: inout State) {
    guard let start = blocks.baseAddress, !blocks.isEmpty else { return }
    if isInHardware {
      withUnsafeMutableBytes(of: &state) { words in
        guard let words = words.baseAddress?.assumingMemoryBound(to: UInt32.self) else { return }
        assay_sha256_blocks(words, start, blocks.count / 64)
      }
      return
    }
    inPlainCode(blocks, &state)
  }

  /// As the processor's own instructions do it, for processors without them.
  static func hexInPlainCode(_ bytes: [UInt8]) -> String {
    var state = initial
    let whole = bytes.count / 64 * 64
    var tail = Array(bytes[whole...]) + [0x80]
    tail += Array(repeating: 0, count: (tail.count <= 56 ? 56 : 120) - tail.count)
    tail += (0..<8).map { UInt8(truncatingIfNeeded: (bytes.count * 8) >> (56 - 8 * $0)) }
    (Array(bytes[..<whole]) + tail).withUnsafeBufferPointer { inPlainCode($0, &state) }
    return hex(state)
  }

  private static func inPlainCode(_ blocks: UnsafeBufferPointer<UInt8>, _ state: inout State) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      schedule.initialize(repeating: 0)
      for start in stride(from: 0, to: blocks.count, by: 64) {
        compress(
          UnsafeBufferPointer(rebasing: blocks[start..<start + 64]), &state, schedule)
      }
    }
  }

  /// - Parameters:
  ///   - block: 64 bytes.
  ///   - w: Room for 64 words.
  private static func compress(
    _ block: UnsafeBufferPointer<UInt8>, _ state: inout State,
    _ w: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in 0..<16 {
      let at = index &* 4
      w[index] =
        UInt32(block[at]) << 24 | UInt32(block[at &+ 1]) << 16
        | UInt32(block[at &+ 2]) << 8 | UInt32(block[at &+ 3])
    }
    for t in 16..<64 {
      let (x, y) = (w[t &- 15], w[t &- 2])
      let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x &>> 3)
      let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y &>> 10)
      w[t] = w[t &- 16] &+ s0 &+ w[t &- 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    constants.withUnsafeBufferPointer { constants in
      for t in 0..<64 {
        let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ constants[t] &+ w[t]
        let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
        (h, g, f, e) = (g, f, e, d &+ t1)
        (d, c, b, a) = (c, b, a, t1 &+ t2)
      }
    }
    state = state &+ State(a, b, c, d, e, f, g, h)
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  private static let initial = State(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
