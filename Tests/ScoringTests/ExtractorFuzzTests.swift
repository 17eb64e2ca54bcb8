import Grading
import Scoring
import Testing

/// Whatever a model writes: no crash, ranges within the text, and time linear in its length.
struct ExtractorFuzzTests {
  /// SplitMix64: the same texts on every run.
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let extractors: [any Extractor] = [
    FinalAnswerExtractor(), ChoiceExtractor(options: ["x", "", "z", "4"]),
    ChoiceExtractor(options: ["1", "2"], several: true), ChoiceExtractor(options: []),
    CodeExtractor(languages: ["python"], entryPoint: "f", starterCode: "def f(x):\n"),
    CodeExtractor(languages: ["cpp", "python", "javascript"]), CodeExtractor(languages: []),
    FilesExtractor(names: ["a.py", "b.py", "data.txt"], languages: ["python"]),
    WholeTextExtractor(),
  ]

  /// Pieces that extractors react to.
  private static let pieces = [
    "\\boxed{", "\\boxed", "oxed{", "\u{8}oxed{", "}", "{", "$", "$$", "\\(", "\\)", "\\[", "\\]",
    "\\begin{", "\\end{", "Answer:", "answer is", "答案是", "正解は", "####", "# ", "**", "*", "_",
    "<answer>", "</answer>", "<think>", "</think>", "{\"answer\": ", "\"", "```", "```python\n",
    "~~~", "a.py", "```python b.py\n", "==== a.py ====\n", "\n", "\n\n", "\r\n", " ", "\t", "A",
    "(B)", "C)", " and ", " or ", ",", ".", "?", "!",
    "12", "-3/4", "1,234.5", "5 cm", "\\%", "\\frac{1}{2}", "=", "≈", "is", "not", "def f(x):\n",
    "    return x\n", ">>> ", "import a\n", "[PYTHON]", "[/PYTHON]", "<code>", "x = ", "Question:",
    "é", "\u{0}", "\u{202E}", "𝟙", "。", "，", "入", "<|im_end|>", "(see", "\\", "Ｂ", "\u{FEFF}",
  ]

  private static func check(_ completion: Completion) {
    for extractor in extractors {
      switch extractor.extract(from: completion) {
      case .found(let answer):
        let source = answer.source == .content ? completion.content : completion.reasoning ?? ""
        #expect(answer.range.upperBound <= source.utf8.count, "\(completion.content)")
        #expect(!answer.text.isEmpty, "\(completion.content)")
        #expect(!answer.rule.isEmpty)
      case .nothing(let reason, let remark):
        #expect([.noAnswer, .truncated, .refused].contains(reason))
        #expect(!remark.isEmpty)
      }
    }
  }

  @Test(arguments: 0..<8)
  func anyMixtureOfMarksIsReadWithoutACrash(seed: Int) {
    var random = Random(state: UInt64(seed) &* 7_919)
    for _ in 0..<250 {
      var text = ""
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        text += Self.pieces.randomElement(using: &random) ?? ""
      }
      let finish: Completion.FinishReason = Bool.random(using: &random) ? .stop : .length
      Self.check(Completion(content: text, reasoning: text, finishReason: finish))
      Self.check(Completion(content: "", reasoning: text))
    }
  }

  @Test(arguments: 0..<4)
  func anyBytesAreReadWithoutACrash(seed: Int) {
    var random = Random(state: UInt64(seed) &+ 99)
    for _ in 0..<250 {
      let count = Int.random(in: 0...80, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      Self.check(Completion(content: String(decoding: bytes, as: UTF8.self)))
    }
  }

  /// What makes a careless search quadratic: a mark that is repeated and perhaps never closed.
  @Test(
    arguments: [
      "\\boxed{", "\\boxed{1} ", "$", "$a ", "\\(", "\\[", "**", "*", "Answer: ", "answer is ",
      "答案",
      "#### 1\n", "#", "<answer>", "<answer>1</answer>", "{\"answer\": \"", "\"answer\": [[",
      "```\n",
      "```python\n", "```python\nx\n```\n", "~~~", "<think>", "a<think>", "</think>", "(", "((1,2",
      "[",
      "A ", "A or ", "B and ", ". ", "\n", "\n\n", "1 ", "1", "1/", "=", "x = 1\n", "<code>",
      "[PYTHON]",
      "\\begin{lstlisting}", "Question:\n", "Answer: 1\nQuestion: ", "def f(x):\n", "    x\n",
      ">>> f\n", "I ", "<|im_end|>", "\\", "é", "maybe ", "5 cm ", "\u{202E}", "f f f(", "<b>", "“",
    ])
  func aRepeatedMarkTakesNoLongTime(piece: String) {
    let text = String(repeating: piece, count: 4_000 / piece.utf8.count)
    for extractor in Self.extractors {
      _ = extractor.extract(from: Completion(content: text))
    }
  }

  @Test(
    arguments: ["\\boxed{", "Answer: ", "<answer>1</answer>", "f f f("])
  func aMegabyteTakesNoLongTime(piece: String) {
    let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
    for extractor in [Self.extractors[0], Self.extractors[1], Self.extractors[4]] {
      _ = extractor.extract(from: Completion(content: text))
    }
  }
}
