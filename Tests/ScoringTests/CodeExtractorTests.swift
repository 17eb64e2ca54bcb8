import Grading
import Scoring
import Testing

/// Which code of a completion counts.
struct CodeExtractorTests {
  private static func code(
    _ content: String, language: String = "python", entryPoint: String? = "f",
    starter: String? = nil, finish: Completion.FinishReason = .stop
  ) -> String? {
    let extractor = CodeExtractor(
      languages: [language], entryPoint: entryPoint, starterCode: starter)
    let completion = Completion(content: content, finishReason: finish)
    guard case .found(let answer) = extractor.extract(from: completion) else { return nil }
    return answer.text
  }

  private static let solution = "def f(x):\n    return x + 1"

  @Test(arguments: [
    "```python\n@\n```", "```py\n@\n```", "```Python3\n@\n```", "```\n@\n```", "~~~python\n@\n~~~",
    "````python\n@\n````", "```{.python}\n@\n```", "```python title=\"a.py\"\n@\n```",
    "Here it is:\n\n```python\n@\n```\n\nIt adds one.", "```python\n@\n```\n\n```\n4\n```",
    "```python\n@\n```\n\n```python\nassert f(1) == 2\n```",
    "```python\n@\n```\nExample usage:\n```python\nprint(f(1))\n```",
    "```bash\npip install x\n```\n```python\n@\n```", "```json\n{\"a\": 1}\n```\n```\n@\n```",
    "```python\ndef f(x):\n    return x  # draft\n```\nBetter:\n```python\n@\n```",
    "```python\n@\n```\n```python\ndef f(x):\n    return x +", "@", "@\n```", "Sure:\n\n@",
    "[PYTHON]\n@\n[/PYTHON]", "<code>\n@\n</code>", "[BEGIN]\n@\n[DONE]", "```python\n@",
    "\\begin{lstlisting}[language=Python]\n@\n\\end{lstlisting}",
    "<think>\n```python\ndef f(x): return 0\n```\n</think>\n```python\n@\n```",
    "@\n\nHope this helps!", "```python\n@\n```<|im_end|>", "```python\r\n@\r\n```\r\n",
    "```text\n@\n```",
    "```python\n@\n```\n\nOr in C++:\n\n```cpp\nint f(int x) { return x + 1; }\n```",
  ])
  func theSolutionIsFound(_ template: String) {
    let content = template.replacing("@", with: Self.solution)
    #expect(Self.code(content) == Self.solution)
  }

  @Test func aFencedBlockInAListLosesItsIndentation() {
    let content = "1. Like this:\n\n   ```python\n   def f(x):\n       return x + 1\n   ```\n"
    #expect(Self.code(content) == Self.solution)
  }

  @Test func aBlockThatIsNeededGoesBeforeTheOneThatNeedsIt() {
    let content = """
      ```python
      import math
      ```
      ```python
      def helper(x):
          return math.sqrt(x)
      ```
      ```python
      def f(x):
          return helper(x) + 1
      ```
      """
    #expect(
      Self.code(content)
        == "def helper(x):\n    return math.sqrt(x)\n\ndef f(x):\n    return helper(x) + 1"
        || Self.code(content)?.contains("import math") == true)
    #expect(Self.code(content)?.contains("def helper") == true)
  }

  @Test func aSessionLosesItsPrompts() {
    let content = "```python\n>>> def f(x):\n...     return x + 1\n>>> f(1)\n2\n```"
    #expect(Self.code(content) == "def f(x):\n    return x + 1\nf(1)")
  }

  // completion | reason
  @Test(arguments: [
    ("", Reason.noAnswer), ("The function adds one to its argument.", .noAnswer),
    ("<think>\n```python\ndef f(x):\n    return x\n```\nbut", .truncated),
    ("I'm sorry, but I can't help with that.", .refused),
  ])
  func aReplyWithoutCodeHasNone(content: String, reason: Reason) {
    let found = CodeExtractor(languages: ["python"], entryPoint: "f").extract(
      from: Completion(content: content))
    guard case .nothing(let given, _) = found else {
      Issue.record("found \(found)")
      return
    }
    #expect(given == reason)
  }

  @Test func codeThatTheTokenLimitCutOffIsNoneUnlessItsFunctionIsWhole() {
    let open = "```python\ndef f(x):\n    y = x +"
    #expect(Self.code(open, finish: .length) == nil)
    #expect(Self.code("```python\ndef f(x):\n    return x", finish: .length) == nil)
    #expect(Self.code("```python\ndef f(x):\n    return x\n\n# as f(", finish: .length) != nil)
    let earlier = "```python\n\(Self.solution)\n```\nFaster:\n" + open
    #expect(Self.code(earlier, finish: .length) == Self.solution)
  }

  @Test func codeInAnotherLanguageIsAnAnswerThatWillNotBeUnderstood() {
    let code = "func f(x int) int { return x + 1 }"
    let found = CodeExtractor(languages: ["python"], entryPoint: "f").extract(
      from: Completion(content: "```go\n\(code)\n```"))
    guard case .found(let answer) = found else {
      Issue.record("nothing found")
      return
    }
    #expect(answer.text == code)
    #expect(answer.language == "python")
    #expect(answer.confidence == .low)
  }

  @Test func aDraftWhoseVariablesTheProgramHasItselfStaysOut() {
    let content = """
      ```python
      n = int(input())
      ```
      Faster:
      ```python
      import sys

      def main():
          n = int(sys.stdin.read())
          print(n)

      main()
      ```
      """
    #expect(Self.code(content, entryPoint: nil)?.hasPrefix("import sys") == true)
  }

  @Test func theLanguageOfTheChosenBlockIsTold() {
    let extractor = CodeExtractor(languages: ["python", "cpp", "javascript"])
    let content = "```cpp\n#include <cstdio>\nint main() { puts(\"1\"); }\n```"
    guard case .found(let answer) = extractor.extract(from: Completion(content: content)) else {
      Issue.record("nothing found")
      return
    }
    #expect(answer.language == "cpp")
  }

  private static let starter = """
    from typing import List
    import math

    def helper(x):
        return x

    def f(xs: List[int]) -> int:
        \"\"\"Adds them.\"\"\"

    """

  @Test(arguments: [
    "    total = 0\n    for x in xs:\n        total += x\n    return total",
    "```python\n    total = 0\n    for x in xs:\n        total += x\n    return total\n```",
    "total = 0\nfor x in xs:\n    total += x\nreturn total",
    "total = 0\n    for x in xs:\n        total += x\n    return total",
    "    total = 0\n    for x in xs:\n        total += x\n    return total\n\ndef g():\n    pass",
  ])
  func aBodyGoesBehindTheSignature(_ content: String) throws {
    let body = "    total = 0\n    for x in xs:\n        total += x\n    return total"
    let code = try #require(Self.code(content, starter: Self.starter))
    #expect(code.hasPrefix("from typing import List\n"))
    #expect(code.contains("\"\"\"Adds them.\"\"\"\n" + body))
    #expect(!code.contains("def g"))
  }

  @Test func aWholeFunctionGetsTheImportsAndHelpersOfTheStarterCode() throws {
    let content = "```python\ndef f(xs: List[int]) -> int:\n    return helper(sum(xs))\n```"
    let code = try #require(Self.code(content, starter: Self.starter))
    #expect(code.contains("from typing import List"))
    #expect(code.contains("def helper(x):\n    return x"))
    #expect(code.hasSuffix("def f(xs: List[int]) -> int:\n    return helper(sum(xs))"))
    #expect(!code.contains("Adds them"))
  }

  @Test func aLoneMethodGetsItsClass() throws {
    let starter = "class Solution:\n    def f(self, x: int) -> int:\n        "
    let content = "```python\ndef f(self, x: int) -> int:\n    return x + 1\n```"
    #expect(
      Self.code(content, starter: starter)
        == "class Solution:\n    def f(self, x: int) -> int:\n        return x + 1")
    let whole = "class Solution:\n    def f(self, x: int) -> int:\n        return x + 1"
    #expect(Self.code("```python\n\(whole)\n```", starter: starter) == whole)
  }

  @Test func aProgramIsTheBlockThatReadsItsInput() {
    let content = """
      The step is

      ```python
      total = a + b
      ```

      so the program is

      ```python
      a, b = map(int, input().split())
      print(a + b)
      ```

      For input `1 2` it prints

      ```
      3
      ```
      """
    #expect(
      Self.code(content, entryPoint: nil) == "a, b = map(int, input().split())\nprint(a + b)")
  }

  @Test func aProgramThatOnlyDefinesIsStartedByTheBlockBehindIt() {
    let content = """
      ```python
      def main():
          print(int(input()) + 1)
      ```

      And then run it:

      ```python
      main()
      ```
      """
    #expect(
      Self.code(content, entryPoint: nil) == "def main():\n    print(int(input()) + 1)\n\nmain()")
  }

  @Test(arguments: [
    ("c", "#include <stdio.h>\nint main(void) { int x; scanf(\"%d\", &x); return 0; }"),
    ("javascript", "const x = require('fs').readFileSync(0, 'utf8');\nconsole.log(x);"),
    ("bash", "read x\necho $((x + 1))"),
    ("go", "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(3)\n}"),
  ])
  func programsOfOtherLanguagesAreFoundToo(language: String, program: String) {
    let content = "Here:\n\n```\(language)\n\(program)\n```\n\nRun it:\n\n```text\n3\n```"
    #expect(Self.code(content, language: language, entryPoint: nil) == program)
  }
}
