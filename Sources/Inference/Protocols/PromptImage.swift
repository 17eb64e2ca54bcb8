/// The bytes of an image that belongs to a prompt. Reading files is done elsewhere.
public struct PromptImage: Sendable, Hashable {
  /// For example `image/png`.
  public var mediaType: String
  public var bytes: [UInt8]

  public init(mediaType: String, bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }

  /// Recognises PNG, JPEG, GIF and WebP by their first bytes; `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    let type: String? =
      if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
        "image/png"
      } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
        "image/jpeg"
      } else if bytes.starts(with: "GIF8".utf8) {
        "image/gif"
      } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
        "image/webp"
      } else {
        nil
      }
    guard let type else { return nil }
    self.init(mediaType: type, bytes: bytes)
  }

  /// The image within an address. Source: RFC 2397.
  public var dataURL: String { "data:\(mediaType);base64,\(base64)" }

  /// Source: RFC 4648, section 4.
  private var base64: String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[bits >> (18 - 6 * place) & 63]
        result.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
