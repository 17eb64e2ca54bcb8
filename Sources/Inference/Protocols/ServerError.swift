public import Grading

/// What a server said in an error, in whatever form it said it.
///
/// No two servers agree: `{"error": {…}}`, `{"error": "text"}`, `{"message": …, "object": "error"}`,
/// `{"detail": "text"}`, `{"detail": [{"loc", "msg"}]}`, an array of these, an HTML page, plain text,
/// nothing at all; and none keeps to its Content-Type. So every form is tried on every body.
public struct ServerError: Error, Sendable, Hashable {
  /// One line of at most ``longestMessage`` characters; empty if the server said nothing.
  public var message: String
  /// The server's own word for the kind, for example `insufficient_quota`.
  public var type: String?
  /// A slug or a number, as text.
  public var code: String?

  /// Longer messages are cut: they go into records and onto screens.
  public static let longestMessage = 400

  public init(message: String, type: String? = nil, code: String? = nil) {
    self.message = message
    self.type = type
    self.code = code
  }

  /// Reads the body of a reply.
  public init(body: [UInt8]) {
    if body.count <= 1 << 20, let json = try? JSON(parsing: body, depth: 32, repairsText: true),
      let error = ServerError(json)
    {
      self = error
    } else {
      self.init(message: ServerError.plain(body.prefix(1 << 16)))
    }
  }

  /// The error that a JSON value states; `nil` if it states none.
  public init?(_ json: JSON) {
    switch json {
    case .array(let elements):
      guard let first = elements.first, let error = ServerError(first) else { return nil }
      self = error
    case .object:
      guard let error = ServerError(object: json) else { return nil }
      self = error
    case .null, .bool, .number, .string: return nil
    }
  }

  private init?(object json: JSON) {
    let inner = json["error"] ?? .null
    switch inner {
    case .object:
      if let nested = inner["error"], let error = ServerError(["error": nested]) {
        self = error
      } else {
        self.init(fields: inner)
      }
    case .string(let text):
      self.init(fields: json)
      message = ServerError.line(text.utf8)
    case .array:
      guard let error = ServerError(inner) else { return nil }
      self = error
    case .null, .bool, .number:
      guard
        json["object"]?.string == "error" || json["detail"] != nil
          || json["message"]?.string != nil
      else { return nil }
      self.init(fields: json)
    }
  }

  private init(fields: JSON) {
    let text =
      fields["message"]?.string ?? fields["msg"]?.string
      ?? ServerError.detail(fields["detail"] ?? .null) ?? fields["error"]?.string ?? fields.text
    message = ServerError.line(text.utf8)
    type = fields["type"]?.string ?? fields["status"]?.string
    code = fields["code"]?.string ?? fields["code"]?.int.map(String.init)
  }

  /// `detail` of FastAPI: text, or a list of what was wrong where.
  private static func detail(_ value: JSON) -> String? {
    if let text = value.string { return text }
    guard let list = value.array else { return value.isNull ? nil : value.text }
    return list.prefix(3).map { entry in
      let place = (entry["loc"]?.array ?? []).map { $0.string ?? $0.text }.joined(separator: ".")
      let message = entry["msg"]?.string ?? entry.text
      return place.isEmpty ? message : "\(place): \(message)"
    }.joined(separator: "; ")
  }

  /// The words of a page or a text: an HTML page's title, or what stands outside its tags.
  private static func plain(_ body: ArraySlice<UInt8>) -> String {
    let text = body.trimmingASCIISpace
    guard text.first == UInt8(ascii: "<") else { return line(text) }
    if let title = title(text) { return line(title) }
    var words: [UInt8] = []
    var isInTag = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "<"): isInTag = true
      case UInt8(ascii: ">"):
        isInTag = false
        words.append(UInt8(ascii: " "))
      default: if !isInTag { words.append(byte) }
      }
    }
    return line(words)
  }

  private static func title(_ page: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let opening = Array("<title>".utf8)
    for start in page.indices where page[start] == UInt8(ascii: "<") {
      guard page[start...].prefix(opening.count).map(\.asciiLowercased) == opening else { continue }
      let title = page[(start + opening.count)...].prefix { $0 != UInt8(ascii: "<") }
      return title.trimmingASCIISpace.isEmpty ? nil : title
    }
    return nil
  }

  /// Bytes as one line: white space folded, control characters dropped, the end cut.
  static func line(_ bytes: some Collection<UInt8>) -> String {
    var result: [UInt8] = []
    var gap = false
    for byte in bytes.prefix(8 * longestMessage) {
      if byte.isASCIISpace {
        gap = true
      } else if byte >= 0x20, byte != 0x7F {
        if gap, !result.isEmpty { result.append(UInt8(ascii: " ")) }
        gap = false
        result.append(byte)
      }
    }
    let text = String(decoding: result, as: UTF8.self)
    return text.count <= longestMessage ? text : text.prefix(longestMessage) + "…"
  }
}
