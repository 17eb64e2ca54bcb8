import Grading
import MathEquivalence
import Scoring
import Testing

/// Final answers: what is found, by which rule, and where.
struct FinalAnswerExtractorTests {
  /// The answer lies between 1️⃣ and 2️⃣, which are no part of the completion.
  struct Marked: Sendable, CustomTestStringConvertible {
    var completion: String
    var expected: String
    var rule: AnswerRule

    init(_ marked: String, _ rule: AnswerRule) {
      let start = marked.split(separator: "1️⃣", maxSplits: 1, omittingEmptySubsequences: false)
      let rest = start.last?.split(
        separator: "2️⃣", maxSplits: 1, omittingEmptySubsequences: false)
      completion = marked.replacing("1️⃣", with: "").replacing("2️⃣", with: "")
      expected = rest?.first.map(String.init) ?? ""
      self.rule = rule
    }

    var testDescription: String { completion }
  }

  @Test(arguments: [
    ("Answer: Tom has 15 apples", "15 apples", "15"),
    ("Answer: There are 24 ways", "24 ways", "24"),
    ("**Answer:** The train takes **2.5 hours**.", "2.5 hours", "2.5"),
    ("**Answer:** Janet makes **$18** every day.", "$18", "18"),
    ("Final Answer: The total cost is $45.", "$45", "45"),
    ("Answer: It will take 40 minutes", "40 minutes", "40"),
    ("Answer: the 5th term is 17", "17", "17"),
    ("The answer is that he has 6 left", "6", "6"),
    ("Answer: Each friend gets 4 candies", "4 candies", "4"),
    ("Answer: A total of 25 students", "25 students", "25"),
    ("Answer: 12 apples left", "12 apples", "12"), ("Answer: 12 remaining", "12", "12"),
    ("The answer is 1/3 of the cake.", "1/3", "1/3"),
    ("The answer is 25% of the class", "25%", "25%"), ("He has $5.50 left.", "$5.50", "5.50"),
  ])
  func aShortSentenceLeadsToItsQuantity(content: String, expected: String, gold: String) throws {
    let answer = try #require(Self.answer(Completion(content: content)))
    // The noun that is counted may stand with its number or not.
    #expect(answer.text == expected || answer.text == gold, "\(answer)")
    #expect(try Equivalence(gold: gold).compare(answer.text).outcome == .equal)
  }

  @Test(arguments: [
    ("Answer: Room 12", "Room 12"), ("Answer: May 5", "May 5"), ("Answer: Alice, 5", "Alice, 5"),
    ("Answer: 5 apples and 3 pears", "5 apples and 3 pears"), ("Answer: Turn left", "Turn left"),
    ("Answer: 10 of diamonds", "10 of diamonds"), ("Answer: Apollo 11", "Apollo 11"),
  ])
  func aNameKeepsItsNumber(content: String, expected: String) {
    #expect(Self.answer(Completion(content: content))?.text == expected)
  }

  private static func answer(_ completion: Completion) -> Answer? {
    guard case .found(let answer) = FinalAnswerExtractor().extract(from: completion) else {
      return nil
    }
    return answer
  }

  @Test(arguments: [
    Marked("<answer>1️⃣672️⃣</answer>", .answerTag),
    Marked("<answer>\n1️⃣x = 32️⃣\n</answer> I checked 2 times.", .answerTag),
    Marked("The result follows.\n<answer>1️⃣122️⃣", .answerTag),
    Marked("<answer>$1️⃣\\frac{1}{2}2️⃣$</answer>", .answerTag),
    Marked(#"{"reasoning": "2+2", "answer": 1️⃣42️⃣}"#, .json),
    Marked(#"{"answer": 1️⃣4.502️⃣, "unit": "m"}"#, .json),
    Marked(#"It is $\boxed{1️⃣172️⃣}$."#, .boxed),
    Marked(#"\boxed {1️⃣\frac{1}{\sqrt{2}}2️⃣}"#, .boxed),
    Marked(#"\fbox{1️⃣92️⃣}"#, .boxed),
    Marked(#"\framebox[3cm]{1️⃣92️⃣}"#, .boxed),
    Marked(#"First \boxed{3}. Wait, that is wrong. So it is \boxed{1️⃣52️⃣}."#, .boxed),
    Marked(#"\boxed{4} is right, as said: \boxed{1️⃣42️⃣}"#, .boxed),
    Marked(#"Answer: \boxed{1️⃣122️⃣}, since 3·4 = 12."#, .boxed),
    Marked(#"Hence \[ \boxed{1️⃣(-\infty, 2] \cup \{5\}2️⃣} \] as claimed."#, .boxed),
    Marked("$\\boxed{1️⃣\\frac{1}{2}2️⃣$", .boxed),
    Marked("Final Answer: The final answer is $1️⃣2\\sqrt{3}2️⃣$. I hope it is correct.", .label),
    Marked("Answer:\n\n1️⃣422️⃣", .label),
    Marked("**Answer:** 1️⃣5/62️⃣", .label),
    Marked("**Answer: 1️⃣242️⃣**", .label),
    Marked("The answer is therefore 1️⃣-32️⃣.", .label),
    Marked("So the answer to part (b) is 1️⃣172️⃣.", .label),
    Marked("The answer (in cm) is 1️⃣12.52️⃣, rounded.", .label),
    Marked("Answer: 12\n\nWait, I miscounted.\n\nAnswer: 1️⃣142️⃣", .label),
    Marked("My initial answer was 3. The final answer is 1️⃣42️⃣.", .label),
    Marked("The answer is 1️⃣82️⃣ because 2³ = 8.", .label),
    Marked("The correct answer is 1️⃣x ≥ 22️⃣, which follows from the first line.", .label),
    Marked("Answer: 1️⃣(0, 1]2️⃣", .label),
    Marked("Answer: 1️⃣x = 2, x = -32️⃣", .label),
    Marked("Answer - see below.\n\n**Answer**\n\n1️⃣3.142️⃣", .label),
    Marked("| step | value |\n|---|---|\n\nAnswer: 1️⃣72️⃣ ✅", .label),
    Marked("Die Antwort ist 1️⃣422️⃣.", .label),
    Marked("La réponse est 1️⃣3,52️⃣.", .label),
    Marked("A resposta final é 1️⃣102️⃣.", .label),
    Marked("Ответ: 1️⃣152️⃣", .label),
    Marked("答えは1️⃣122️⃣です。", .label),
    Marked("所以答案为 1️⃣3/42️⃣。", .label),
    Marked("उत्तर: 1️⃣92️⃣", .label),
    Marked("Đáp án: 1️⃣62️⃣", .label),
    Marked("18 - 5 = 13\n#### 1️⃣132️⃣", .hashes),
    Marked("#### 1️⃣$1,200.502️⃣", .hashes),
    Marked("#### 1️⃣-72️⃣\n\nTom has 4 bags.\n#### 24", .hashes),
    Marked("#### 3\nWait, that is a mistake.\n#### 1️⃣42️⃣", .hashes),
    Marked("We get 3 · 7, so it is **1️⃣212️⃣**.", .bold),
    Marked("Therefore\n$$1️⃣\\frac{a}{2}2️⃣$$", .display),
    Marked("Therefore 1️⃣x = 42️⃣.", .equation),
    Marked("12 - 5 = 1️⃣72️⃣", .equation),
    Marked("Adding up gives a total of 1️⃣3/82️⃣ pages.", .lastQuantity),
    Marked("The temperature falls to 1️⃣−7 °C2️⃣.", .lastQuantity),
    Marked("It costs 1️⃣$1,234.502️⃣.", .lastQuantity),
    Marked("1️⃣422️⃣", .wholeReply),
    Marked("1️⃣Paris2️⃣.", .wholeReply),
    Marked("1️⃣Yes2️⃣, because 7 is prime.", .wholeReply),
  ])
  func theAnswerIsFoundWhereItStands(_ marked: Marked) throws {
    let answer = try #require(Self.answer(Completion(content: marked.completion)))
    #expect(answer.text == marked.expected)
    #expect(answer.rule == marked.rule.rawValue)
    #expect(answer.confidence == marked.rule.confidence)
    let bytes = Array(marked.completion.utf8)
    #expect(String(decoding: bytes[answer.range], as: UTF8.self).contains(marked.expected))
  }

  // completion | the text of the answer, which is put together
  @Test(arguments: [
    (#"The roots are \boxed{-3} and \boxed{5}."#, "-3, 5"),
    (#"(a) \boxed{1}\n\n(b) \boxed{2}"#, "1, 2"),
    (#"\boxed{25}\%"#, #"25\%"#),
    (#"It is \$\boxed{25}"#, #"\$25"#),
    (#"\boxed{90}^\circ"#, #"90^\circ"#),
    (#"$\boxed{5}\text{ cm}$"#, #"5\text{ cm}"#),
    (#"$\boxed{5}$ cm"#, "5 cm"),
    (#"{"answer": "\\boxed{\\frac{1}{2}}"}"#, #"\frac{1}{2}"#),
    (#"\\boxed{\\frac{1}{2}}"#, #"\frac{1}{2}"#),
    (#"\boxed{x = \boxed{5}}"#, "x = {5}"),
    ("x = 2\ny = -1", "x = 2, y = -1"),
    ("The answer is $x=1$ or $x=2$.", "x=1 or x=2"),
  ])
  func partsOfAnAnswerAreJoined(completion: String, expected: String) {
    #expect(Self.answer(Completion(content: completion))?.text == expected)
  }

  // completion | reason
  @Test(arguments: [
    ("", Reason.noAnswer), (" \n\t ", .noAnswer), ("<think>2+2=4</think>", .noAnswer),
    ("<think>2+2=4, so 4", .truncated), ("I'm sorry, but I can't help with that.", .refused),
    ("As an AI, I cannot solve 3 of these.", .refused), ("Let me think about this.", .noAnswer),
    ("The sum is 12 and 15, which we multiply by the", .noAnswer),
    ("Could you give me the value of n?", .noAnswer), ("The answer is not 12.", .noAnswer),
    ("It could be 3, or maybe 4.", .noAnswer), ("Answer:", .noAnswer),
    ("The answer is consistent with what we found.", .noAnswer),
    ("抱歉，我无法回答。", .refused),
  ])
  func aReplyWithoutAnswerHasNone(completion: String, reason: Reason) {
    let found = FinalAnswerExtractor().extract(from: Completion(content: completion))
    guard case .nothing(let given, let remark) = found else {
      Issue.record("found \(found)")
      return
    }
    #expect(given == reason)
    #expect(!remark.isEmpty)
  }

  @Test(arguments: [
    ("<think>It is \\boxed{3}.</think>\n\nAnswer: 4", "4"),
    ("It is \\boxed{3}.\n</think>\nAnswer: 4", "4"),
    ("[THINK]7[/THINK]\n8", "8"),
    ("◁think▷7◁/think▷8", "8"),
    ("<|channel|>analysis<|message|>Answer: 1<|end|><|channel|>final<|message|>Answer: 2", "2"),
    ("Answer: 5<|im_end|>\n<|im_start|>user\nAnswer: 6", "5"),
    ("Answer: 5</s>Answer: 6", "5"),
    ("The answer is 5.\n\nQuestion: How many?\nAnswer: 6", "5"),
    ("5\n\nQ: How many?\nA: 6", "5"),
    ("Question: 2+3?\nAnswer: 5\n\nQuestion: 3+3?\nAnswer: 6", "5"),
  ])
  func onlyTheVisiblePartOfTheFirstReplyCounts(completion: String, expected: String) {
    #expect(Self.answer(Completion(content: completion))?.text == expected)
  }

  @Test func aReplyThatTheTokenLimitCutOffHasOnlyTheAnswersThatAreSurelyWhole() {
    func cut(_ content: String) -> Extraction {
      FinalAnswerExtractor().extract(
        from: Completion(content: content, finishReason: .length))
    }
    #expect(cut("so x = 12") == .nothing(.truncated, remark: cutRemark))
    #expect(cut("The answer is 12") == .nothing(.truncated, remark: cutRemark))
    guard case .found(let answer) = cut("The answer is \\boxed{12}. Let us now ver") else {
      Issue.record("a whole box was lost")
      return
    }
    #expect(answer.text == "12")
  }

  private let cutRemark = "the token limit came before an answer"

  @Test func anAnswerInReasoningAloneCountsWithLowConfidenceOnceTheModelHadFinished() {
    let finished = Completion(content: "", reasoning: "So \\boxed{9}.", finishReason: .stop)
    let answer = Self.answer(finished)
    #expect(answer?.text == "9")
    #expect(answer?.source == .reasoning)
    #expect(answer?.confidence == .low)

    var cut = finished
    cut.finishReason = .length
    #expect(Self.answer(cut) == nil)
    var both = finished
    both.content = "It is \\boxed{8}."
    #expect(Self.answer(both)?.text == "8")
  }

  @Test func whatAContentFilterWithheldIsARefusal() {
    let found = FinalAnswerExtractor().extract(
      from: Completion(content: "", finishReason: .contentFilter))
    guard case .nothing(.refused, _) = found else {
      Issue.record("found \(found)")
      return
    }
  }
}
