/// Folds the many ways to write one character into one: what comes out is ASCII with LaTeX commands,
/// plus the letters of other scripts and the signs of currencies.
enum Characters {
  /// - Returns: the folded scalars, and nothing when the result exceeds `limit` scalars.
  static func fold(_ text: String, limit: Int) -> [Unicode.Scalar]? {
    var out: [Unicode.Scalar] = []
    out.reserveCapacity(text.utf8.count + 16)
    var script = Script.none
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        if script != .none { close(&script, &out) }
        out.append(scalar)
      } else {
        foldWide(scalar, &script, &out)
      }
      if out.count > limit { return nil }
    }
    if script != .none { close(&script, &out) }
    return out
  }

  /// Inside a run of raised or lowered characters.
  private enum Script { case none, raised, lowered }

  private static func close(_ script: inout Script, _ out: inout [Unicode.Scalar]) {
    if script != .none { out.append("}") }
    script = .none
  }

  private static func foldWide(
    _ scalar: Unicode.Scalar, _ script: inout Script, _ out: inout [Unicode.Scalar]
  ) {
    if let plain = raised[scalar] {
      enter(.raised, "^", &script, &out)
      out.append(contentsOf: plain.unicodeScalars)
      return
    }
    if let plain = lowered(scalar) {
      enter(.lowered, "_", &script, &out)
      out.append(plain)
      return
    }
    close(&script, &out)
    if let text = table[scalar] {
      out.append(contentsOf: text.unicodeScalars)
    } else if let plain = letterOrDigit(scalar) {
      out.append(plain)
    } else if !isInvisible(scalar) {
      out.append(scalar)
    }
  }

  private static func enter(
    _ wanted: Script, _ sign: Unicode.Scalar, _ script: inout Script, _ out: inout [Unicode.Scalar]
  ) {
    if script == wanted { return }
    close(&script, &out)
    out.append(sign)
    out.append("{")
    script = wanted
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF, 0xAD: true
    default: false
    }
  }

  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x2080...0x2089: Unicode.Scalar(UInt8(48 + scalar.value - 0x2080))
    case 0x2099: "n"
    case 0x2096: "k"
    case 0x1D62: "i"
    case 0x2C7C: "j"
    case 0x2098: "m"
    case 0x2093: "x"
    case 0x208A: "+"
    case 0x208B: "-"
    default: nil
    }
  }

  /// Full-width forms, mathematical alphabets and the digits of other scripts.
  private static func letterOrDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let value = scalar.value
    switch value {
    case 0xFF01...0xFF5E: return Unicode.Scalar(UInt8(value - 0xFEE0))
    case 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0xA0, 0x2028, 0x2029, 0x85: return " "
    case 0x1D400...0x1D6A3:
      let index = (value - 0x1D400) % 52
      return Unicode.Scalar(UInt8(index < 26 ? 65 + index : 71 + index))
    case 0x1D7CE...0x1D7FF: return Unicode.Scalar(UInt8(48 + (value - 0x1D7CE) % 10))
    default:
      guard scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue,
        digit >= 0, digit <= 9
      else { return nil }
      return Unicode.Scalar(UInt8(48 + Int(digit)))
    }
  }

  private static let raised: [Unicode.Scalar: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁺": "+", "⁻": "-", "⁽": "(", "⁾": ")", "ⁿ": "n", "ⁱ": "i", "ˣ": "x", "ᵏ": "k",
    "ᵐ": "m", "ᵗ": "t", "ʸ": "y", "ᵃ": "a", "ᵇ": "b", "ᶜ": "c", "ᵈ": "d", "ᵉ": "e", "ᵖ": "p",
  ]

  private static let table: [Unicode.Scalar: String] = [
    "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "﹣": "-", "－": "-", "×": "\\times ",
    "·": "\\cdot ", "⋅": "\\cdot ", "∙": "\\cdot ", "•": "\\cdot ", "∗": "*", "÷": "\\div ",
    "⁄": "/", "∕": "/", "±": "\\pm ", "∓": "\\mp ", "√": "\\surd ", "∛": "\\surd [3]",
    "∜": "\\surd [4]", "∞": "\\infty ", "≤": "\\le ", "≥": "\\ge ", "⩽": "\\le ", "⩾": "\\ge ",
    "≦": "\\le ", "≧": "\\ge ", "≠": "\\ne ", "≈": "\\approx ", "≃": "\\approx ", "≅": "\\cong ",
    "≡": "\\equiv ", "∝": "\\propto ", "∼": "\\sim ", "∈": "\\in ", "∉": "\\notin ",
    "∪": "\\cup ", "∩": "\\cap ", "∖": "\\setminus ", "⊂": "\\subset ", "⊆": "\\subseteq ",
    "∅": "\\emptyset ", "ℝ": "\\R ", "ℤ": "\\Z ", "ℕ": "\\N ", "ℚ": "\\Q ", "ℂ": "\\C ",
    "→": "\\to ", "⟶": "\\to ", "⇒": "\\Rightarrow ", "⟹": "\\Rightarrow ", "⇔": "\\iff ",
    "∧": "\\land ", "∨": "\\lor ", "¬": "\\neg ", "∀": "\\forall ", "∃": "\\exists ",
    "∠": "\\angle ", "△": "\\triangle ", "⊥": "\\perp ", "∥": "\\parallel ", "°": "^\\circ ",
    "˚": "^\\circ ", "º": "^\\circ ", "℃": "^\\circ C", "℉": "^\\circ F", "′": "'", "″": "''",
    "’": "'", "‘": "'", "“": "\"", "”": "\"", "∣": "|", "❘": "|", "‖": "\\|", "…": "\\ldots ",
    "⋯": "\\ldots ", "⌊": "\\lfloor ", "⌋": "\\rfloor ", "⌈": "\\lceil ", "⌉": "\\rceil ",
    "⟨": "\\langle ", "⟩": "\\rangle ", "〈": "\\langle ", "〉": "\\rangle ", "∑": "\\sum ",
    "∏": "\\prod ", "∫": "\\int ", "∂": "\\partial ", "∇": "\\nabla ", "‰": "\\permille ",
    "↑": "^", "✓": "", "✔": "", "✅": "", "∎": "", "■": "", "∴": "", "¢": "\\text{ cents}", "、": ",",
    "。": ".", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "∶": ":", "【": "[",
    "】": "]", "「": "", "」": "", "％": "%", "ı": "i", "ȷ": "j",
    "½": "\\frac{1}{2}", "⅓": "\\frac{1}{3}", "⅔": "\\frac{2}{3}", "¼": "\\frac{1}{4}",
    "¾": "\\frac{3}{4}", "⅕": "\\frac{1}{5}", "⅖": "\\frac{2}{5}", "⅗": "\\frac{3}{5}",
    "⅘": "\\frac{4}{5}", "⅙": "\\frac{1}{6}", "⅚": "\\frac{5}{6}", "⅛": "\\frac{1}{8}",
    "⅜": "\\frac{3}{8}", "⅝": "\\frac{5}{8}", "⅞": "\\frac{7}{8}", "⅐": "\\frac{1}{7}",
    "⅑": "\\frac{1}{9}", "⅒": "\\frac{1}{10}",
    "α": "\\alpha ", "β": "\\beta ", "γ": "\\gamma ", "δ": "\\delta ", "ε": "\\varepsilon ",
    "ζ": "\\zeta ", "η": "\\eta ", "θ": "\\theta ", "ι": "\\iota ", "κ": "\\kappa ",
    "λ": "\\lambda ", "μ": "\\mu ", "µ": "\\mu ", "ν": "\\nu ", "ξ": "\\xi ", "π": "\\pi ",
    "ρ": "\\rho ", "σ": "\\sigma ", "τ": "\\tau ", "υ": "\\upsilon ", "φ": "\\phi ",
    "ϕ": "\\phi ", "χ": "\\chi ", "ψ": "\\psi ", "ω": "\\omega ", "Γ": "\\Gamma ",
    "Δ": "\\Delta ", "Θ": "\\Theta ", "Λ": "\\Lambda ", "Ξ": "\\Xi ", "Π": "\\Pi ",
    "Σ": "\\Sigma ", "Φ": "\\Phi ", "Ψ": "\\Psi ", "Ω": "\\Omega ", "ℓ": "\\ell ", "ℏ": "\\hbar ",
    "𝜋": "\\pi ", "𝝅": "\\pi ", "𝛑": "\\pi ", "ℯ": "e", "ⅈ": "i", "ℎ": "h",
  ]
}
