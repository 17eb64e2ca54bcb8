extension Lexer {
  /// Reads a LaTeX command: `\name` or a backslash with a sign.
  mutating func command() {
    let start = position
    guard let next = peek(1) else {
      position += 1
      return
    }
    guard Lexer.isLetter(next) else {
      position += 2
      escaped(next, at: start)
      return
    }
    position += 1
    while let scalar = peek(), Lexer.isLetter(scalar) { position += 1 }
    let name = plain(start + 1..<position)
    if peek() == "*", name == "operatorname" { position += 1 }
    named(name, at: start)
  }

  private mutating func escaped(_ scalar: Unicode.Scalar, at start: Int) {
    switch scalar {
    case " " where removesSet(braceAfterSpaces: true): emit(.mark(.setMinus), at: start)
    case ",", ";", ":", " ", "\n", "/", "(", ")", "[", "]", ">": spaced = true
    case "!": break
    case "\\":
      if peek() == "[" {
        while let inner = peek(), inner != "]" { position += 1 }
        position = min(position + 1, source.count)
      }
      alignedDepth > 0 ? lineEnd() : emit(.mark(.newline), at: start)
    case "{" where removesSet(braceAfterSpaces: false):
      emit(.mark(.setMinus), at: start)
      position -= 1
    case "{":
      bracketDepth += 1
      emit(.mark(.openSet), at: start)
    case "}":
      bracketDepth = max(0, bracketDepth - 1)
      emit(.mark(.closeSet), at: start)
    case "|": emit(.mark(.doubleBar), at: start)
    case "%": emit(.mark(.percent), at: start)
    case "$": emit(.currency("$"), at: start)
    case "&": emit(.mark(.and), at: start)
    case "_": emit(.mark(.underscore), at: start)
    case "#": break
    default: emit(.unknown("\\" + String(Character(scalar))), at: start)
    }
  }

  /// Whether a lone backslash is a set less another one: `(1, 3] \ {2}`, `R\{0}`.
  ///
  /// A set stands before it, and plain braces follow: `\{2\}` is a set and `\ ` a space elsewhere.
  private func removesSet(braceAfterSpaces: Bool) -> Bool {
    switch tokens.last?.kind {
    case .mark(.closeParen), .mark(.closeBracket), .namedSet: break
    case .symbol(let name): guard Vocabulary.plainSets[name] != nil else { return false }
    default: return false
    }
    var index = position
    if braceAfterSpaces {
      while index < source.count, source[index] == " " { index += 1 }
      guard index < source.count, source[index] == "{" else { return false }
      index += 1
    }
    if index < source.count, source[index] == "\\" {
      // `\ {\rm cm}` is a space before a unit.
      var name = String.UnicodeScalarView()
      var next = index + 1
      while next < source.count, Lexer.isLetter(source[next]), name.count < 24 {
        name.append(source[next])
        next += 1
      }
      let word = String(name)
      if Vocabulary.texts.contains(word) || Vocabulary.silent.contains(word) { return false }
    }
    while index < source.count, source[index] != "}", source[index] != "{" { index += 1 }
    return index < source.count && source[index] == "}" && source[index - 1] != "\\"
  }

  private mutating func named(_ name: String, at start: Int) {
    switch Vocabulary.meanings[name] {
    case .sign(let kind):
      emit(kind, at: start)
      switch kind {
      case .command(.frac), .command(.binom): digitArguments()
      default: break
      }
    case .text: text(name)
    case .frame: openDropped(text: false)
    case .alphabet: alphabet()
    case .invisible: skipGroup()
    case .silent: silent(name)
    case nil: special(name, at: start)
    }
  }

  /// `\left.` and `\right.` show nothing.
  private mutating func silent(_ name: String) {
    spaced = spaced || name.hasSuffix("quad") || name == "space"
    guard name == "left" || name == "right" else { return }
    skipSpaces()
    if peek() == "." { position += 1 }
  }

  private mutating func text(_ name: String) {
    skipSpaces()
    if name == "operatorname" || name == "mathrm", let (inner, end) = simpleGroup(at: position),
      let kind = Lexer.operatorKind(inner)
    {
      emit(kind)
      position = end
      return
    }
    openDropped(text: true)
  }

  private static func operatorKind(_ name: String) -> Token.Kind? {
    if let function = Vocabulary.functions[name] { return .function(function) }
    if let command = Vocabulary.commands[name], command != .frac { return .command(command) }
    return nil
  }

  /// `\mathbf{i}`, `\hat{i}`, `\vec{\imath}` are unit vectors; `\mathbb{R}` is a set, others letters.
  private mutating func alphabet() {
    guard let (inner, end) = simpleGroup(at: position) ?? bareLetter() else { return }
    let names = ["i": 1, "j": 2, "k": 3, "\\imath": 1, "\\jmath": 2]
    if let index = names[inner.trimmed] {
      emit(.unitVector(index))
      position = end
    }
  }

  /// `\hat i` and `\hat\imath`
  private func bareLetter() -> (text: String, end: Int)? {
    var index = position
    while index < source.count, source[index] == " " { index += 1 }
    for name in ["\\imath", "\\jmath", "i", "j", "k"]
    where source[index...].starts(with: name.unicodeScalars) {
      let end = index + name.utf8.count
      if end < source.count, Lexer.isLetter(source[end]) { continue }
      return (name, end)
    }
    return nil
  }

  private mutating func special(_ name: String, at start: Int) {
    switch name {
    case "pi": emit(.constant(.pi), at: start)
    case "infty": emit(.constant(.infinity), at: start)
    case "varepsilon": emit(.symbol("epsilon"), at: start)
    case "varphi": emit(.symbol("phi"), at: start)
    case "vartheta": emit(.symbol("theta"), at: start)
    case "varrho": emit(.symbol("rho"), at: start)
    case "imath": emit(.unitVector(1), at: start)
    case "jmath": emit(.unitVector(2), at: start)
    case "textcolor", "colorbox": afterGroup()
    case "begin", "end": environment(name == "begin", at: start)
    case "mathbb", "mathds", "Bbb":
      if let (inner, end) = simpleGroup(at: position), let set = Vocabulary.sets[inner.trimmed] {
        emit(.namedSet(set), at: start)
        position = end
      }
    case "euro", "texteuro": emit(.currency("€"), at: start)
    case "pounds", "textsterling": emit(.currency("£"), at: start)
    case "textdollar": emit(.currency("$"), at: start)
    case "textdegree": emit(.mark(.degree), at: start)
    case "ohm", "textohm": emit(.symbol("Omega"), at: start)
    case "micro", "textmu": emit(.symbol("mu"), at: start)
    case "AA", "angstrom", "textangstrom": emit(.word("Å"), at: start)
    case "iint", "iiint", "oint": emit(.unknown("\\" + name), at: start)
    case "SI", "qty": openAmount(angle: false)
    case "si", "unit": openDropped(text: true)
    case "num": openDropped(text: false)
    case "ang": openAmount(angle: true)
    case "cr", "tabularnewline": alignedDepth > 0 ? lineEnd() : emit(.mark(.newline), at: start)
    case "top": emit(.symbol("T"), at: start)
    case "cbrt": emit(.command(.cbrt), at: start)
    case "not":
      skipSpaces()
      if peek() == "=" {
        position += 1
        emit(.relation(.notEqual), at: start)
      } else {
        emit(.mark(.not), at: start)
      }
    default:
      if isInText, let word = unitWord(name) {
        emit(.word(word), at: start)
      } else {
        emit(.unknown("\\" + name), at: start)
      }
    }
  }

  /// The units of siunitx: `\metre`, `\per`, `\centi\metre`, `\squared`.
  private mutating func unitWord(_ name: String) -> String? {
    if ["per", "squared", "cubed", "square", "cubic"].contains(name) { return name }
    if UnitTable.unit(named: name) != nil { return name }
    guard peek() == "\\" else { return nil }
    var word = name
    var index = position + 1
    while index < source.count, Lexer.isLetter(source[index]) {
      word.unicodeScalars.append(source[index])
      index += 1
    }
    guard UnitTable.unit(named: word) != nil else { return nil }
    position = index
    return word
  }

  /// The end of an aligned line: one formula goes on with its next sign, another one begins.
  private mutating func lineEnd() {
    spaced = true
    var index = position
    while index < source.count, [" ", "\n", "\t", "&"].contains(source[index]) { index += 1 }
    guard index < source.count else { return }
    if ["=", "<", ">", "+", "-"].contains(source[index]) { return }
    if source[index] == "\\" {
      var name = String.UnicodeScalarView()
      while index + 1 < source.count, Lexer.isLetter(source[index + 1]), name.count < 12 {
        name.append(source[index + 1])
        index += 1
      }
      let word = String(name)
      if word == "end" || Vocabulary.relations[word] != nil || word == "Rightarrow" { return }
    }
    emit(.mark(.comma))
  }

  private mutating func afterGroup() {
    skipGroup()
    openDropped(text: false)
  }

  private mutating func environment(_ opens: Bool, at start: Int) {
    guard let (name, end) = simpleGroup(at: position) else {
      emit(.unknown("\\begin"), at: start)
      return
    }
    position = end
    if Vocabulary.alignments.contains(name) {
      alignedDepth = max(0, alignedDepth + (opens ? 1 : -1))
      if opens, name == "alignedat" { skipGroup() }
      return
    }
    if name == "equation" || name == "equation*" { return }
    emit(opens ? .begin(name) : .end(name), at: start)
    bracketDepth = max(0, bracketDepth + (opens ? 1 : -1))
    guard opens, name == "array" else { return }
    skipGroup()
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    var view = Substring(self).unicodeScalars
    while let first = view.first, first == " " || first == "\n" || first == "\t" {
      view.removeFirst()
    }
    while let last = view.last, last == " " || last == "\n" || last == "\t" { view.removeLast() }
    return String(view)
  }
}
