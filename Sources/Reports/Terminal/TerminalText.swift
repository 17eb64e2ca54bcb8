/// Lines of at most a width, in colours only if asked for.
struct TerminalText {
  private let style: TerminalSummary.Style
  private(set) var result = ""

  init(style: TerminalSummary.Style) { self.style = style }

  enum Ink {
    case plain, strong, muted, good, middling, bad, fault

    init(_ outcome: Outcome) {
      switch outcome {
      case .correct: self = .good
      case .partial, .undecided: self = .middling
      case .incorrect: self = .bad
      case .unanswered: self = .muted
      case .fault: self = .fault
      }
    }

    /// The parameters of the escape sequence; `nil` for none.
    /// Source: ECMA-48, 8.3.117 (SGR).
    var code: String? {
      switch self {
      case .plain: nil
      case .strong: "1"
      case .muted: "2"
      case .good: "32"
      case .middling: "33"
      case .bad: "31"
      case .fault: "1;35"
      }
    }
  }

  mutating func blank() { result += "\n" }

  /// One line, cut with `…` at the width.
  mutating func line(_ text: String, _ ink: Ink) {
    let cut = DisplayWidth.cut(text, style.width)
    result += inked(trimmed(cut), ink) + "\n"
  }

  /// Text broken between words at the width.
  mutating func paragraph(_ text: String, _ ink: Ink) {
    pieces(text.split(separator: " ").map { (String($0), ink) }, separator: " ", indent: "")
  }

  /// Pieces one after another, broken between them at the width.
  mutating func pieces(
    _ pieces: [(text: String, ink: Ink)], separator: String = "   ", indent: String = "  "
  ) {
    var used = 0
    for (text, ink) in pieces {
      let cut = DisplayWidth.cut(text, style.width - DisplayWidth.of(indent))
      let width = DisplayWidth.of(cut)
      if used > 0, used + separator.utf8.count + width <= style.width {
        result += separator
        used += separator.utf8.count
      } else {
        if used > 0 { result += "\n" }
        result += indent
        used = DisplayWidth.of(indent)
      }
      result += inked(cut, ink)
      used += width
    }
    result += "\n"
  }

  private func inked(_ text: String, _ ink: Ink) -> String {
    guard style.colour, let code = ink.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
