/// What a model returned, exactly as received.
public struct Completion: Sendable, Hashable {
  public var content: String
  /// Reasoning that the server returned apart from the content.
  public var reasoning: String?
  public var finishReason: FinishReason
  public var promptTokens: Int?
  public var completionTokens: Int?
  /// From sending the try that succeeded to its last byte; `nil` where nobody measured it.
  public var latencyMilliseconds: Double?
  /// Requests sent for this completion, at least 1; waits between them are not in the latency.
  public var tries: Int
  /// The endpoint that answered, without credentials; `nil` for stored outputs.
  public var endpoint: String?
  /// The model's name as the server gave it.
  public var servedModel: String?
  /// What the server calls this completion or request.
  public var requestID: String?
  /// How it came, for people who wonder.
  public var wire: WireNotes
  /// How it was come by; `nil` where nobody was asked.
  public var delivery: Delivery?

  public init(
    content: String, reasoning: String? = nil, finishReason: FinishReason = .stop,
    promptTokens: Int? = nil, completionTokens: Int? = nil, latencyMilliseconds: Double? = nil,
    tries: Int = 1, endpoint: String? = nil, servedModel: String? = nil, requestID: String? = nil,
    wire: WireNotes = .none
  ) {
    self.content = content
    self.reasoning = reasoning
    self.finishReason = finishReason
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.latencyMilliseconds = latencyMilliseconds
    self.tries = tries
    self.endpoint = endpoint
    self.servedModel = servedModel
    self.requestID = requestID
    self.wire = wire
  }

  /// Whether the answer, if there is one, is caught in the reasoning: nothing was said besides it.
  public var isTrappedInReasoning: Bool {
    reasoning?.isEmpty == false
      && content.utf8.allSatisfy { $0 == 0x20 || 0x09...0x0D ~= $0 }
  }

  /// Why the model stopped.
  public enum FinishReason: Sendable, Hashable {
    case stop
    /// The token limit ended it.
    case length
    case contentFilter
    /// A server's own word, or `unknown`.
    case other(String)

    public init(name: String?) {
      switch name {
      case "stop", "eos", "end_turn", "stop_sequence": self = .stop
      case "length", "max_tokens": self = .length
      case "content_filter", "refusal": self = .contentFilter
      case let other: self = .other(other ?? "unknown")
      }
    }

    public var name: String {
      switch self {
      case .stop: "stop"
      case .length: "length"
      case .contentFilter: "content_filter"
      case .other(let name): name
      }
    }
  }
}
