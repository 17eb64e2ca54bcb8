public import Grading

/// The forms of a comparison. Each is a pure function: equal input, equal bytes.
public enum ComparisonReport: String, Sendable, CaseIterable {
  case html, markdown, json

  /// The form that a file's name asks for by its ending; `nil` for an unknown one.
  public init?(fileName: String) {
    switch ReportFormat(fileName: fileName) {
    case .html: self = .html
    case .markdown: self = .markdown
    case .json: self = .json
    case .csv, .junit, nil: return nil
    }
  }

  /// The whole file, UTF-8.
  public func render(_ comparison: Comparison) -> [UInt8] {
    switch self {
    case .html: ComparisonPage.render(comparison)
    case .markdown: Array(ComparisonMarkdown.render(comparison).utf8)
    case .json: Array((comparison.json.text + "\n").utf8)
    }
  }
}

extension Comparison {
  /// The whole comparison as JSON.
  public var json: JSON {
    ["first": first.json, "level": .double(Self.level), "pairs": .array(pairs.map(\.json))]
  }
}

extension Comparison.Side {
  fileprivate var json: JSON {
    [
      "run": .string(run), "marking": .int(marking), "model": .string(model), "set": .string(set),
      "problems": .int(problems), "attempts": .int(attempts), "faults": .int(faults),
    ]
  }
}

extension Comparison.Pair {
  fileprivate var json: JSON {
    [
      "second": second.json,
      "conditions": .array(
        conditions.map {
          [
            "label": .string($0.label), "first": .string($0.first), "second": .string($0.second),
          ]
        }),
      "overall": overall?.json ?? .null,
      "adjusted_p": .double(adjustedP),
      "worse": .bool(isWorse),
      "categories": .array(
        categories.map { category in
          let label: JSON = [
            "group": .string(category.group), "label": .string(category.label),
            "adjusted_p": .double(category.adjustedP),
          ]
          return .object((label.members ?? []) + (category.difference.json.members ?? []))
        }),
      "won": .array(won.map(\.json)), "lost": .array(lost.map(\.json)),
      "only_first": .strings(onlyFirst), "only_second": .strings(onlySecond),
    ]
  }
}

extension PairedDifference {
  /// As every report gives it.
  var json: JSON {
    [
      "problems": .int(problems), "first": .double(first), "second": .double(second),
      "difference": .double(difference), "low": .double(low), "high": .double(high),
      "method": .string(method), "p": .double(pValue), "test": .string(test), "won": .int(won),
      "lost": .int(lost), "detectable": .double(detectable),
    ]
  }
}

extension Comparison.Flip {
  fileprivate var json: JSON {
    [
      "problem_id": .string(problemID), "expected": .string(expected),
      "first_share": .double(firstShare), "second_share": .double(secondShare),
      "first": Self.json(first), "second": Self.json(second),
    ]
  }

  private static func json(_ attempt: GradedAttempt) -> JSON {
    let score = attempt.grade.score
    return [
      "attempt": .int(attempt.grade.attempt.number),
      "verdict": .optional(score?.verdict.rawValue), "reason": .optional(score?.reason.rawValue),
      "answer": .optional(attempt.grade.answer?.text),
      "remark": .optional(score?.evidence.remark),
    ]
  }
}
