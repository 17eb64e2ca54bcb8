/// A key that no description, log or message shows.
///
/// Reading the environment is the business of `assay`; this type only carries what was found.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  /// - Returns: `nil` if nothing is left after white space at the ends, which a file or shell adds.
  public init?(_ value: String) {
    let trimmed = String(decoding: value.utf8.trimmingASCIISpace, as: UTF8.self)
    guard !trimmed.isEmpty else { return nil }
    self.value = trimmed
  }

  public var description: String { "***" }
  public var debugDescription: String { "***" }
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// The header that carries the key, for example `Authorization: Bearer …`.
  func header(_ name: String, prefix: String = "") -> HTTPHeader {
    HTTPHeader(name, prefix + value, isSecret: true)
  }

  /// `text` with every occurrence of the key replaced; servers echo what they refuse.
  func redacted(from text: String) -> String {
    let key = Array(value.utf8)
    guard key.count >= 4 else { return text }  // shorter ones would tear words apart
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    var found = false
    while index < bytes.count {
      if bytes[index] == key[0], bytes[index...].starts(with: key) {
        result.append(contentsOf: "***".utf8)
        index += key.count
        found = true
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return found ? String(decoding: result, as: UTF8.self) : text
  }
}
