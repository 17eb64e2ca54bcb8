import Grading
import Problems
import Testing

@Suite struct SelectionTests {
  private let set = ProblemSet(
    name: "s", path: "s.yaml",
    problems: (1...6).map { number in
      Problem(
        id: "p\(number)", statement: "", reference: .open,
        tags: (number.isMultiple(of: 2) ? ["even"] : ["odd"]) + (number == 3 ? ["prime"] : []),
        difficulty: number < 4 ? "easy" : "hard")
    })

  @Test(arguments: [
    (Selection(), [1, 2, 3, 4, 5, 6]),
    (Selection(only: ["p5", "p2"]), [2, 5]),
    (Selection(tags: ["even"]), [2, 4, 6]),
    (Selection(tags: ["even", "prime"]), [2, 3, 4, 6]),
    (Selection(difficulty: "hard"), [4, 5, 6]),
    (Selection(limit: 2), [1, 2]),
    (Selection(tags: ["even"], difficulty: "hard", limit: 1), [4]),
    (Selection(limit: 100), [1, 2, 3, 4, 5, 6]),
  ])
  func problemsAreChosenInTheSetsOrder(_ selection: Selection, _ numbers: [Int]) throws {
    #expect(try selection.apply(to: set).map(\.id) == numbers.map { "p\($0)" })
  }

  @Test(arguments: [
    (Selection(only: ["p11", "p2"]), "s.yaml: no problem has the id “p11”; did you mean “p1”?"),
    (Selection(only: ["other"]), "s.yaml: no problem has the id “other”; for example “p1”"),
    (Selection(tags: ["evn"]), "s.yaml: no problem has the tag “evn”; did you mean “even”?"),
    (
      Selection(difficulty: "Hard"),
      "s.yaml: no problem has the difficulty “Hard”; did you mean “hard”?"
    ),
    (
      Selection(only: ["p1"], tags: ["even"]),
      "s.yaml: no problem meets all the conditions; ask for less"
    ),
  ])
  func whatNoProblemHasIsNamed(_ selection: Selection, _ said: String) {
    #expect { try selection.apply(to: set) } throws: { ($0 as? LoadingErrors)?.lines == [said] }
  }
}
