import MathEquivalence
import Testing

/// Inputs that are meant to hurt: each ends within the fuel, and none is accepted by mistake.
@Suite struct HazardTests {
  private static func times(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  /// SplitMix64, as decimal digits: the same numbers on every run.
  private static func digits(_ count: Int, _ seed: Int) -> String {
    var state = UInt64(seed)
    return "7"
      + (1..<max(1, count)).map { _ in
        state &+= 0x9E37_79B9_7F4A_7C15
        let z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return String((z ^ (z >> 27)) % 10)
      }.joined()
  }

  @Test(arguments: 1...60)
  func aRootOfASquareIsItsNumberToTheLastDigit(count: Int) throws {
    let n = Self.digits(count, count)
    let gold = try Equivalence(gold: "\\sqrt{\(n)^2 + 2\\cdot \(n) + 1}")
    #expect(gold.compare("\(n) + 1").outcome == .equal, "\(n)")
    #expect(gold.compare(n).outcome == .different, "\(n)")
    let near = try Equivalence(gold: "\\sqrt{\(n)^2 + 1}")
    #expect(near.compare(n).outcome != .equal, "\(n)")
    let sum = try Equivalence(gold: "\\sqrt{\(n)+\\sqrt{2}}\\cdot\\sqrt{\(n)-\\sqrt{2}}")
    #expect(sum.compare("\\sqrt{\(n)^2-2}").outcome == .equal, "\(n)")
  }

  @Test(arguments: [
    ("9^{9^9}", "9^{9^8}"), ("9^{9^{9^9}}", "1"), ("9^{9^{9^9}}", "9^{9^{9^8}}"),
    ("10^{10^{10}}", "10^{10^{10}}+1"), ("x+1", "9**9**8"), ("1000000!", "999999!"),
    ("2^{100000}", "2^{100000}+1"), ("1e999999999", "1e999999998"), ("10^{-100}", "0"),
    ("(x+y+z+w)^{100}", "(x+y+z-w)^{100}"), ("\\frac{1}{1777!}", "\\frac{1}{1779!}"),
    ("\\frac{\\ln(640320^3+744)}{\\sqrt{163}}", "\\pi"), ("1-10^{-30}", "1"),
    ("e^{1000}", "e^{1000}+1"), ("\\tanh 1000", "1"), ("1", "\\coth 500"),
    ("1+e^{-200\\pi}", "1"), ("\\sqrt{1+e^{-300\\pi}}", "1"), ("\\tanh(100\\pi)", "1"),
  ])
  func hugeAndNearNumbersAreToldApart(_ pair: (String, String)) {
    #expect(outcome(pair.0, pair.1) == .different)
  }

  /// Products of some hundred and some thousand words, of like length and not.
  @Test(arguments: [
    ("(10^{9000}+7)(10^{8000}+3)", "10^{17000}+3\\cdot10^{9000}+7\\cdot10^{8000}+21"),
    ("(3^{9000}+1)(3^{9000}-1)", "3^{18000}-1"),
    (
      "(7^{12000}-2)(5^{200}+1)",
      "7^{12000}5^{200}+7^{12000}-2\\cdot5^{200}-2"
    ),
    ("(1.5^{9000})(1.5^{7001})", "1.5^{16001}"), ("3001!", "3001\\cdot3000!"),
    ("\\binom{3000}{1500}", "\\frac{3000!}{1500!^2}"), ("101!!", "\\frac{101!}{2^{50}50!}"),
    ("\\binom{x}{3}", "\\frac{x(x-1)(x-2)}{6}"),
  ])
  func longProductsAreExact(_ pair: (String, String)) {
    #expect(outcome(pair.0, pair.1) == .equal)
    #expect(outcome(pair.0, pair.1 + "+1") != .equal)
  }

  @Test(arguments: [
    ("1000000000!", "7"), ("\\binom{10^9}{500000000}", "7"), ("\\sum_{k=1}^{10^7}1/k^3", "1.2"),
    ("3001!", "3001\\cdot3000!+1"), ("\\cosh(1000)", "\\sinh(1000)"),
    ("\\cosh(1000)", "\\frac{e^{1000}}{2}"), ("\\zeta(10^9)", "1"),
    ("e^{e^{e^{e^e}}}", "e^{e^{e^{e^{e+1}}}}"), ("\\tanh(10^6)", "1"), ("e^{-10^7\\pi}+1", "1"),
  ])
  func whatCannotBeComputedIsNeverAccepted(_ pair: (String, String)) {
    #expect(outcome(pair.0, pair.1) != .equal)
  }

  @Test(arguments: [
    times("(", 10_000) + "1" + times(")", 10_000),
    times("\\frac{1}{", 2000) + "1" + times("}", 2000),
    times("{", 10_000), times("-", 3000) + "1", times("2^", 1500) + "1", "5" + times("!", 4000),
    times("\\sqrt ", 3000) + "1", times("\\sin ", 3000) + "1", times("1", 1_000_000),
    times("x+", 500_000) + "1", times("7", 30_000), times("apple ", 3000), times("[", 4000),
    times("|", 4000), times("1,", 2000), times("\\begin{cases}", 500), times("$", 5000),
    times("\\text{", 3000), times("_", 4000), times("\\{x:", 1000), times("^\\circ", 2000),
    "x" + times("^2!", 1300), "1" + times("/x", 2000), "1" + times(" mod 2", 1300),
    "1" + times(" hour 1", 1500), times("2^{10^{9", 40), "2^{4611686018427387900}^{1/3}",
    "8^{4611686018427387900/3}", "\\sum_{k=-4611686018427387900}^{4611686018427387900} k",
    times("\u{301}", 5000), times("𝟙", 5000), times("\\left(", 2000) + times("\\right)", 2000),
  ])
  func monstrousAnswersEndAndAreNotAccepted(_ answer: String) throws {
    #expect(try Equivalence(gold: "1").compare(answer).outcome != .equal)
    #expect(try Equivalence(gold: "\\{1,2\\}").compare(answer).outcome != .equal)
  }

  @Test func identicalTowersAreAcceptedWithoutBeingComputed() throws {
    let tower = "9^{9^{9^9}}"
    #expect(try Equivalence(gold: tower).compare("9^{ 9^{9^{9}} }").outcome == .equal)
  }

  @Test func theSameTextIsEqualHoweverLongItIs() throws {
    let text = "x" + Self.times("+x", 6000)
    #expect(try Equivalence(gold: text).compare(text).outcome == .equal)
    #expect(try Equivalence(gold: text).compare("6001x").outcome == .undecided)
    #expect(try Equivalence(gold: "1").compare(Self.times("([{", 9000)).outcome == .different)
  }

  @Test func forgottenFuelEndsInUndecided() throws {
    var policy = Policy()
    policy.fuel = 40
    let gold = try Equivalence(gold: "\\sin(x)^2+\\cos(x)^2", policy: policy)
    #expect(gold.compare("\\sin(y+1)+\\cos(z)").outcome == .undecided)
  }

  @Test func referencesThatNobodyCanMarkAreRefused() {
    for gold in ["", "   ", "$$", "\\frac{1}{", "1 + + * 2", Self.times("1+", 40_000)] {
      #expect(throws: UnreadableGold.self) { try Equivalence(gold: gold) }
    }
  }

  @Test func noBytesCrashTheReader() {
    var random = Seeded(42)
    let seeds = [
      "\\frac{1}{2}", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "(-\\infty,1]\\cup[2,3)",
      "x=1\\text{ or }x=2", "\\$5.50 \\text{ per hour}", "\\sum_{k=1}^{n} k^2", "2\\frac{1}{3}",
      "\\left\\{x \\mid |x-1|<\\sqrt{2}\\right\\}", "1{,}234.5\\overline{67}e-3", "½x²+∛8·π°",
      "\\int_0^1 x\\,dx", "3:30 PM", "x \\equiv 3 \\pmod 7", "{'a': 1}", "1 hour 30 minutes",
      "\\ce{Al2(SO4)3}", "(-1,3] \\ {0}", "0.015\\text{ k}\\Omega", "x_1=\\pm 2, x_2=3",
      "\\frac{x-1}{x+2}>0", "k\\pi+1, k \\in \\mathbb{Z}", "x \\ne 1, 2",
      "440 dollars and 64 cents",
    ]
    for _ in 0..<1500 {
      var bytes = Array(seeds[Int.random(in: 0..<seeds.count, using: &random)].utf8)
      for _ in 0..<Int.random(in: 1..<8, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1: if place < bytes.count { bytes.remove(at: place) }
        case 2: bytes.insert(contentsOf: bytes.prefix(place), at: place)
        default:
          let sign = Array("{}()[]\\^_&|,;:=<>!%$'\" ./0".utf8)
          bytes.insert(sign[Int.random(in: 0..<sign.count, using: &random)], at: place)
        }
        if bytes.count > 300 { bytes.removeLast(bytes.count - 300) }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = outcome("\\frac{1}{2}", text)
      // A space in front makes it be read and not recognised.
      if let own = outcome(text, " " + text) { #expect(own == .equal, "\(text)") }
    }
  }
}
