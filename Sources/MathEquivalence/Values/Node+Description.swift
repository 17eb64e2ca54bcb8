/// Short plain notation for messages.
extension Node: CustomStringConvertible {
  var description: String {
    let text = render(0)
    return text.count <= 60 ? text : String(text.prefix(57)) + "…"
  }

  private func list(_ parts: [Node], _ level: Int) -> String {
    parts.prefix(8).map { $0.render(level + 1) }.joined(separator: ", ")
      + (parts.count > 8 ? ", …" : "")
  }

  private func render(_ level: Int) -> String {
    if level > 6 { return "…" }
    let next = level + 1
    switch self {
    case .number(let value): return value.description
    case .constant(let constant):
      switch constant {
      case .pi: return "π"
      case .e: return "e"
      case .i: return "i"
      case .infinity: return "∞"
      case .eulerGamma: return "γ"
      }
    case .symbol(let name): return name
    case .sum(let parts):
      let text = parts.prefix(8).map { $0.render(next) }.joined(separator: " + ")
      return text.replacingPlusMinus + (parts.count > 8 ? " + …" : "")
    case .product(let parts): return product(parts, next)
    case .power(let base, let exponent):
      return base.bracketed(next) + "^" + exponent.bracketed(next)
    case .call(.root, let parts) where parts.count == 2:
      return parts[1] == .int(2)
        ? "√(\(parts[0].render(next)))" : "root(\(list(parts, level)))"
    case .call(.abs, let parts): return "|\(list(parts, level))|"
    case .call(.factorial, let parts) where parts.count == 1: return parts[0].bracketed(next) + "!"
    case .call(let function, let parts): return "\(function.rawValue)(\(list(parts, level)))"
    case .apply(let name, let parts): return "\(name)(\(list(parts, level)))"
    case .plusMinus(let upper): return upper ? "±" : "∓"
    case .percent(let inner): return inner.render(next) + "%"
    case .quantity(let amount, let unit): return amount.render(next) + " " + unit.name
    case .tuple(.round, let parts): return "(\(list(parts, level)))"
    case .tuple(.square, let parts): return "[\(list(parts, level))]"
    case .tuple(.angle, let parts): return "⟨\(list(parts, level))⟩"
    case .list(let parts): return list(parts, level)
    case .set(let parts): return "{\(list(parts, level))}"
    case .interval(let low, let lowClosed, let high, let highClosed):
      return (lowClosed ? "[" : "(") + "\(low.render(next)), \(high.render(next))"
        + (highClosed ? "]" : ")")
    case .setOperation(let operation, let parts):
      let sign =
        switch operation {
        case .union: " ∪ "
        case .intersection: " ∩ "
        case .difference: " ∖ "
        case .product: " × "
        }
      return parts.prefix(8).map { $0.render(next) }.joined(separator: sign)
    case .namedSet(let set): return set == .empty ? "the empty set" : "the \(set)"
    case .setBuilder(let element, let condition):
      return "{\(element.render(next)) : \(condition.render(next))}"
    case .relation(let sides, let relations):
      var text = sides.first?.render(next) ?? ""
      for (relation, side) in zip(relations, sides.dropFirst()) {
        text += " \(relation.sign) \(side.render(next))"
      }
      return text
    case .and(let parts): return parts.map { $0.render(next) }.joined(separator: " and ")
    case .or(let parts): return parts.map { $0.render(next) }.joined(separator: " or ")
    case .matrix(let rows):
      return "[" + rows.prefix(6).map { "[\(list($0, level))]" }.joined(separator: ", ") + "]"
    case .piecewise: return "a function by cases"
    case .ratio(let parts): return parts.map { $0.render(next) }.joined(separator: ":")
    case .residue(let name, let value, let modulus):
      return "\(name.render(next)) ≡ \(value.render(next)) (mod \(modulus.render(next)))"
    case .text(let words): return words.joined(separator: " ")
    case .based(let digits, let base): return "\(digits) in base \(base)"
    case .derivative(let body, let name): return "d/d\(name) \(body.render(next))"
    case .integral: return "an integral"
    case .fold(let fold, _, _, _, _): return fold == .sum ? "a sum" : "a product"
    case .limit: return "a limit"
    case .dots: return "…"
    }
  }

  private func bracketed(_ level: Int) -> String {
    switch self {
    case .sum, .product, .relation, .power: "(\(render(level)))"
    case .number(let value) where !value.isInteger || value.sign < 0: "(\(render(level)))"
    default: render(level)
    }
  }

  private func product(_ parts: [Node], _ level: Int) -> String {
    var text = ""
    for part in parts.prefix(8) {
      if part == .minusOne {
        text += "-"
      } else if case .plusMinus = part {
        text += part.render(level)
      } else if case .power(let base, .minusOne) = part {
        text += (text.isEmpty ? "1" : "") + "/" + base.bracketed(level)
      } else if text.isEmpty || text == "-" || text == "±" || text == "∓" {
        if case .sum = part {
          text += "(\(part.render(level)))"
        } else {
          text += part.render(level)
        }
      } else {
        text += "·"
        if case .sum = part {
          text += "(\(part.render(level)))"
        } else {
          text += part.render(level)
        }
      }
    }
    return text + (parts.count > 8 ? "·…" : "")
  }
}

extension String {
  /// `a + -b` reads as `a - b`.
  fileprivate var replacingPlusMinus: String {
    var result = ""
    var rest = Substring(self)
    while let first = rest.first {
      if rest.hasPrefix("+ -") {
        result += "- "
        rest = rest.dropFirst(3)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

extension Relation {
  var sign: String {
    switch self {
    case .equal: "="
    case .notEqual: "≠"
    case .less: "<"
    case .lessOrEqual: "≤"
    case .greater: ">"
    case .greaterOrEqual: "≥"
    case .approximately: "≈"
    case .element: "∈"
    case .notElement: "∉"
    case .subset: "⊂"
    case .implies: "⇒"
    case .proportional: "∼"
    case .parallel: "∥"
    case .perpendicular: "⊥"
    case .congruent: "≅"
    }
  }
}
