import Foundation
import Grading
import Testing

/// EvalPlus' two forms, graded from end to end: the results that the first lacks are computed once.
@Suite struct EvalPlusTests {
  private struct Row {
    var id: String
    var prompt = "# A task.\n"
    var entryPoint: String
    var solution: String
    var base: String
    var plus: String
    var tolerance = "0"
    var contract = ""
    var right: [String] = []
    var wrong: [String] = []

    var json: String {
      func text(_ value: String) -> String { JSON.string(value).text }
      return
        #"{"task_id":\#(text(id)),"prompt":\#(text(prompt)),"entry_point":\#(text(entryPoint)),"#
        + #""canonical_solution":\#(text(solution)),"base_input":\#(base),"plus_input":\#(plus),"#
        + #""atol":\#(tolerance),"contract":\#(text(contract))}"# + "\n"
    }
  }

  private static let rows = [
    // The contract drops -1; results of floats are compared with a tolerance.
    Row(
      id: "HumanEval/900", prompt: "def root(x):\n    \"\"\"The square root.\"\"\"\n",
      entryPoint: "root", solution: "    return x ** 0.5\n", base: "[[4],[2]]",
      plus: "[[9],[-1],[1e300]]", contract: "    assert x >= 0 # $_CONTRACT_$\n",
      right: ["import math\ndef root(x):\n    return math.sqrt(x) + 1e-9"],
      wrong: ["def root(x):\n    return x / 2", "def root(x):\n    return str(x ** 0.5)"]),
    // Any zero of the polynomial is right.
    Row(
      id: "HumanEval/32", prompt: "def find_zero(xs):\n", entryPoint: "find_zero",
      solution: "    return 1.0 if len(xs) > 2 else -xs[0] / xs[1]\n", base: "[[[1,2]]]",
      plus: "[[[-6,11,-6,1]]]", tolerance: "0.0001",
      right: ["def find_zero(xs):\n    return 3.00000001 if len(xs) > 2 else -0.5"],
      wrong: ["def find_zero(xs):\n    return 0.0"]),
    // Arguments are tuples again, and results are compared as sets.
    Row(
      id: "Mbpp/2", entryPoint: "similar_elements",
      solution: "def similar_elements(a, b):\n  return tuple(set(a) & set(b))\n",
      base: "[[[3,4,5,6],[5,7,4,10]]]", plus: "[[[1,2,3],[3,2,1]]]",
      right: [
        "def similar_elements(a, b):\n    assert type(a) is tuple\n    return sorted(set(a) & set(b))"
      ], wrong: ["def similar_elements(a, b):\n    return a"]),
    Row(
      id: "Mbpp/252", entryPoint: "convert",
      solution: "import cmath\ndef convert(n):\n    return cmath.polar(n)\n", base: #"[["1"]]"#,
      plus: #"[["4+3j"]]"#,
      right: ["def convert(n):\n    import cmath\n    return (abs(n), cmath.phase(n))"],
      wrong: ["def convert(n):\n    return (abs(n), 0.0)"]),
    // Integers of more digits than Python reads by itself.
    Row(
      id: "Mbpp/900", entryPoint: "power",
      solution: "def power(n):\n    return 10 ** n\n", base: "[[5]]", plus: "[[6000]]",
      wrong: ["def power(n):\n    return 10 ** n + (n > 100)"]),
    // The result is an object; whether there is one is what counts.
    Row(
      id: "Mbpp/794", entryPoint: "text_starta_endb",
      solution: "import re\ndef text_starta_endb(text):\n    return re.search('a.*?b$', text)\n",
      base: #"[["aabbbb"]]"#, plus: #"[["accddbbjjj"]]"#,
      right: ["def text_starta_endb(text):\n    return text[:1] == 'a' and text[-1:] == 'b'"],
      wrong: ["def text_starta_endb(text):\n    return True"]),
  ]

  private func samples(_ rows: [Row]) -> (text: String, isRight: [Bool]) {
    var lines: [String] = []
    var isRight: [Bool] = []
    for row in rows {
      let own = row.id.hasPrefix("Mbpp") ? row.solution : row.prompt + row.solution
      for (source, right) in ([own] + row.right).map({ ($0, true) })
        + row.wrong.map({ ($0, false) })
      {
        let line: JSON = ["task_id": .string(row.id), "solution": .string(source)]
        lines.append(line.text)
        isRight.append(right)
      }
    }
    return (lines.joined(separator: "\n"), isRight)
  }

  private func grade(
    _ rows: [Row], on desk: Desk, more: [String] = []
  ) async throws -> [JSON] {
    try desk.write("plus.jsonl", rows.map(\.json).joined())
    try desk.write("samples.jsonl", samples(rows).text)
    let result = try await desk.assay(
      ["grade", "plus.jsonl", "--outputs", "samples.jsonl", "--no-report", "--fresh"] + more,
      environment: ["XDG_CACHE_HOME": desk.path + "/cache"])
    #expect(result.status == 0 || result.status == 3, "\(result.messages)")
    return try await desk.export()
  }

  @Test func inputsAreJudgedByTheReferenceSolution() async throws {
    let desk = Desk()
    let grades = try await grade(Self.rows, on: desk)
    let isRight = samples(Self.rows).isRight
    #expect(grades.count == isRight.count)
    for (grade, isRight) in zip(grades, isRight) {
      #expect(
        grade["verdict"]?.string == (isRight ? "correct" : "incorrect"),
        "\(grade["problem_id"]?.text ?? "") \(grade["completion"]?.text ?? ""): \(grade["evidence"]?.text ?? "")"
      )
      #expect(grade["evidence"]?["integrity"] == nil)
    }
    let wrong = grades.first { $0["verdict"]?.string == "incorrect" }
    #expect(wrong?["evidence"]?["remark"]?.string?.contains("base input 1") == true)
  }

  @Test func whatWasComputedIsReadTheNextTimeAndOnlyIfItIsWhole() async throws {
    let desk = Desk()
    let rows = [Self.rows[4]]
    #expect(
      try await grade(rows, on: desk).map { $0["verdict"]?.string } == ["correct", "incorrect"])
    let files = desk.files.filter { $0.hasPrefix("cache/assay/computed/") }
    let file = try #require(files.first)
    #expect(files.count == 1)
    // Other results than the reference gives: what is wrong by them was not computed again.
    let other = "[(0, 0x186a0),\n(1,),\n]"
    try desk.write(file, SHA256.hex(other) + "\n" + other)
    #expect(
      try await grade(rows, on: desk).map { $0["verdict"]?.string } == ["correct", "correct"])
    try desk.write(file, SHA256.hex(other) + "\n" + other.dropLast(3))
    #expect(
      try await grade(rows, on: desk).map { $0["verdict"]?.string } == ["correct", "incorrect"])
  }

  @Test func aReferenceThatFailsIsAFaultAndNeverAWrongAnswer() async throws {
    let desk = Desk()
    let row = Row(
      id: "HumanEval/902", prompt: "def f(x):\n", entryPoint: "f",
      solution: "    return 1 // x\n", base: "[[1]]", plus: "[[0]]", wrong: ["def f(x): return 7"])
    let grades = try await grade([row], on: desk, more: ["--no-canary"])
    #expect(grades.count == 2)
    for grade in grades {
      #expect(grade["verdict"]?.isNull == true)
      #expect(
        grade["fault"]?["message"]?.string?.contains("ZeroDivisionError") == true, "\(grade.text)")
    }
  }

  @Test func theScriptThatHoldsItsResultsNeedsNoNumpy() async throws {
    let desk = Desk()
    let script = """
      import numpy as np

      def is_floats(x) -> bool:
          if isinstance(x, (list, tuple)):
              return all(isinstance(i, float) for i in x)
          if isinstance(x, np.ndarray):
              return x.dtype == np.float64 or x.dtype == np.float32
          return isinstance(x, float)

      def assertion(out, exp, atol):
          exact = out == exp
          if atol == 0 and is_floats(exp):
              atol = 1e-6
          if not exact and atol != 0:
              assert np.allclose(out, exp, rtol=1e-07, atol=atol)
          else:
              assert exact

      def check(candidate):
          for inp, exp in zip([[4], [9]], [[2.0, -2.0], [3.0, -3.0]]):
              assertion(candidate(*inp), exp, 0)

      """
    let row: JSON = [
      "task_id": .string("HumanEval/903"), "prompt": .string("def roots(x):\n"),
      "entry_point": .string("roots"),
      "canonical_solution": .string("    return [x ** 0.5, -x ** 0.5]\n"),
      "test": .string(script),
    ]
    try desk.write("script.jsonl", row.text)
    let sources = [
      "def roots(x):\n    return [x ** 0.5, -x ** 0.5]",
      "def roots(x):\n    return (x ** 0.5 + 1e-9, -x ** 0.5)",
      "def roots(x):\n    return [x ** 0.5, x ** 0.5]", "def roots(x):\n    return [2.0, -2.0]",
    ]
    let lines = sources.map { source -> String in
      let line: JSON = ["task_id": .string("HumanEval/903"), "solution": .string(source)]
      return line.text
    }
    try desk.write("samples.jsonl", lines.joined(separator: "\n"))
    let result = try await desk.assay(
      "grade", "script.jsonl", "--outputs", "samples.jsonl", "--no-report")
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      try await desk.export().map { $0["reason"]?.string }
        == ["accepted", "accepted", "wrong_answer", "wrong_answer"])
  }
}
