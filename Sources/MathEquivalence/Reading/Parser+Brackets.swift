extension Parser {
  /// Something that starts with a bracket or a bar.
  mutating func bracketed(_ mark: Mark) throws(SyntaxError) -> Node {
    switch mark {
    case .openParen: return try round()
    case .openBracket: return try square()
    case .closeBracket: return try french()
    case .openBrace: return try group()
    case .openSet: return try set()
    case .openAngle:
      index += 1
      return try angle(closing: .mark(.closeAngle))
    case .bar: return try absolute(.bar)
    case .doubleBar: return try absolute(.doubleBar)
    case .openFloor: return try rounded(.closeFloor, .floor)
    case .openCeil: return try rounded(.closeCeil, .ceil)
    case .angle: return try namedAngle()
    case .underscore, .caret: return try leadingIndex()
    case .dots:
      index += 1
      return .dots
    default: throw unexpected()
    }
  }

  private mutating func framed<Result>(
    _ frame: Frame, _ body: (inout Parser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    index += 1
    frames.append(frame)
    defer { frames.removeLast() }
    return try body(&self)
  }

  /// `_5C_2` and `^5C_2`, with or without `{}` before them.
  mutating func leadingIndex() throws(SyntaxError) -> Node {
    index += 1
    let n = try argument()
    guard case .symbol(let name) = kind, name == "C" || name == "P",
      mark(ahead: 1) == .underscore
    else { throw unexpected() }
    index += 2
    return .call(name == "C" ? .binomial : .permutations, [n, try argument()])
  }

  private static func isEnd(_ kind: Token.Kind) -> Bool {
    kind == .mark(.closeParen) || kind == .mark(.closeBracket)
  }

  private mutating func round() throws(SyntaxError) -> Node {
    try framed(.paren) { parser throws(SyntaxError) in
      if parser.take(.closeParen) { return .tuple(.round, []) }
      let (parts, separators) = try parser.elements(closed: {
        Parser.isEnd($0) || $0 == .mark(.openBracket)
      })
      if parts.count == 2, parser.take(.closeBracket) {
        return .interval(parts[0], false, parts[1], true)
      }
      if parts.count == 2, parser.at(.openBracket) {
        throw parser.unexpected()
      }
      try parser.expect(.closeParen)
      if parts.count > 1, separators.allSatisfy({ $0 == .comma }) { return .tuple(.round, parts) }
      return Parser.joined(parts, separators)
    }
  }

  private mutating func square() throws(SyntaxError) -> Node {
    let isWhole = index == 0
    if let rows = try rows() { return rows }
    return try framed(.square) { parser throws(SyntaxError) in
      if parser.take(.closeBracket) { return .tuple(.square, []) }
      let (parts, _) = try parser.elements(closed: {
        Parser.isEnd($0) || $0 == .mark(.openBracket)
      })
      if parts.count == 2, parser.take(.closeParen) || parser.take(.openBracket) {
        return .interval(parts[0], true, parts[1], false)
      }
      try parser.expect(.closeBracket)
      if parts.count == 1, case .matrix = parts[0] { return parts[0] }
      if parts.count == 1, !(isWhole && parser.index == parser.tokens.count),
        !parser.frames.dropLast().contains(.square)
      {
        return parts[0]
      }
      return .tuple(.square, parts)
    }
  }

  /// `[1, 2; 3, 4]` and `[1 2; 3 4]`: a matrix in one line. Two rows of one value are an interval.
  private mutating func rows() throws(SyntaxError) -> Node? {
    var level = 0
    var end: Int?
    var cuts: [Int] = []
    for place in index..<min(tokens.count, index + 400) {
      switch tokens[place].kind {
      case .mark(.openBracket), .mark(.openParen), .mark(.openBrace), .mark(.openSet): level += 1
      case .mark(.closeBracket), .mark(.closeParen), .mark(.closeBrace), .mark(.closeSet):
        level -= 1
      case .mark(.semicolon) where level == 1: cuts.append(place)
      default: break
      }
      if level == 0 {
        end = place
        break
      }
    }
    guard let end, !cuts.isEmpty, tokens[end].mark == .closeBracket else { return nil }
    var matrix: [[Node]] = []
    var start = index + 1
    for cut in cuts + [end] {
      guard let row = row(start, cut) else { return nil }
      matrix.append(row)
      start = cut + 1
    }
    guard let width = matrix.first?.count, matrix.allSatisfy({ $0.count == width }),
      width > 1 || matrix.count > 2
    else { return nil }
    index = end + 1
    return .matrix(matrix)
  }

  /// Values between commas, or numbers side by side.
  private func row(_ start: Int, _ end: Int) -> [Node]? {
    guard start < end else { return nil }
    let part = Array(tokens[start..<end])
    if let node = try? Parser.parse(part) {
      if case .list(let values) = node { return values }
      return node.isScalar ? [node] : nil
    }
    var values: [Node] = []
    var sign = 1
    for token in part {
      switch token.kind {
      case .number(let value, _):
        values.append(.number(value * Rational(sign)))
        sign = 1
      case .mark(.minus) where sign == 1: sign = -1
      default: return nil
      }
    }
    return values
  }

  /// `]1,2]` and `]1,2[`.
  private mutating func french() throws(SyntaxError) -> Node {
    try framed(.square) { parser throws(SyntaxError) in
      let (parts, _) = try parser.elements(closed: {
        $0 == .mark(.openBracket) || $0 == .mark(.closeBracket)
      })
      guard parts.count == 2 else { throw parser.unexpected() }
      let closed = parser.take(.closeBracket)
      if !closed { try parser.expect(.openBracket) }
      return .interval(parts[0], false, parts[1], closed)
    }
  }

  private mutating func set() throws(SyntaxError) -> Node {
    if case .begin(let name) = kind(ahead: 1), name == "array" || name == "matrix" {
      // `\left\{\begin{array}{l}…\end{array}\right.` is a system.
      index += 2
      let system = try cases(name)
      _ = take(.closeSet)
      return system
    }
    return try framed(.set) { parser throws(SyntaxError) in
      if parser.take(.closeSet) { return .namedSet(.empty) }
      let first = try parser.element()
      if parser.take(.bar) || parser.take(.colon) || parser.kind == .relation(.proportional) {
        if parser.kind == .relation(.proportional) { parser.index += 1 }
        let condition = try parser.sequence(closed: { $0 == .mark(.closeSet) })
        try parser.expect(.closeSet)
        return .setBuilder(first, condition)
      }
      var parts = [first]
      while parser.take(.comma) || parser.take(.semicolon) || parser.take(.and) {
        parts.append(try parser.element())
      }
      try parser.expect(.closeSet)
      return .set(parts)
    }
  }

  /// `\langle a, b\rangle`, `<a, b>`.
  mutating func angle(closing: Token.Kind) throws(SyntaxError) -> Node {
    frames.append(.angle)
    defer { frames.removeLast() }
    var parts = [try additive()]
    while take(.comma) || take(.semicolon) { parts.append(try additive()) }
    guard kind == closing, parts.count > 1 else { throw unexpected() }
    index += 1
    return .tuple(.angle, parts)
  }

  private mutating func absolute(_ bar: Mark) throws(SyntaxError) -> Node {
    try framed(.abs) { parser throws(SyntaxError) in
      let inner = try parser.additive()
      try parser.expect(bar)
      if case .matrix = inner { return .call(.determinant, [inner]) }
      return .call(.abs, [inner])
    }
  }

  private mutating func rounded(_ closing: Mark, _ function: Function) throws(SyntaxError) -> Node {
    try framed(.floor) { parser throws(SyntaxError) in
      let inner = try parser.additive()
      try parser.expect(closing)
      return .call(function, [inner])
    }
  }

  /// `\angle ABC` is a name.
  private mutating func namedAngle() throws(SyntaxError) -> Node {
    index += 1
    var name = "angle "
    while index < tokens.count {
      if case .symbol(let letter) = tokens[index].kind {
        name += letter
      } else if case .word(let word) = tokens[index].kind {
        name += word
      } else if case .number(_, let digits) = tokens[index].kind, !digits.isEmpty,
        name == "angle "
      {
        name += digits
      } else {
        break
      }
      index += 1
    }
    return .symbol(name)
  }

  // MARK: Environments

  mutating func environment(_ name: String) throws(SyntaxError) -> Node {
    frames.append(.group)
    defer { frames.removeLast() }
    if name == "cases" || name == "dcases" || name == "rcases" { return try cases(name) }
    guard Vocabulary.matrices.contains(name) else { throw unexpected() }
    var rows: [[Node]] = [[]]
    while let kind, kind != .end(name) {
      if take(.newline) {
        rows.append([])
      } else if !take(.ampersand) {
        rows[rows.count - 1].append(try element())
      }
    }
    guard kind == .end(name) else { throw unexpected() }
    index += 1
    if rows.last?.isEmpty == true { rows.removeLast() }
    guard let width = rows.first?.count, width > 0, rows.allSatisfy({ $0.count == width }) else {
      throw error("the rows of a matrix differ in length")
    }
    return name == "vmatrix" ? .call(.determinant, [.matrix(rows)]) : .matrix(rows)
  }

  private mutating func cases(_ name: String) throws(SyntaxError) -> Node {
    var values: [Node] = []
    var conditions: [Node?] = []
    while let kind, kind != .end(name) {
      if take(.newline) { continue }
      values.append(try element())
      _ = take(.comma)
      conditions.append(take(.ampersand) ? try condition(name) : nil)
    }
    guard kind == .end(name), !values.isEmpty else { throw unexpected() }
    index += 1
    if values.allSatisfy({ if case .relation = $0 { true } else { false } }) {
      guard conditions.allSatisfy({ $0 == nil }) else { throw unexpected() }
      return .list(values)
    }
    return .piecewise(values, conditions)
  }

  /// Everything up to the end of the row, as a condition or as words.
  private mutating func condition(_ name: String) throws(SyntaxError) -> Node? {
    var end = index
    while end < tokens.count, tokens[end].mark != .newline, tokens[end].kind != .end(name) {
      end += 1
    }
    var start = index
    index = end
    while start < end, case .word(let word) = tokens[start].kind,
      ["if", "when", "for", "where"].contains(UnitTable.lowercased(word))
    {
      start += 1
    }
    while end > start,
      [.mark(.comma), .mark(.period), .mark(.semicolon)].contains(tokens[end - 1].kind)
    {
      end -= 1
    }
    let part = Array(tokens[start..<end])
    if part.isEmpty { return nil }
    let fillers: Set<String> = ["is", "a", "an", "number", "integer"]
    let words = part.map { UnitTable.lowercased($0.text) }.filter { !fillers.contains($0) }
    if words == ["otherwise"] || words == ["else"] { return nil }
    try descend()
    defer { depth -= 1 }
    var inner = Parser(part)
    inner.depth = depth
    if let node = try? inner.sequence(closed: { _ in false }), inner.index == part.count {
      return node
    }
    return .text(words)
  }
}
