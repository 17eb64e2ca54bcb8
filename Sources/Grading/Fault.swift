/// A failure of ours. It is stored and shown apart from verdicts and never counts as wrong.
public struct Fault: Error, Sendable, Hashable {
  public var kind: Kind
  /// One line that says what happened and, where it can, what to do.
  public var message: String
  /// How often it was tried before giving up; 0 if nothing was sent.
  public var tries: Int
  /// The text that had come when a stream broke off: never marked, kept for people; at most
  /// ``receivedLimit`` bytes. `nil` if there was none.
  public var received: String?

  public static let receivedLimit = 256 << 10

  /// `text` cut to ``receivedLimit``; its end is kept, where the stream broke.
  public static func shortened(_ text: String) -> String {
    guard text.utf8.count > receivedLimit else { return text }
    return "…" + String(decoding: text.utf8.suffix(receivedLimit), as: UTF8.self)
  }

  public init(_ kind: Kind, _ message: String, tries: Int = 0, received: String? = nil) {
    self.kind = kind
    self.message = message
    self.tries = tries
    self.received = received
  }

  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The server could not be reached or the connection broke.
    case network
    /// No answer within the time limit of a try.
    case timeout
    /// The server answered with an error that repeating did not cure.
    case server
    /// The server kept refusing for want of quota.
    case rateLimited = "rate_limited"
    /// The server refused the request as such (400, 401, 403, 404, 422 …).
    case rejected
    /// The reply was no reply: not JSON, or without a message.
    case badReply = "bad_reply"
    /// The run was interrupted.
    case cancelled
    /// The whole run's time was over.
    case deadline
    /// The sandbox could not do its work.
    case sandbox
    /// A compiler or interpreter is not installed.
    case missingToolchain = "missing_toolchain"
    /// The reference could not be read.
    case unreadableReference = "unreadable_reference"
    /// Something asked for that Assay cannot do.
    case unsupported
    /// A stored output for this attempt was not given.
    case missingOutput = "missing_output"
    /// The grade book could not be read or written.
    case storage
  }

  /// Whether the fault lies left of the completion, so that the model must be asked again.
  public var needsAsking: Bool {
    switch kind {
    case .network, .timeout, .server, .rateLimited, .rejected, .badReply, .cancelled, .deadline,
      .missingOutput, .storage:
      true
    case .sandbox, .missingToolchain, .unreadableReference, .unsupported: false
    }
  }
}
