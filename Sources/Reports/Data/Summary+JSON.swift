public import Grading

extension Summary {
  /// The figures as JSON, the same wherever Assay prints them.
  public var json: JSON {
    [
      "overall": overall.json,
      "by_kind": .array(byKind.map(\.json)),
      "by_tag": .array(byTag.map(\.json)),
      "by_difficulty": .array(byDifficulty.map(\.json)),
      "by_language": .array(byLanguage.map(\.json)),
      "reasons": .object(reasons.map { .init($0.label, .int($0.count)) }),
      "faults": .object(faults.map { .init($0.label, .int($0.count)) }),
      "criteria": .array(criteria.map(\.json)),
      "latency_ms": latencyMilliseconds?.json ?? .null,
      "completion_tokens": completionTokens?.json ?? .null,
      "prompt_tokens_total": .optional(promptTokensTotal),
      "completion_tokens_total": .optional(completionTokensTotal),
      "retries": .int(retries),
      "low_confidence": .int(lowConfidence),
      "figures": figures.json,
    ]
  }
}

extension Tally {
  fileprivate var json: JSON {
    [
      "label": .string(label), "problems": .int(problems), "attempts": .int(attempts),
      "correct": .int(correct), "partial": .int(partial), "incorrect": .int(incorrect),
      "undecided": .int(undecided), "unanswered": .int(unanswered), "faults": .int(faults),
      "accuracy": accuracy?.json ?? .null,
      "accuracy_if_undecided_correct": .optional(accuracyIfUndecidedCorrect),
      "mean_points": .optional(meanPoints),
    ]
  }
}

extension Summary.CriterionTotal {
  fileprivate var json: JSON {
    [
      "id": .string(id), "title": .string(title), "earned": .double(earned),
      "possible": .double(possible),
    ]
  }
}

extension Summary.Distribution {
  fileprivate var json: JSON {
    ["median": .double(median), "p95": .double(p95), "max": .double(max)]
  }
}
