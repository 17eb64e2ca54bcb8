public import Grading

extension TryRecord {
  /// The try as a line of a trace file.
  ///
  /// - Parameter at: When it ended, `YYYY-MM-DDThh:mm:ssZ`.
  public func json(at time: String) -> JSON {
    var members: [JSON.Member] = [
      .init("time", .string(time)), .init("problem_id", .string(attempt.problemID)),
      .init("attempt", .int(attempt.number)), .init("try", .int(number)),
      .init("request_id", .string(sentID)), .init("endpoint", .string(endpoint)),
      .init("queue_ms", .double(rounded(queuedMilliseconds))),
      .init("latency_ms", .double(rounded(milliseconds))),
      .init("first_byte_ms", .optional(firstByteMilliseconds.map(rounded))),
      .init("status", .optional(status)), .init("reused_connection", .bool(reusedConnection)),
    ]
    switch outcome {
    case .completed:
      members += [
        .init("outcome", .string("completed")),
        .init("finish_reason", .optional(finishReason)),
        .init("prompt_tokens", .optional(promptTokens)),
        .init("completion_tokens", .optional(completionTokens)),
      ]
    case .failed(let kind, let message, let wait):
      members += [
        .init("outcome", .string(kind.rawValue)), .init("message", .string(message)),
        .init("wait_ms", .optional(wait.map { rounded($0 / .milliseconds(1)) })),
      ]
    }
    return .object(members)
  }

  /// Microseconds are enough.
  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
