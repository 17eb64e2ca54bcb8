import MathEquivalence
import Testing

/// The one line that tells a teacher what differs.
@Suite struct ReasonTests {
  @Test(arguments: [
    ("\\frac{1}{2}", "0.49", "expected 1/2, found 49/100"),
    ("(1, 2, 3)", "(1, 5, 3)", "element 2: expected 2, found 5"),
    ("\\{1, 2\\}", "\\{1, 3\\}", "2 is not among the answer's elements"),
    ("[1, 2]", "[1, 2)", "2 belongs to the reference only"),
    ("(1,2)\\cup(3,4)", "(1,2)\\cup(3,5)", "differ"),
    ("x \\ge \\frac12", "x > 1/2", "differ: 1/2 belongs to the reference only"),
    ("x < -3", "x \\le -3", "differ: -3 belongs to the answer only"),
    ("2x \\ge 5", "2x > 5", "differ: 5/2 belongs to the reference only"),
    ("5 cm", "5 kg", "expected cm, found kg"), ("x>3", "x<3", "differ"),
    ("x^2", "x^3", "x^3"), ("\\begin{pmatrix}1\\\\2\\end{pmatrix}", "(1, 3)", "element 2"),
    ("1, 2, 3", "1, 2", "expected 3 elements, found 2"), ("\\sin x", "\\cos x", "at x = "),
  ])
  func itNamesWhatDiffers(_ row: (String, String, String)) throws {
    let decision = try Equivalence(gold: row.0).compare(row.1)
    #expect(decision.outcome == .different)
    #expect(decision.reason.contains(row.2), "\(decision.reason)")
    #expect(!decision.reason.contains("\n"))
  }

  @Test(arguments: [
    ("2^{10}", "1024", Decision.Method.exact), ("x", "x", .identical),
    ("\\sin 2x", "2\\sin x\\cos x", .numeric), ("(1,2)", "(1, \\frac42)", .structural),
    ("east", "the East", .text),
  ])
  func itSaysHowEqualityWasFound(_ row: (String, String, Decision.Method)) throws {
    let decision = try Equivalence(gold: row.0).compare(row.1)
    #expect(decision.outcome == .equal)
    #expect(decision.method == row.2, "\(decision.reason)")
  }
}
