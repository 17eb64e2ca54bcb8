#if DEBUG
  import Grading
  import Testing

  @testable import Scoring

  /// Four times the text costs at most about four times the work, counted in bytes that are looked
  /// at and not by a clock.
  struct LinearWorkTests {
    private static let extractors: [any Extractor] = [
      FinalAnswerExtractor(),
      ChoiceExtractor(options: ["red apple", "green pear", "3", "none of these"]),
      CodeExtractor(languages: ["python"], entryPoint: "f", starterCode: "def f(x):\n"),
    ]

    /// Marks that make a careless search go back to the beginning, or on to the end, at each of them.
    static let pieces = [
      "\\boxed{", "\\boxed{1} ", "\\boxed{1}, ", "\\boxed", "$", "$1$ ", "$$", "\\[", "\\(1\\)",
      "```", "```\n", "```python\ndef f(): pass\n```\n", "~~~\n", "<think>", "</think>",
      "the answer is ", "Answer: ", "Answer: 3\n", "Answer:\n\n", "答案是3。", "#### 1\n", "####",
      "<answer>", "<answer>1", "</answer>", "{\"answer\": ", "{\"answer\": 1}", "{", "}", "(",
      "((a",
      "[", "1", "1 ", "1, ", "-1/", "= ", "x = 1. ", "**", "**a", "A ", "A or ", "(A) ",
      "I choose ",
      "is not ", "is wrong. ", "Wait, ", "Question: a\n", "\n", " ", "“", "\"", "'", "\\",
      "\\text{", "def f(x):\n", "    x\n", ">>> x\n", "import a\n", "class Solution:\n",
      "[PYTHON]", "<code>", "`", "`a` ", "- ", "> ", "\\begin{lstlisting}",
      "def f(x):\n    return \"\"\"\n", "red apple ", "e.g. ",
    ]

    private static func steps(_ extractor: any Extractor, _ piece: String, _ size: Int) -> Int {
      let text = String(repeating: piece, count: max(1, size / piece.utf8.count))
      let counter = ByteSteps()
      ByteSteps.$current.withValue(counter) {
        _ = extractor.extract(from: Completion(content: text))
      }
      return counter.total
    }

    @Test(arguments: pieces)
    func fourTimesTheTextCostsAboutFourTimesTheWork(piece: String) {
      for (number, extractor) in Self.extractors.enumerated() {
        let small = Self.steps(extractor, piece, 4_000)
        let large = Self.steps(extractor, piece, 16_000)
        #expect(small >= 4_000)
        #expect(large < small * 6 + 20_000, "extractor \(number): \(small) and \(large)")
        // And no more than a bounded number of looks at each byte.
        #expect(large < 16_000 * 800, "extractor \(number): \(large)")
      }
    }

    @Test(arguments: ["\\boxed{", "$", "```\n", "<think>", "the answer is ", "{", "1"])
    func aMegabyteIsReadInAFewPasses(piece: String) {
      let steps = Self.steps(Self.extractors[0], piece, 1_000_000)
      #expect(steps < 200_000_000, "\(steps)")
    }
  }
#endif
