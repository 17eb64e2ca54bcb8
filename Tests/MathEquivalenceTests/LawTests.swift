import Foundation
import MathEquivalence
import Testing

/// Laws that hold for every expression, over seeded random ones.
@Suite struct LawTests {
  /// A random expression in x and y, in LaTeX.
  private func expression(_ random: inout Seeded, depth: Int) -> String {
    func inner() -> String { expression(&random, depth: depth - 1) }
    if depth == 0 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return "x"
      case 1: return "y"
      case 2: return String(Int.random(in: 2..<30, using: &random))
      default: return "\\pi"
      }
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "(\(inner())+\(inner()))"
    case 1: return "(\(inner())-\(inner()))"
    case 2, 3: return "\(inner())\\cdot \(inner())"
    case 4: return "\\frac{\(inner())}{\(inner())+31}"
    case 5: return "(\(inner()))^{\(Int.random(in: 2..<4, using: &random))}"
    case 6: return "\\sqrt{(\(inner()))^2+\(Int.random(in: 2..<9, using: &random))}"
    default: return "\\sin(\(inner()))"
    }
  }

  @Test(arguments: 0..<60)
  func anExpressionEqualsItselfHoweverItIsWritten(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let text = expression(&random, depth: 2)
    let gold = try Equivalence(gold: text)
    #expect(gold.compare(text).outcome == .equal)
    #expect(gold.compare("\\frac{7(\(text))}{7}").outcome == .equal, "\(text)")
    #expect(gold.compare("\(text)+x-x").outcome == .equal, "\(text)")
    #expect(gold.compare("-(-(\(text)))").outcome == .equal, "\(text)")
  }

  @Test(arguments: 0..<60)
  func aChangedExpressionIsNeverEqual(seed: Int) throws {
    var random = Seeded(UInt64(seed) &+ 1000)
    let text = expression(&random, depth: 2)
    let gold = try Equivalence(gold: text)
    for changed in ["\(text)+1", "\(text)+10^{-12}", "\(text)+x", "2+\(text)-y"] {
      #expect(gold.compare(changed).outcome == .different, "\(text) and \(changed)")
    }
  }

  @Test(arguments: 0..<80)
  func comparisonIsSymmetric(seed: Int) throws {
    var random = Seeded(UInt64(seed) &+ 2000)
    let left = expression(&random, depth: 1)
    let right = expression(&random, depth: 1)
    #expect(outcome(left, right) == outcome(right, left), "\(left) and \(right)")
  }

  @Test(arguments: 0..<80)
  func fractionsAreEqualExactlyWhenTheyReduceToTheSame(seed: Int) {
    var random = Seeded(UInt64(seed) &+ 3000)
    let top = Int.random(in: -500...500, using: &random)
    let bottom = Int.random(in: 1...500, using: &random)
    let scale = Int.random(in: 2...999_999_999, using: &random)
    let gold = "\\frac{\(top)}{\(bottom)}"
    #expect(outcome(gold, "\(top * scale)/\(bottom * scale)") == .equal)
    #expect(outcome(gold, "\(top * scale + 1)/\(bottom * scale)") == .different)
  }

  @Test(arguments: 0..<40)
  func theOrderOfASetDoesNotCountAndThatOfATupleDoes(seed: Int) {
    var random = Seeded(UInt64(seed) &+ 4000)
    let values = Array(Set((0..<5).map { _ in Int.random(in: -99...99, using: &random) }))
    let shuffled = values.shuffled(using: &random)
    func written(_ list: [Int]) -> String { list.map(String.init).joined(separator: ", ") }
    #expect(outcome("\\{\(written(values))\\}", "\\{\(written(shuffled))\\}") == .equal)
    let expected: Decision.Outcome = values == shuffled ? .equal : .different
    #expect(outcome("(\(written(values)))", "(\(written(shuffled)))") == expected)
  }

  @Test(arguments: 0..<40)
  func factoredPolynomialsEqualTheirExpansion(seed: Int) {
    var random = Seeded(UInt64(seed) &+ 5000)
    let a = Int.random(in: -9...9, using: &random)
    let b = Int.random(in: -9...9, using: &random)
    let expanded = "x^2+(\(-a - b))x+(\(a * b))"
    #expect(outcome("(x-(\(a)))(x-(\(b)))", expanded) == .equal)
    #expect(outcome("(x-(\(a)))(x-(\(b)))", "\(expanded)+\\frac{1}{1000000}") == .different)
  }

  // MARK: Bound letters, coefficients, printing

  @Test(arguments: [
    "\\sum_{k=1}^{n} k^2", "\\sum_{k=0}^{5} x^k", "\\int_0^1 k^2\\,dk", "f(k)=k^2+1",
    "\\{k \\mid k^2<2\\}", "\\frac{\\pi}{3}+k\\pi, k\\in\\mathbb{Z}", "\\prod_{k=1}^{n} k",
    "\\lim_{k\\to 0}\\frac{\\sin k}{k}",
  ])
  func aBoundLetterMayHaveAnyName(text: String) {
    // `\lim` and `\in` are no letters.
    let parts = text.split(separator: "\\k", omittingEmptySubsequences: false)
    #expect(parts.count == 1)
    let renamed = text.map { $0 == "k" ? "m" : String($0) }.joined()
    #expect(outcome(text, renamed) == .equal, "\(text) and \(renamed)")
    #expect(outcome(renamed, text) == .equal)
  }

  @Test(arguments: 0..<60)
  func multiplyingAboveAndBelowChangesNothing(seed: Int) {
    var random = Seeded(UInt64(seed) &+ 6000)
    let top = expression(&random, depth: 1)
    let bottom = expression(&random, depth: 1)
    let factor = expression(&random, depth: 1)
    let gold = "\\frac{\(top)}{\(bottom)+37}"
    let scaled = "\\frac{(\(top))\\cdot(\(factor)+41)}{(\(bottom)+37)\\cdot(\(factor)+41)}"
    #expect(outcome(gold, scaled) == .equal, "\(gold) and \(scaled)")
  }

  @Test(arguments: 0..<60)
  func anyChangedCoefficientOfAPolynomialIsSeen(seed: Int) {
    var random = Seeded(UInt64(seed) &+ 7000)
    let coefficients = (0..<5).map { _ in Int.random(in: 1...99, using: &random) }
    func written(_ values: [Int], _ sign: String) -> String {
      values.enumerated().map { "\($1)\(sign)x^{\($0)}" }.joined(separator: "+")
    }
    let gold = written(coefficients, "")
    #expect(outcome(gold, written(coefficients, "\\cdot ")) == .equal)
    for place in coefficients.indices {
      var changed = coefficients
      changed[place] += 1
      #expect(outcome(gold, written(changed, "")) == .different, "\(gold), place \(place)")
    }
  }

  @Test(arguments: 0..<60)
  func printedValuesReadBackAsThemselves(seed: Int) throws {
    var random = Seeded(UInt64(seed) &+ 8000)
    let text = expression(&random, depth: 1)
    // What a difference shows of the answer is notation that reads back.
    let shown = try Equivalence(gold: "\\{1\\}").compare("\(text)+q")
    let printed = shown.reason.components(after: "found ")
    #expect(outcome("\(text)+q", printed) == .equal, "\(text): \(printed)")
  }
}

extension String {
  fileprivate func components(after mark: String) -> String {
    guard let range = range(of: mark) else { return "" }
    return String(self[range.upperBound...])
  }
}
