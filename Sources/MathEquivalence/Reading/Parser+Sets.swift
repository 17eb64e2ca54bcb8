extension Parser {
  /// A value with its unit, or sets joined by operations.
  mutating func operand() throws(SyntaxError) -> Node {
    var left = try quantity()
    while let operation = setOperation(after: left) {
      index += 1
      if operation == .difference, kind == .word("for") { index += 1 }
      if case .symbol(let name) = left, let set = Vocabulary.plainSets[name] {
        left = .namedSet(set)
      }
      let isBraced = at(.openBrace)
      let isWord = if case .word = tokens[index - 1].kind { true } else { false }
      var right = try quantity()
      // `(1, 3) \ {2}`: braces of plain text are those of a set.
      if isBraced || isWord, right.isScalar { right = .set([right]) }
      if case .setOperation(operation, let parts) = left, operation != .difference {
        left = .setOperation(operation, parts + [right])
      } else {
        left = .setOperation(operation, [left, right])
      }
    }
    return left
  }

  /// The operation between sets that stands here, as a sign or as a word after a set.
  private func setOperation(after left: Node) -> SetOperation? {
    switch kind {
    case .mark(let mark): return Parser.setOperation(mark)
    case .word(let word):
      guard ["without", "except", "excluding"].contains(UnitTable.lowercased(word)) else {
        return nil
      }
      switch left {
      case .interval, .setOperation, .namedSet, .set: return .difference
      case .tuple(let bracket, let parts):
        return bracket != .angle && parts.count == 2 ? .difference : nil
      default: return nil
      }
    default: return nil
    }
  }

  private static func setOperation(_ mark: Mark) -> SetOperation? {
    switch mark {
    case .cup: .union
    case .cap: .intersection
    case .setMinus: .difference
    default: nil
    }
  }

  /// Bare values after `x ≠ a` are excluded too.
  static func excluded(_ parts: [Node]) -> Node? {
    var result: [Node] = []
    var name: Node?
    var changed = false
    for part in parts {
      if case .relation(let sides, let relations) = part {
        name = relations == [.notEqual] ? sides[0] : nil
        result.append(part)
      } else if let name, part.isScalar {
        result.append(.relation([name, part], [.notEqual]))
        changed = true
      } else {
        return nil
      }
    }
    return changed ? .and(result) : nil
  }
}
