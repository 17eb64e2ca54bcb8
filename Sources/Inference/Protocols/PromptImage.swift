public import Grading

/// Reads the image at a path of a prompt; the file system is none of this module's business.
public typealias ImageReader = @Sendable (String) throws(Fault) -> PromptImage

/// The bytes of an image that belongs to a prompt. Reading files is done elsewhere.
public struct PromptImage: Sendable, Hashable {
  /// For example `image/png`.
  public var mediaType: String
  public var bytes: [UInt8]

  /// The most bytes of one image, and of all images of a prompt.
  public static let limit = 32 << 20
  public static let totalLimit = 48 << 20

  public init(mediaType: String, bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }

  /// Recognises PNG, JPEG, GIF and WebP by their first bytes, whatever the file is called; `nil` for
  /// anything else.
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

  /// For callers whose prompts have no images.
  @Sendable public static func none(_ path: String) throws(Fault) -> PromptImage {
    throw Fault(.unsupported, "the image \(path) cannot be sent")
  }

  /// The image within an address. Source: RFC 2397.
  public var dataURL: String { "data:\(mediaType);base64,\(base64)" }

  /// Source: RFC 4648, section 4.
  var base64: String {
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

/// An image as a protocol can send it.
enum ImagePart {
  case data(PromptImage)
  /// The server fetches it itself.
  case address(String)
}

extension Prompt {
  /// The images in order, within their limits.
  func imageParts(by read: ImageReader) throws(Fault) -> [ImagePart] {
    var parts: [ImagePart] = []
    var left = PromptImage.totalLimit
    for path in images {
      if path.hasPrefix("https://") || path.hasPrefix("http://") {
        parts.append(.address(path))
        continue
      }
      let image = try read(path)
      left -= image.bytes.count
      guard image.bytes.count <= PromptImage.limit, left >= 0 else {
        throw Fault(
          .unsupported,
          "\(path): images may have \(PromptImage.limit >> 20) MiB each and "
            + "\(PromptImage.totalLimit >> 20) MiB together")
      }
      parts.append(.data(image))
    }
    return parts
  }
}
