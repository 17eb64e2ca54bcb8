/// What only the wire knew of a completion: where its parts stood in the reply and how they came.
///
/// It is kept for people who wonder about a completion; nothing is marked by it.
public struct WireNotes: Sendable, Hashable {
  /// Where the content stood, if not where the protocol has it, for example `refusal`.
  public var contentSource: String?
  /// Where the reasoning stood: `reasoning`, `reasoning_content`, `reasoning_details`, `thinking`,
  /// `content parts`; `<think> in the content` and `unclosed <think> in the content` where it was left
  /// there, as received.
  public var reasoningSource: String?
  /// From sending the try that succeeded to the first text of a stream; `nil` if nothing was streamed.
  public var firstTokenMilliseconds: Double?
  /// Whether the reply came as a stream.
  public var isStreamed: Bool
  /// The server's own word for its configuration.
  public var systemFingerprint: String?
  /// How many prompts shared the request; 1 if it had one to itself.
  public var batchSize: Int

  public init(
    contentSource: String? = nil, reasoningSource: String? = nil,
    firstTokenMilliseconds: Double? = nil, isStreamed: Bool = false,
    systemFingerprint: String? = nil, batchSize: Int = 1
  ) {
    self.contentSource = contentSource
    self.reasoningSource = reasoningSource
    self.firstTokenMilliseconds = firstTokenMilliseconds
    self.isStreamed = isStreamed
    self.systemFingerprint = systemFingerprint
    self.batchSize = batchSize
  }

  /// What a completion has whose reply is not known.
  public static let none = WireNotes()

  /// Only what there is to say; `null` if there is nothing.
  public var json: JSON {
    var members: [JSON.Member] = []
    if let contentSource { members.append(.init("content_source", .string(contentSource))) }
    if let reasoningSource { members.append(.init("reasoning_source", .string(reasoningSource))) }
    if let firstTokenMilliseconds {
      members.append(.init("first_token_ms", .double(firstTokenMilliseconds)))
    }
    if isStreamed { members.append(.init("streamed", .bool(true))) }
    if let systemFingerprint {
      members.append(.init("system_fingerprint", .string(systemFingerprint)))
    }
    if batchSize > 1 { members.append(.init("batch", .int(batchSize))) }
    return members.isEmpty ? .null : .object(members)
  }

  public init(json: JSON) {
    self.init(
      contentSource: json["content_source"]?.string,
      reasoningSource: json["reasoning_source"]?.string,
      firstTokenMilliseconds: json["first_token_ms"]?.double,
      isStreamed: json["streamed"]?.bool ?? false,
      systemFingerprint: json["system_fingerprint"]?.string,
      batchSize: max(1, json["batch"]?.int ?? 1))
  }
}
