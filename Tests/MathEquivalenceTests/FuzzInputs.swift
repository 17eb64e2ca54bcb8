/// Texts that no author meant: random bytes, changed answers of the corpus, deep nesting. The same
/// seed gives the same texts.
struct FuzzInputs {
  private var random: Seeded
  private let seeds: [[UInt8]]

  init(seed: UInt64, corpus: [String]) {
    random = Seeded(seed)
    seeds = (FuzzInputs.notations + corpus).map { Array($0.utf8) }
  }

  /// One of each notation that is known.
  private static let notations = [
    "\\frac{1}{2}", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "(-\\infty,1]\\cup[2,3)",
    "x=1\\text{ or }x=2", "\\$5.50 \\text{ per hour}", "\\sum_{k=1}^{n} k^2", "2\\frac{1}{3}",
    "\\left\\{x \\mid |x-1|<\\sqrt{2}\\right\\}", "1{,}234.5\\overline{67}e-3", "½x²+∛8·π°",
    "\\int_0^1 x\\,dx", "3:30 PM", "x \\equiv 3 \\pmod 7", "{'a': 1}", "1 hour 30 minutes",
    "\\ce{Al2(SO4)3}", "(-1,3] \\ {0}", "0.015\\text{ k}\\Omega", "x_1=\\pm 2, x_2=3",
    "\\frac{x-1}{x+2}>0", "k\\pi+1, k \\in \\mathbb{Z}", "x \\ne 1, 2", "440 dollars and 64 cents",
    "\\lim_{x\\to0}\\frac{\\sin x}{x}", "\\SI{5}{\\metre\\per\\second}", "30^\\circ 15' 36''",
    "[1 2; 3 4]", "\\mathbb{R}_{\\ge 0}", "{n+1 \\choose 2}", "{1 \\over 2}", "1011 base 2",
    "three and a half", "0.\\dot{1}4\\dot{7}", "2021/03/05", "\\ang{45}", "dy/dx = 2x",
    "\\begin{cases}x+y=5\\\\x-y=1\\end{cases}", "5C2", "C^2_5", "\\$3M", "+/-2", "(x^3)'",
    "29.02.2024", "7:05 in the morning", "下午3:30", "三万零四十五", "百分之八", "x=3或x=-1", "0.101_2",
    "x\\equiv 1,4\\pmod 5", "a:b=2:3", "\\{1,2,\\ldots,10\\}", "x=1,y=2 or x=2,y=1",
    "n is at least 10",
    "\\left\\{\\begin{array}{l}x=3\\\\y=-1\\end{array}\\right.", "k\\pi, \\frac{\\pi}{2}+k\\pi",
    "\\begin{aligned}x&=3\\\\&=2+1\\end{aligned}", "\\begin{pmatrix}1&1\\\\0&1\\end{pmatrix}^{-1}",
    "3\\hat\\imath-4\\hat j", "45 (forty-five)", "4!=24", "e^xe^y", "z+\\overline z", "23h45",
    "5 März 2021",
  ]

  private static let signs = Array("{}()[]\\^_&|,;:=<>!%$'\" ./0123456789exiπ+-*".utf8)
  private static let brackets: [(String, String)] = [
    ("(", ")"), ("[", "]"), ("{", "}"), ("\\{", "\\}"), ("\\frac{1}{", "}"), ("\\sqrt{", "}"),
    ("|", "|"), ("\\left(", "\\right)"), ("\\sin ", ""), ("-", ""), ("2^", ""), ("2^{", "}"),
    ("\\text{", "}"), ("\\begin{cases}", "\\end{cases}"), ("x_{", "}"), ("\\int_0^", " dx"),
    ("f(", ")"), ("\\lim_{x\\to ", "}"), ("1,", ""), ("{1 \\over ", "}"), ("\\SI{", "}{"),
  ]

  mutating func next() -> String {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return bytes()
    case 1: return nested()
    default: return changed()
    }
  }

  private mutating func bytes() -> String {
    let count = Int.random(in: 0..<60, using: &random)
    let printable = Bool.random(using: &random)
    return String(
      decoding: (0..<count).map { _ in
        printable
          ? UInt8.random(in: 32...126, using: &random) : .random(in: 0...255, using: &random)
      }, as: UTF8.self)
  }

  private mutating func nested() -> String {
    var text = "1"
    let depth = Int.random(
      in: 1..<(Int.random(in: 0..<40, using: &random) == 0 ? 900 : 40), using: &random)
    let (open, close) = FuzzInputs.brackets[
      Int.random(in: 0..<FuzzInputs.brackets.count, using: &random)]
    text = String(repeating: open, count: depth) + text
    return text
      + String(repeating: close, count: max(0, depth - Int.random(in: 0..<2, using: &random)))
  }

  private mutating func changed() -> String {
    var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
    for _ in 0..<Int.random(in: 1..<6, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 1: if place < bytes.count { bytes.remove(at: place) }
      case 2: bytes.insert(contentsOf: bytes.prefix(place), at: place)
      case 3:
        let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        bytes.insert(
          contentsOf: other.suffix(Int.random(in: 0...other.count, using: &random)), at: place)
      default:
        let sign = FuzzInputs.signs[Int.random(in: 0..<FuzzInputs.signs.count, using: &random)]
        bytes.insert(sign, at: place)
      }
      if bytes.count > 300 { bytes.removeLast(bytes.count - 300) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
