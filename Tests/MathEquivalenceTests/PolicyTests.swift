import MathEquivalence
import Testing

@Suite struct PolicyTests {
  private func policy(_ change: (inout Policy) -> Void) -> Policy {
    var policy = Policy()
    change(&policy)
    return policy
  }

  @Test func theDefaultIsExact() {
    #expect(outcome("0.33", "\\frac{1}{3}") == .different)
    #expect(outcome("25", "25\\%") == .different)
    #expect(outcome("\\pi", "3.14159") == .different)
  }

  @Test func absoluteAndRelativeTolerancesHaveTheirExactLimits() {
    let absolute = policy { $0.absoluteTolerance = 0.5 }
    #expect(outcome("10", "10.5", absolute) == .equal)
    #expect(outcome("10", "10.51", absolute) == .different)
    let relative = policy { $0.relativeTolerance = 0.25 }
    #expect(outcome("\\pi", "3.9", relative) == .equal)
    #expect(outcome("\\pi", "4", relative) == .different)
    #expect(outcome("x", "x+0.001", relative) == .different)
  }

  @Test func significantFiguresRoundBothSides() {
    let three = policy { $0.significantFigures = 3 }
    #expect(outcome("\\frac{2}{3}", "0.667", three) == .equal)
    #expect(outcome("\\frac{2}{3}", "0.66", three) == .different)
    #expect(outcome("3.14", "\\pi", three) == .equal)
    #expect(outcome("1234", "1230", three) == .equal)
    #expect(outcome("1234", "1240", three) == .different)
  }

  @Test func percentCanBeANumber() {
    let loose = policy { $0.percentIsNumber = true }
    #expect(outcome("25", "25\\%", loose) == .equal)
    #expect(outcome("25\\%", "25", loose) == .equal)
    #expect(outcome("25", "0.25", loose) == .different)
  }

  @Test func unitsCanBeRequired() {
    let strict = policy { $0.unitsRequired = true }
    #expect(outcome("5 cm", "5", strict) == .different)
    #expect(outcome("5 cm", "50 mm", strict) == .equal)
    #expect(outcome("5 cm", "5") == .equal)
  }

  @Test func orderCanBeMadeToMatterOrNot() {
    let ordered = policy { $0.orderMatters = true }
    #expect(outcome("1, 2", "2, 1", ordered) == .different)
    #expect(outcome("1, 2", "2, 1") == .equal)
    let loose = policy { $0.orderMatters = false }
    #expect(outcome("(1, 2)", "(2, 1)", loose) == .equal)
    #expect(outcome("(1, 2)", "(2, 1)") == .different)
  }

  @Test func caseCanCount() {
    let strict = policy { $0.caseSensitive = true }
    #expect(outcome("Paris", "paris", strict) == .different)
    #expect(outcome("Paris", "paris") == .equal)
    #expect(outcome("\\text{NaCl}", "NaCL") == .different)
  }

  @Test func aliasesAreAcceptedAsTheyAre() {
    let alias = policy { $0.aliases = ["United Kingdom", "\\tau"] }
    #expect(outcome("UK", "United Kingdom", alias) == .equal)
    #expect(outcome("2\\pi", "\\tau", alias) == .equal)
    #expect(outcome("UK", "Kingdom", alias) == .different)
  }

  @Test func reasonsNameTheElementAndBothValues() throws {
    let tuple = try Equivalence(gold: "(1, 2, 3)").compare("(1, 5, 3)")
    #expect(tuple.reason == "element 2: expected 2, found 5")
    let number = try Equivalence(gold: "\\frac{1}{2}").compare("0.49")
    #expect(number.reason == "expected 1/2, found 49/100")
    let unit = try Equivalence(gold: "5 cm").compare("5 m")
    #expect(unit.reason == "expected 5 cm, found 5 m")
    let point = try Equivalence(gold: "\\sin x").compare("\\cos x")
    #expect(point.reason.hasPrefix("at x = "))
  }

  @Test func unknownNotationIsUndecidedAndNotWrong() throws {
    let decision = try Equivalence(gold: "5").compare("\\wp(2) \\oint 3")
    #expect(decision.outcome == .undecided)
  }

  @Test func theUnitOfAnAngleCanBeAgreedOn() {
    let degrees = policy { $0.angleUnit = .degrees }
    #expect(outcome("45^\\circ", "45", degrees) == .equal)
    #expect(outcome("45^\\circ", "\\frac{\\pi}{4}", degrees) == .different)
    #expect(outcome("45", "45^\\circ", degrees) == .equal)
    #expect(outcome("45", "\\frac{\\pi}{4}\\text{ rad}", degrees) == .equal)
    let radians = policy { $0.angleUnit = .radians }
    #expect(outcome("45^\\circ", "\\frac{\\pi}{4}", radians) == .equal)
    #expect(outcome("45^\\circ", "45", radians) == .different)
  }

  @Test func theBaseOfALogarithmCanBeAgreedOn() {
    #expect(outcome("3", "\\log 1000") == .equal)
    #expect(outcome("\\ln 5", "\\log 5", policy { $0.logBase = .e }) == .equal)
    #expect(outcome("\\ln 5", "\\log 5") == .different)
    #expect(outcome("10", "\\log 1024", policy { $0.logBase = .two }) == .equal)
    // A base that is written counts.
    #expect(outcome("3", "\\log_{10} 1000", policy { $0.logBase = .two }) == .equal)
  }

  @Test func aDecimalCommaCanBeAgreedOn() {
    let comma = policy { $0.decimalComma = true }
    #expect(outcome("3,5", "\\frac{7}{2}", comma) == .equal)
    #expect(outcome("1.234,5", "1234,50", comma) == .equal)
    #expect(outcome("1.234", "1234", comma) == .equal)
    #expect(outcome("(1,5; 2)", "(\\frac{3}{2}; 2)", comma) == .equal)
    #expect(outcome("1, 2", "2, 1", comma) == .equal)
    #expect(outcome("3,5", "\\frac{7}{2}") != .equal)
  }

  @Test func theSimplestFormCanBeRequired() {
    let simplest = policy { $0.simplifiedRequired = true }
    for (gold, answer) in [
      ("\\frac{1}{2}", "\\frac{2}{4}"), ("\\frac{1}{2}", "2/4"), ("2\\sqrt{2}", "\\sqrt{8}"),
      ("5", "2+3"), ("6", "2\\cdot 3"), ("3", "\\frac{3}{1}"),
    ] {
      #expect(outcome(gold, answer, simplest) == .different, "\(gold) \(answer)")
      #expect(outcome(gold, answer) == .equal, "\(gold) \(answer)")
    }
    #expect(outcome("\\frac{1}{2}", "0.5", simplest) == .equal)
    #expect(outcome("x^2+3", "3+x^2", simplest) == .equal)
    // What the reference itself does not keep is not asked for.
    #expect(outcome("\\frac{2}{4}", "\\frac{3}{6}", simplest) == .equal)
  }
}
