/// One comparison: the policy and the fuel that is left.
struct Comparison {
  let policy: Policy
  let meter: Meter
  /// The letter that both sides declared, and the set it runs through.
  var parameter: Parameter?

  /// Elements of a collection that are compared.
  static let elementLimit = 200

  init(policy: Policy) {
    self.policy = policy
    meter = Meter(fuel: policy.fuel / 2, reserve: policy.fuel / 2)
  }

  /// - Parameter gold: in the shape that is compared: ``Reading/simplified``.
  func compare(_ gold: Reading, _ answer: Reading) -> Decision {
    if let choice = Choices.compare(gold.tokens, answer.tokens) { return choice }
    if let formula = Formula.compare(gold, answer) { return formula }
    switch (gold.content, answer.content) {
    case (.math(let left), .math(let right)):
      do throws(Stop) {
        return try compare(left, Shape.simplified(right))
      } catch {
        return Comparison.stopped(error)
      }
    case (.math, .unreadable) where answer.isBracketsOnly:
      return .different(.text, "the answer is nothing but brackets")
    case (.math, .unreadable(let message, _)):
      return .undecided(.structural, "the answer cannot be read: \(message)")
    case (.math(let left), .words):
      return sameText(gold, answer) ?? letters(left, answer)
        ?? .different(.text, "expected mathematics, found the words “\(Comparison.quote(answer))”")
    case (.words, .words), (.words, .math), (.words, .unreadable):
      return sameText(gold, answer) ?? lettersAsFactors(gold, answer)
        ?? .different(
          .text,
          "expected “\(Comparison.quote(gold))”, found “\(Comparison.quote(answer))”")
    case (.unreadable, _), (.tooLong, _), (_, .tooLong):
      return .undecided(.fuel, "a text is too long or not readable")
    }
  }

  private func sameText(_ gold: Reading, _ answer: Reading) -> Decision? {
    let words = answer.words
    if Prose.areEqual(gold.words, words, caseSensitive: policy.caseSensitive) {
      return .equal(.text, "the same words")
    }
    guard let said = Prose.predicate(words),
      Prose.areEqual(gold.words, said, caseSensitive: policy.caseSensitive)
    else { return nil }
    return .equal(.text, "a sentence that says the same words")
  }

  /// A reference of letters only, `abc`, may be answered by a product that is written out.
  private func lettersAsFactors(_ gold: Reading, _ answer: Reading) -> Decision? {
    guard gold.tokens.count == 1, case .word(let word) = gold.tokens[0].kind, word.count <= 4,
      case .math(let right) = answer.content, case .product = right,
      let left = try? Parser.parse([gold.tokens[0], Comparison.times, Comparison.one])
    else { return nil }
    guard let decision = try? compare(Shape.simplified(left), Shape.simplified(right)) else {
      return nil
    }
    return decision.isEqual ? decision : nil
  }

  /// `AB` for a reference such as a segment: its letters as factors.
  private func letters(_ gold: Node, _ answer: Reading) -> Decision? {
    guard answer.tokens.count == 1, case .word(let word) = answer.tokens[0].kind,
      word.count <= 3, gold.isScalar,
      let right = try? Parser.parse([answer.tokens[0], Comparison.times, Comparison.one])
    else { return nil }
    return try? compare(gold, Shape.simplified(right))
  }

  private static let times = Token(kind: .mark(.times), spaced: false, upright: false, offset: 0)
  private static let one = Token(
    kind: .number(.one, digits: "1"), spaced: false, upright: false, offset: 0)

  static func stopped(_ stop: Stop) -> Decision {
    switch stop {
    case .fuel: .undecided(.fuel, "the comparison costs more than its fuel")
    case .tooLarge: .undecided(.fuel, "the numbers are too large to be computed")
    case .undefined: .undecided(.numeric, "a value is undefined")
    case .unsupported: .undecided(.structural, "the notation is read but cannot be evaluated")
    }
  }

  static func quote(_ reading: Reading) -> String {
    let text = reading.words.prefix(12).joined(separator: " ")
    return text.count <= 60 ? text : String(text.prefix(57)) + "…"
  }

  // MARK: Values

  func compare(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    try meter.spend(1)
    if gold == answer { return .equal(.structural, "the same value is written") }
    if let decision = try declared(gold, answer) { return decision }
    if Relations.isRelational(gold) { return try relation(gold, answer) }
    if Relations.isRelational(answer) { return try value(gold, ofRelation: answer) }
    if case .piecewise(let values, let conditions) = gold {
      return try piecewise(values, conditions, answer)
    }
    if gold.isScalar {
      if answer.isScalar { return try scalars(gold, answer) }
      return try scalar(gold, nonScalar: answer)
    }
    switch gold {
    case .quantity(let amount, let unit): return try quantity(amount, unit, answer)
    case .list(let parts): return try list(parts, answer)
    case .set(let parts): return try set(parts, answer)
    case .tuple, .interval, .setOperation, .namedSet, .setBuilder:
      return try tupleOrSet(gold, answer)
    case .matrix(let rows): return try matrix(rows, answer)
    case .ratio(let parts): return try ratio(parts, answer)
    case .residue: return try residue(gold, answer)
    case .based(let digits, let base): return based(digits, base, answer)
    case .text(let words):
      if case .symbol(let letter) = answer,
        words == ["true"] && letter == "T" || words == ["false"] && letter == "F"
      {
        return .equal(.text, "its first letter")
      }
      if case .ratio(let parts) = answer, let times = Comparison.clock(words, parts.count) {
        return try ratio(times, answer)
      }
      guard case .text(let other) = answer else { return mismatch(gold, answer) }
      return Prose.areEqual(words, other, caseSensitive: policy.caseSensitive)
        ? .equal(.text, "the same words") : mismatch(gold, answer)
    default: return try structural(gold, answer)
    }
  }

  func mismatch(_ gold: Node, _ answer: Node) -> Decision {
    .different(.structural, "expected \(gold), found \(answer)")
  }

  private func scalar(_ gold: Node, nonScalar answer: Node) throws(Stop) -> Decision {
    switch answer {
    case .quantity(let amount, let unit):
      if !gold.hasNoSymbols {
        if unit.isAngle, let family = try families(gold, answer) { return family }
        if let product = Quantities.product(answer) {
          let decision = try scalars(gold, product)
          if decision.isEqual { return decision }
        }
        guard let quantity = Quantities.measured(gold) else { return mismatch(gold, answer) }
        return try compare(quantity, answer)
      }
      if unit.isLikelyVariable { return mismatch(gold, answer) }
      return try quantity(bare: gold, amount, unit)
    case .ratio(let parts) where parts.count == 2 && parts.allSatisfy(\.isScalar):
      return try scalars(gold, .quotient(parts[0], parts[1]))
    case .based(let digits, let base):
      guard let value = Comparison.value(digits, base) else { return mismatch(gold, answer) }
      return try scalars(gold, .number(value))
    case .piecewise: return try numerically(gold, answer)
    case .matrix(let rows):
      guard case .symbol(let name) = gold, rows.count == rows[0].count,
        Matrices.isUnit(name, rows.count)
      else { return mismatch(gold, answer) }
      return try matrix(Matrices.unit(rows.count), answer)
    case .list(let parts):
      if let families = try families([gold], parts) { return families }
      guard case .quantity(_, let unit)? = parts.first, unit.isMoney,
        let whole = Quantities.compound(parts)
      else { return mismatch(gold, answer) }
      return try compare(gold, whole)
    case .tuple, .set, .interval, .setOperation, .namedSet, .setBuilder, .ratio,
      .residue, .text, .and, .or, .relation, .dots:
      return mismatch(gold, answer)
    default: return try structural(gold, answer)
    }
  }

  /// Same shape, equal parts.
  func structural(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    let left = gold.children
    let right = answer.children
    guard left.count == right.count, !left.isEmpty,
      gold.mapChildren({ _ in .zero }) == answer.mapChildren({ _ in .zero })
    else {
      return gold.contains { if case .dots = $0 { true } else { false } }
        ? mismatch(gold, answer)
        : .undecided(.structural, "\(gold) and \(answer) cannot be compared")
    }
    for (a, b) in zip(left, right) {
      let decision = try compare(a, b)
      if decision.outcome != .equal {
        return .undecided(.structural, "\(gold) and \(answer) cannot be compared")
      }
    }
    return .equal(.structural, "all parts are equal")
  }

  // MARK: Smaller kinds

  /// The numbers of `4:10`, which was read as a time of day, where a ratio is wanted.
  private static func clock(_ words: [String], _ count: Int) -> [Node]? {
    guard words.count == 2, words[0] == "time" else { return nil }
    let numbers = words[1].split(separator: ":").compactMap { Int($0) }
    guard numbers.count == 3, count == 3 || (count == 2 && numbers[2] == 0) else { return nil }
    return numbers.prefix(count).map { .int($0) }
  }

  private func ratio(_ parts: [Node], _ answer: Node) throws(Stop) -> Decision {
    if case .text(let words) = answer, let times = Comparison.clock(words, parts.count) {
      return try ratio(parts, .ratio(times))
    }
    if case .ratio(let others) = answer {
      guard parts.count == others.count else {
        return .different(.structural, "the ratios have \(parts.count) and \(others.count) terms")
      }
      guard (parts + others).allSatisfy(\.isScalar) else { return try inOrder(parts, others) }
      for index in parts.indices.dropFirst() {
        let decision = try scalars(
          .product([parts[0], others[index]]), .product([others[0], parts[index]]))
        if !decision.isEqual { return .different(.exact, "term \(index + 1) of the ratio differs") }
      }
      return .equal(.structural, "the terms are proportional")
    }
    if parts.count == 2, answer.isScalar, parts.allSatisfy(\.isScalar) {
      return try scalars(.quotient(parts[0], parts[1]), answer)
    }
    return mismatch(.ratio(parts), answer)
  }

  private func based(_ digits: String, _ base: Int, _ answer: Node) -> Decision {
    let gold = Node.based(digits, base)
    if case .based(let others, let otherBase) = answer {
      guard let a = Comparison.value(digits, base), let b = Comparison.value(others, otherBase)
      else { return mismatch(gold, answer) }
      return a == b
        ? .equal(.exact, "both are \(a)") : .different(.exact, "expected \(a), found \(b)")
    }
    if case .symbol(let name) = answer, let other = Comparison.literal(name),
      let a = Comparison.value(digits, base)
    {
      return a == other
        ? .equal(.exact, "both are \(a)") : .different(.exact, "expected \(a), found \(other)")
    }
    // Without a base the digits themselves have to agree.
    if case .number(let value) = answer, value.description == digits {
      return .equal(.structural, "the same digits")
    }
    return mismatch(gold, answer)
  }

  /// `B_16` as a number, where one is wanted.
  private static func literal(_ name: String) -> Rational? {
    let parts = name.split(separator: "_")
    guard parts.count == 2, let base = Int(parts[1]), (2...36).contains(base) else { return nil }
    return value(String(parts[0]), base)
  }

  static func value(_ digits: String, _ base: Int) -> Rational? {
    var total = Rational.zero
    var scale = Rational.one
    var isFraction = false
    for scalar in digits.unicodeScalars {
      if scalar == ".", !isFraction {
        isFraction = true
        continue
      }
      guard let digit = Lexer.digitValue(scalar), digit < base else { return nil }
      total = total * Rational(base) + Rational(digit)
      if isFraction { scale = scale * Rational(base) }
    }
    return scale.inverse.map { total * $0 }
  }

  func residue(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    guard case .residue(let name, let value, let modulus) = gold else {
      return mismatch(gold, answer)
    }
    if case .call(.mod, let parts) = answer, parts.count == 2 {
      return try residue(gold, .residue(.text([]), parts[0], modulus: parts[1]))
    }
    // `7k + 3` says the same without a name.
    let named = Node.relation([.symbol("residue"), answer], [.equal])
    let family = answer.isScalar ? Relations.residue(named).map { (name, $0.1, $0.2) } : nil
    if family == nil, name == .text([]), answer.isScalar { return try scalars(value, answer) }
    guard let (otherName, otherValue, otherModulus) = family ?? Relations.residue(answer) else {
      return mismatch(gold, answer)
    }
    guard name == otherName || name == .text([]) || otherName == .text([]) else {
      return .different(.structural, "\(name) and \(otherName) are different letters")
    }
    guard let m = Evaluator.rational(modulus), let n = Evaluator.rational(otherModulus),
      let a = Evaluator.rational(value), let b = Evaluator.rational(otherValue), !m.isZero,
      let inverse = m.inverse
    else { return try structural(gold, answer) }
    guard m.magnitude == n.magnitude else {
      return .different(.exact, "the moduli \(m) and \(n) differ")
    }
    return ((a - b) * inverse).isInteger
      ? .equal(.exact, "the same residue class")
      : .different(.exact, "\(a) and \(b) differ modulo \(m)")
  }

  private func piecewise(_ values: [Node], _ conditions: [Node?], _ answer: Node) throws(Stop)
    -> Decision
  {
    let gold = Node.piecewise(values, conditions)
    if case .piecewise(let others, let otherConditions) = answer,
      values.count == others.count
    {
      // The same conditions: case by case.
      var pairs: [(Node, Node)] = []
      for (index, value) in values.enumerated() {
        if let match = otherConditions.firstIndex(where: { $0 == conditions[index] }) {
          pairs.append((value, others[match]))
        }
      }
      if pairs.count == values.count {
        return try inOrder(pairs.map(\.0), pairs.map(\.1))
      }
    }
    guard answer.isScalar else { return mismatch(gold, answer) }
    return try numerically(gold, answer)
  }
}
