import Grading

/// The attempts of the sample run, in the set's order.
enum SampleAttempts {
  static let all: [GradedAttempt] = answers + code + rest

  private static let system =
    "You are a careful solver. Put the final answer in \\boxed{}.\nDo not guess."

  private static let answers = [
    make(
      "number/gcd", 1, "84 = 2²·3·7 and 126 = 2·3²·7, so the common part is 2·3·7.\n\n\\boxed{42}",
      "42", "boxed", .correct(Evidence(remark: "42 equals 42.", expected: "42"))),
    make(
      "number/gcd", 2, "Using Euclid: 126 − 84 = 42, 84 = 2·42.\nThe answer is **42**.", "42",
      "label", .correct(Evidence(remark: "42 equals 42.", expected: "42")), confidence: .low),
    make(
      "algebra/roots", 1,
      "By the quadratic formula the solution is $\\boxed{\\frac{\\sqrt5+1}{2}}$.",
      "\\frac{\\sqrt5+1}{2}", "boxed",
      .correct(
        Evidence(
          remark: "Equal in exact arithmetic.", expected: "\\frac{1+\\sqrt{5}}{2}",
          steps: [
            "read \\frac{\\sqrt5+1}{2} as (√5 + 1)/2", "read \\frac{1+\\sqrt{5}}{2} as (1 + √5)/2",
            "the difference is 0 in ℚ(√5)",
          ])),
      reasoning: "The user wants the golden ratio. x = (1 ± √5)/2; the positive one has +."),
    make(
      "algebra/roots", 2, "x ≈ 1.618, so \\boxed{1.618}", "1.618", "boxed",
      .incorrect(
        .notEqual,
        Evidence(
          remark: "1.618 is not (1+√5)/2: they differ by 3.4e-5.",
          expected: "\\frac{1+\\sqrt{5}}{2}",
          steps: ["read 1.618 as 809/500", "809/500 − (1 + √5)/2 = −0.0000339…, not 0"]))),
    make(
      "calculus/integral", 1, "\\boxed{\\operatorname{Li}_2(\\tfrac12) - \\tfrac{\\pi^2}{12}}",
      "\\operatorname{Li}_2(\\tfrac12) - \\tfrac{\\pi^2}{12}", "boxed",
      .undecided(
        Evidence(
          remark: "The answer uses a function that the comparison does not know: Li₂.",
          expected: "\\ln 2 - \\frac{1}{2}", steps: ["read up to \\operatorname{Li}"]))),
    make(
      "calculus/integral", 2,
      "Substitute u = 1 + x. Then the integral becomes ∫ (u−1)/u² du = ln u + 1/u, from 1 to",
      nil, "", .unanswered(.truncated, "The token limit ended the completion before an answer."),
      finish: .length, reasoning: String(repeating: "Let me try another substitution. ", count: 60)),
    make(
      "science/planet", 1, "Jupiter has more mass than all the others together.\n\nAnswer: B", "B",
      "label", .correct(Evidence(remark: "B is the right letter.", expected: "B"))),
    make(
      "science/planet", 2, "I cannot help with that.", nil, "",
      .unanswered(.refused, "The model declined to answer."), finish: .contentFilter),
  ]

  private static let solution =
    "def two_sum(nums, target):\n    seen = {}\n    for i, n in enumerate(nums):\n"
    + "        if target - n in seen:\n            return [seen[target - n], i]\n"
    + "        seen[n] = i\n"

  private static let code = [
    make(
      "code/two-sum", 1,
      "A dictionary of what was seen:\n\n```python\n\(solution)```\nRuns in O(n).",
      solution, "fence",
      .correct(
        Evidence(
          remark: "All 4 tests passed.",
          tests: (1...4).map { passed("test \($0)", hidden: $0 > 2) },
          isolationLevel: 3)), language: "python"),
    make(
      "code/two-sum", 2, "```python\ndef two_sum(nums, target):\n    return nums[target]\n```",
      "def two_sum(nums, target):\n    return nums[target]\n", "fence",
      Score(
        verdict: .partial, reason: .partialCredit, points: 0.25,
        criteria: criteria(tests: 17.5, style: 7.5),
        evidence: Evidence(
          remark: "1 of 4 tests passed.",
          tests: [
            passed("test 1", hidden: false),
            TestEvidence(
              name: "test 2", reason: .runtimeError, input: Excerpt("([3, 2, 4], 6)"),
              expected: Excerpt("[1, 2]"), remark: "IndexError: list index out of range",
              cpuMilliseconds: 11.2, wallMilliseconds: 14, memoryPeakBytes: 9_437_184,
              errorOutput:
                "Traceback (most recent call last):\n  File \"solution.py\", line 2, in two_sum\n"
                + "IndexError: list index out of range\n"),
            TestEvidence(
              name: "test 3", reason: .wrongAnswer, hidden: true, input: Excerpt("([3, 3], 1)"),
              expected: Excerpt("[0, 1]"), actual: Excerpt("3"), remark: "expected a list, got 3",
              cpuMilliseconds: 10.9, memoryPeakBytes: 9_437_184),
          ], testsSkipped: 1, isolationLevel: 3)), language: "python"),
    make(
      "code/spiral", 1, "```cpp\n#include <iostream>\nint main() { /* … */ }\n```",
      "#include <iostream>\nint main() { /* … */ }\n", "fence",
      .incorrect(
        .wrongAnswer,
        Evidence(
          remark: "Test 2 printed another matrix.", expected: "3 tests",
          tests: [
            passed("sample", hidden: false),
            TestEvidence(
              name: "spiral-4", reason: .wrongAnswer, input: Excerpt("4\n"),
              expected: Excerpt("1 2 3 4\n12 13 14 5\n11 16 15 6\n10 9 8 7\n"),
              actual: Excerpt("1 2 3 4\n12 13 14 5\n10 9 8 7\nextra <line>\n"),
              remark: "line 3 differs: expected “11 16 15 6”", cpuMilliseconds: 1.8,
              memoryPeakBytes: 3_407_872),
          ], testsSkipped: 1, isolationLevel: 3)), language: "cpp"),
    make(
      "code/spiral", 2, "```cpp\nint main() { return x; }\n```", "int main() { return x; }\n",
      "fence",
      .incorrect(
        .compileError,
        Evidence(
          remark: "The program did not compile.",
          diagnostics:
            "main.cpp: In function ‘int main()’:\nmain.cpp:1:21: error: ‘x’ was not declared in "
            + "this scope\n    1 | int main() { return x; }\n      |                     ^\n",
          isolationLevel: 3)), language: "cpp"),
    make(
      "code/intervals", 1, "```python\ndef merge(xs):\n    return sorted(xs)\n```",
      "def merge(xs):\n    return sorted(xs)\n", "fence",
      .incorrect(
        .wrongAnswer,
        Evidence(
          remark: "The test code stopped at an assertion.",
          tests: [
            TestEvidence(
              name: "harness", reason: .wrongAnswer, remark: "AssertionError at line 3",
              cpuMilliseconds: 15, errorOutput: "AssertionError\n")
          ], isolationLevel: 3, integrity: "in_process")), language: "python"),
    fault(
      "code/intervals", 2, Fault(.sandbox, "no space left for the submission's files"), asked: true),
  ]

  private static let rest = [
    make(
      "essay/entropy", 1,
      "There are far more ways to be mixed than to be sorted, so chance leads to the mixed states.",
      "There are far more ways to be mixed than to be sorted, so chance leads to the mixed states.",
      "whole",
      Score(
        verdict: .partial, reason: .partialCredit, points: 0.6,
        criteria: criteria(tests: 40, style: 20),
        evidence: Evidence(remark: "60 of 100 points; “isolated system” is not mentioned."))),
    make(
      "essay/entropy", 2, "   \n", nil, "", .unanswered(.noAnswer, "The completion is empty.")),
    make(
      "hostile/markup", 1, "Before \(SampleRun.hostile) after. \\boxed{\(SampleRun.hostile)}",
      SampleRun.hostile, "boxed",
      .incorrect(
        .notEqual,
        Evidence(
          remark: SampleRun.hostile, expected: SampleRun.hostile, steps: [SampleRun.hostile],
          tests: [
            TestEvidence(
              name: SampleRun.hostile, reason: .wrongAnswer, input: Excerpt(SampleRun.hostile),
              expected: Excerpt("a\n\(SampleRun.hostile)\nb"), actual: Excerpt("a\nb\n"),
              remark: SampleRun.hostile, errorOutput: SampleRun.hostile)
          ], diagnostics: SampleRun.hostile))),
    fault("hostile/markup", 2, Fault(.badReply, SampleRun.hostile, tries: 2)),
    make(
      "文字/数える", 1, "「一二三」には三つの漢字があります。答え：三", "三", "label",
      .correct(Evidence(remark: "三 と 三 は同じです。", expected: "三"))),
    make(
      "文字/数える", 2, "答え：3", "3", "label",
      .correct(Evidence(remark: "3 equals 三.", expected: "三", steps: ["三 is the numeral for 3"]))),
    make(
      "code/knapsack", 1, "```python\nwhile True: pass\n```", "while True: pass\n", "fence",
      .incorrect(
        .timeLimit,
        Evidence(
          remark: "Test 1 used more than 10 s of processor time.",
          tests: [
            TestEvidence(
              name: "big-1", reason: .timeLimit,
              input: Excerpt(String(repeating: "1 2 3\n", count: 900)),
              expected: Excerpt("4242\n"), actual: Excerpt(""), remark: "stopped after 10 s",
              cpuMilliseconds: 10_003, wallMilliseconds: 10_120, memoryPeakBytes: 1_288_490_188)
          ], testsSkipped: 4, isolationLevel: 3)), language: "python", tries: 3),
    fault("code/knapsack", 2, Fault(.timeout, "no answer within 120 s", tries: 4)),
    make(
      "number/primes", 1, "There are \\boxed{25} primes below 100.", "25", "boxed",
      .correct(Evidence(remark: "25 equals 25.", expected: "25"))),
    make(
      "number/primes", 2, "I count 24, so \\boxed{24}.", "24", "boxed",
      .incorrect(.notEqual, Evidence(remark: "24 is not 25.", expected: "25"))),
  ]

  private static func criteria(tests: Double, style: Double) -> [CriterionScore] {
    [
      CriterionScore(
        id: "tests", title: "Passes the tests", earned: tests, possible: 70, remark: "by weight"),
      CriterionScore(
        id: "style", title: "Readable", earned: style, possible: 30,
        remark: "lines ≤ 100 characters"),
    ]
  }

  private static func passed(_ name: String, hidden: Bool) -> TestEvidence {
    TestEvidence(
      name: name, reason: .accepted, hidden: hidden, input: Excerpt("([2, 7, 11, 15], 9)"),
      expected: Excerpt("[0, 1]"), actual: Excerpt("[0, 1]"), remark: "as expected",
      cpuMilliseconds: 10.4, wallMilliseconds: 12.5, memoryPeakBytes: 9_437_184)
  }

  private static func prompt(_ id: String) -> Prompt {
    Prompt(
      system: system, text: SampleRun.problems.first { $0.id == id }?.statement ?? "")
  }

  private static func make(
    _ id: String, _ number: Int, _ content: String, _ answer: String?, _ rule: String,
    _ score: Score, confidence: Answer.Confidence = .high, language: String? = nil,
    finish: Completion.FinishReason = .stop, reasoning: String? = nil, tries: Int = 1
  ) -> GradedAttempt {
    // Full credit or none by criterion where the sample says nothing else.
    var score = score
    if score.criteria.isEmpty, score.verdict != .unanswered {
      let share = score.points
      score.criteria = criteria(tests: 70 * share, style: 30 * share)
    }
    let answer = answer.map {
      Answer(
        text: $0, rule: rule, range: range(of: $0, in: content), confidence: confidence,
        language: language)
    }
    let length = content.utf8.count + (reasoning?.utf8.count ?? 0)
    return GradedAttempt(
      grade: Grade(
        attempt: AttemptID(problemID: id, number: number), answer: answer, outcome: .scored(score)),
      prompt: prompt(id),
      completion: Completion(
        content: content, reasoning: reasoning, finishReason: finish,
        promptTokens: 64 + id.utf8.count,
        completionTokens: length / 4 + 1, latencyMilliseconds: 180 + Double(length) * 3.7,
        tries: tries, endpoint: "http://127.0.0.1:8000/v1", servedModel: "strong-coder-32b",
        requestID: "chatcmpl-\(number)\(length)"))
  }

  private static func fault(_ id: String, _ number: Int, _ fault: Fault, asked: Bool = false)
    -> GradedAttempt
  {
    GradedAttempt(
      grade: Grade(
        attempt: AttemptID(problemID: id, number: number), answer: nil, outcome: .faulted(fault)),
      prompt: prompt(id),
      completion: asked
        ? Completion(
          content: "```python\ndef merge(xs): ...\n```", promptTokens: 80, completionTokens: 12,
          latencyMilliseconds: 412) : nil)
  }

  /// The last place of `part` in `whole`, in UTF-8 bytes.
  private static func range(of part: String, in whole: String) -> Range<Int> {
    let part = Array(part.utf8)
    let whole = Array(whole.utf8)
    for start in stride(from: whole.count - part.count, through: 0, by: -1)
    where whole[start..<start + part.count].elementsEqual(part) {
      return start..<start + part.count
    }
    return 0..<0
  }
}
