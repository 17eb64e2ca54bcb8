import Grading

extension Figures {
  /// The figures as JSON; what does not apply is null.
  var json: JSON {
    [
      "standard_error": .optional(standardError),
      "fixed_set": fixedSet?.json ?? .null,
      "clustered": clustered?.json ?? .null,
      "points": points?.json ?? .null,
      "variance": variance.map {
        ["questions": .double($0.questions), "attempts": .double($0.attempts)]
      } ?? .null,
      "missing": missing?.json ?? .null,
      "detectable": .optional(detectable),
      "curve": .array(curve.map(\.json)),
      "latency_ms": latencyMilliseconds?.json ?? .null,
      "completion_tokens": completionTokens?.json ?? .null,
      "tries": tries?.json ?? .null,
      "overridden": .int(overridden),
      "matrix": .array(
        matrix.map {
          [
            "problem_id": .string($0.problemID), "cells": .string($0.cells),
            "share": .optional($0.share),
          ]
        }),
    ]
  }
}

extension Estimate {
  var json: JSON {
    [
      "value": .double(value), "low": .double(low), "high": .double(high),
      "method": .string(method),
    ]
  }
}

extension Clustered {
  fileprivate var json: JSON {
    let whole: JSON = ["clusters": .int(clusters), "standard_error": .double(standardError)]
    return .object((whole.members ?? []) + (estimate.json.members ?? []))
  }
}

extension MissingBounds {
  fileprivate var json: JSON {
    [
      "missing": .int(missing), "planned": .int(planned), "low": .double(low),
      "high": .double(high),
    ]
  }
}

extension CurvePoint {
  fileprivate var json: JSON {
    [
      "k": .int(k), "pass_at_k": passAtK?.json ?? .null, "pass_hat_k": passHatK?.json ?? .null,
      "g_pass_at_k": gPassAtK?.json ?? .null, "mean_g_pass_at_k": .optional(meanGPassAtK),
      "majority": majority.map {
        [
          "problems": .int($0.problems), "average": $0.average.json, "strict": .double($0.strict),
          "ties": .double($0.ties), "error": .double($0.error),
        ]
      } ?? .null,
    ]
  }
}

extension Histogram {
  fileprivate var json: JSON {
    ["edges": .array(edges.map(JSON.double)), "counts": .array(counts.map(JSON.int))]
  }
}
