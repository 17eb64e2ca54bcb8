import Grading
import Scoring
import Testing

/// Letters of options, however they are decorated.
struct ChoiceExtractorTests {
  private static let planets = ["Mercury", "Venus", "Carbon dioxide", "Decrease in pressure"]

  private static func letters(
    _ content: String, options: [String] = planets, several: Bool = false
  ) -> String? {
    let extractor = ChoiceExtractor(options: options, several: several)
    guard case .found(let answer) = extractor.extract(from: Completion(content: content)) else {
      return nil
    }
    return answer.text
  }

  @Test(arguments: [
    "B", "b", "B.", "(B)", "**B**", "**(B)**", "B) Venus", "B: Venus", "`B`", "\"B\"", "[B]",
    "Answer: B", "Answer: (B)", "**Answer: B**", "Answer: **B**", "ANSWER: $B$", "The answer is B.",
    "The answer is (B) because it is hot.", "answer is: b", "\\boxed{B}", "\\boxed{\\text{B}}",
    "\\boxed{(B)}", "$\\boxed{\\mathrm{B}}$", "\\boxed{B. Venus}", "<answer>B</answer>",
    "{\"answer\": \"B\"}", "The correct option is B.", "The correct answer is option B.",
    "I would choose B.", "答案：B", "答案是（B）", "故选：B", "正解はＢです。", "Antwort: B", "Ｂ",
    "Answer: Venus", "The answer is Venus.", "Venus", "Final answer: option (B)",
    "A is wrong. C is wrong. D is not possible. B is correct.", "So only B remains.",
    "It is hot there, so the answer must be B.", "Answer: B\n\nQuestion: next?\nAnswer: C",
    "<think>Answer: A</think>B", "First I said Answer: A. Wait.\n\nAnswer: B", "2", "Answer: 2",
    "Answer: B, not A", "Long text on A.\n\n(B)",
    "A) is too cold.\nC) is a gas.\nThat leaves B.",
  ])
  func theSecondOptionIsChosen(_ content: String) {
    #expect(Self.letters(content) == "B")
  }

  @Test(arguments: [
    "", "Answer: A or B", "Answer: Both", "Answer: Decreases", "The answer is Deuterium.",
    "I think a planet is meant.", "A planet is meant.", "Ответ: Б", "Answer: E",
    "It might be A, or maybe B.", "I'm sorry, but I can't help with that.", "Answer: none",
    "A) Mercury\nB) Venus\nC) Carbon dioxide\nD) Decrease in pressure",
  ])
  func nothingIsChosen(_ content: String) {
    #expect(Self.letters(content) == nil)
  }

  // completion | letters
  @Test(arguments: [
    ("Answer: A and C", "A,C"), ("Answer: A, C", "A,C"), ("Answer: A, B, and D", "A,B,D"),
    ("\\boxed{A, C, D}", "A,C,D"), ("答案：ABD", "A,B,D"), ("(B) and (C)", "B,C"),
    ("{\"answer\": [\"A\", \"D\"]}", "A,D"), ("Options **D** and **B** are right.", "D,B"),
    ("The correct options are (A) and (C).", "A,C"), ("Answer: A & B", "A,B"),
    ("正解は A、C です。", "A,C"),
  ])
  func severalLettersAreJoined(content: String, expected: String) {
    #expect(Self.letters(content, several: true) == expected)
    #expect(Self.letters(content) == expected)
  }

  @Test func aNumberIsNoLetterWhereOptionsAreNumbers() {
    let numbers = ["10", "2", "30", "4"]
    #expect(Self.letters("Answer: 2", options: numbers) == "B")
    #expect(Self.letters("Answer: 4", options: numbers) == "D")
    #expect(Self.letters("Answer: 3", options: numbers) == nil)
  }

  @Test func onlyLettersOfTheOptionsCount() {
    #expect(Self.letters("Answer: I", options: Array(repeating: "", count: 10)) == "I")
    #expect(Self.letters("Answer: I") == nil)
  }

  @Test func theRangeHoldsTheLetter() throws {
    let content = "Überlegung. Antwort: (C) Kohlendioxid"
    let found = ChoiceExtractor(options: Self.planets).extract(from: Completion(content: content))
    guard case .found(let answer) = found else {
      Issue.record("found \(found)")
      return
    }
    #expect(String(decoding: Array(content.utf8)[answer.range], as: UTF8.self) == "C")
  }
}
