import Grading
import Testing

@testable import Problems

struct PromptWordingTests {
  private static let sum = Problem(
    id: "sum", statement: "What is 2 + 3?", reference: .answer(golds: ["5"]))
  private static let pick = Problem(
    id: "pick", statement: "Which is even?", reference: .choice(options: ["3", "4"], right: ["B"]))

  private func text(_ problem: Problem, _ wording: PromptWording) throws -> String {
    PromptRenderer(try PromptTemplates([:]), wording: wording).prompt(for: problem).text
  }

  @Test func aTemplatePutsTheProblemWhereItSays() throws {
    let template = try UserTemplate("Q: {{statement}}\n{{choices}}\n{{ examples }}A:\n", path: "t")
    let wording = PromptWording(template: template)
    #expect(try text(Self.sum, wording) == "Q: What is 2 + 3?\n\nA:")
    #expect(try text(Self.pick, wording) == "Q: Which is even?\nA. 3\nB. 4\nA:")
    let whole = PromptWording(template: try UserTemplate("Now: {{problem}}", path: "t"))
    #expect(try text(Self.pick, whole) == "Now: Which is even?\n\nA. 3\nB. 4")
  }

  @Test func workedProblemsStandBeforeTheProblemButNeverItself() throws {
    let shots = [
      PromptWording.Shot(problem: Self.sum, answer: "Answer: 5"),
      PromptWording.Shot(problem: Self.pick, answer: "Answer: B"),
    ]
    let wording = PromptWording(shots: shots, shotCount: 1)
    #expect(
      try text(Self.pick, wording)
        == "Problem:\n\nWhat is 2 + 3?\n\nAnswer:\n\nAnswer: 5\n\nProblem:\n\nWhich is even?\n\nA. 3\nB. 4\n\nAnswer:"
    )
    #expect(try text(Self.sum, wording).contains("Answer: B"))
    #expect(try !text(Self.sum, wording).contains("Answer: 5"))
  }

  // text | line and message
  @Test(arguments: [
    ("{{problem}}\n{{statment}}", "t.md:2: “{{statment}}” is no placeholder"),
    ("{{problem}} {{answer}}", "t.md:1: “{{answer}}” is no placeholder"),
    ("Solve it.", "t.md: the problem is left out"),
  ])
  func whatATemplateCannotSayIsAnError(_ text: String, _ message: String) {
    #expect {
      try UserTemplate(text, path: "t.md")
    } throws: { error in
      (error as? LoadingErrors)?.errors.first?.description.hasPrefix(message) == true
    }
  }

  @Test(arguments: [
    "{{", "{{}}{{problem}", "a } b {{problem}} {{{problem}}}", "{{problem\n}}{{problem}}",
  ])
  func strayBracesAreText(_ text: String) {
    _ = try? UserTemplate(text, path: "t")
  }

  @Test func aReferenceInAPromptIsFound() {
    let long = "x^7 - 3x^5 + 2x^2 + 11"
    let problem = Problem(
      id: "p", statement: "Expand it.", reference: .answer(golds: [long]))
    #expect(PromptLeak.find(in: Prompt(text: "Expand it."), of: problem) == nil)
    #expect(
      PromptLeak.find(in: Prompt(system: "It is \(long).", text: "Expand it."), of: problem)
        == "its answer “\(long)”")
    // What the statement itself says is no secret, and a short text occurs by chance.
    var told = problem
    told.statement = "Is it \(long)?"
    #expect(PromptLeak.find(in: Prompt(text: told.statement), of: told) == nil)
    #expect(PromptLeak.find(in: Prompt(text: "5 apples"), of: Self.sum) == nil)
  }
}
