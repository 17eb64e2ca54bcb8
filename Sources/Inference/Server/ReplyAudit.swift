public import Grading

/// Compares what was asked for with what came: a parameter that a server ignores changes a run's
/// figures, and no server says so. Pure.
public struct ReplyAudit: Sendable {
  private let sampling: Sampling
  private let streams: Bool

  public init(sampling: Sampling, streams: Bool) {
    self.sampling = sampling
    self.streams = streams
  }

  /// What seems to have been ignored, a sentence each, the same for each completion that shows it.
  public func warnings(for completion: Completion, of prompt: Prompt) -> [String] {
    var warnings: [String] = []
    if let most = sampling.maxTokens, let count = completion.completionTokens, count > most {
      warnings.append("--max-tokens \(most) was not kept: completions have more tokens")
    }
    for stop in sampling.stop where goesOn(after: stop, completion.content) {
      warnings.append("--stop was not kept: completions go on after “\(stop.prefix(40))”")
    }
    if streams, !completion.wire.isStreamed {
      warnings.append("--stream was not kept: replies came whole")
    }
    if sampling.chatTemplate?["enable_thinking"]?.bool == false, thinks(completion) {
      warnings.append("enable_thinking false was not kept: completions hold reasoning")
    }
    if let tokens = completion.promptTokens, tokens > 0, completion.wire.batchSize == 1,
      prompt.images.isEmpty
    {
      // No tokenizer packs this many bytes of prose into a token.
      let bytes = prompt.text.utf8.count + (prompt.system?.utf8.count ?? 0)
      if bytes > 4096, bytes / tokens > 32 {
        warnings.append("prompts seem to have been cut: too few prompt tokens were counted")
      }
    }
    if completion.isTrappedInReasoning {
      warnings.append(
        completion.finishReason == .length
          ? "some completions are reasoning only: the token limit came before the answer"
          : "some completions are reasoning only: their content is empty")
    }
    return warnings
  }

  private func goesOn(after stop: String, _ content: String) -> Bool {
    guard !stop.isEmpty, content.utf8.count > stop.utf8.count else { return false }
    var rest = content.utf8[...]
    guard let first = stop.utf8.first else { return false }
    while let start = rest.firstIndex(of: first) {
      let tail = rest[start...]
      if tail.starts(with: stop.utf8) { return tail.count > stop.utf8.count }
      rest = rest[rest.index(after: start)...]
    }
    return false
  }

  private func thinks(_ completion: Completion) -> Bool {
    if let reasoning = completion.reasoning { return !reasoning.utf8.trimmingASCIISpace.isEmpty }
    guard let source = completion.wire.reasoningSource else { return false }
    // `<think></think>` with nothing in it is how templates say that there was no thought.
    guard source == "<think> in the content" else { return true }
    let text = completion.content.utf8.drop(while: \.isASCIISpace).dropFirst("<think>".utf8.count)
    return !text.drop(while: \.isASCIISpace).starts(with: "</think>".utf8)
  }
}
