internal import BigInt

extension Comparison {
  /// Bits of the first look, which shows most differences.
  static let quickBits = 128
  /// Bits of the second look at constants, and the agreement that counts as equal.
  static let constantBits = 640
  static let constantAgreement = 420
  /// Bits before the point of constants that are compared in all of them.
  static let sizeLimit = 1 << 16
  /// Up to so many bits before the point, as many more are compared behind it.
  static let mirroredLimit = 1 << 12
  /// Bits of agreement that count for estimates of limits and integrals.
  static let estimateAgreement = 48
  /// The same for values at points.
  static let pointBits = 176
  static let pointAgreement = 100
  static let pointsNeeded = 6

  /// Decides by balls: disjoint ones prove a difference, agreement at many bits counts as equal.
  func numerically(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    if ComplexLetters.matter(gold) || ComplexLetters.matter(answer) {
      return try numerically(ComplexLetters.split(gold), ComplexLetters.split(answer))
    }
    let names = gold.symbols.union(answer.symbols).sorted()
    if names.isEmpty { return try constants(gold, answer) }
    guard names.count <= 12 else { throw .unsupported }
    return try atPoints(gold, answer, names)
  }

  private func constants(_ gold: Node, _ answer: Node) throws(Stop) -> Decision {
    if Towers.isHuge(gold) != Towers.isHuge(answer) {
      let small = Towers.isHuge(gold) ? answer : gold
      let evaluator = Evaluator(bits: 64, domain: .real, meter: meter)
      if let value = try? evaluator.real(small), value.top < 1 << 50 {
        return .different(.numeric, "one of the numbers is larger beyond computing")
      }
    }
    let isEstimate = Evaluator.isEstimate(gold) || Evaluator.isEstimate(answer)
    meter.span = 0
    for bits in [Comparison.quickBits, Comparison.constantBits] {
      let (a, b) = try values(gold, answer, bits, [:])
      if isEstimate {
        if try a.isDisjoint(from: b, bits: bits) {
          return .different(.numeric, Comparison.apart(a, b))
        }
        return agrees(a, b, Comparison.estimateAgreement)
          ? .equal(.numeric, "equal to \(Comparison.estimateAgreement) bits, by approximation")
          : .undecided(.numeric, "the value can only be approximated")
      }
      if try a.isDisjoint(from: b, bits: bits) {
        return .different(.numeric, Comparison.apart(a, b))
      }
      if bits == Comparison.constantBits {
        if agrees(a, b, Comparison.constantAgreement) {
          return try near(gold, answer, size: max(a.top, b.top, meter.span))
        }
      }
    }
    return .undecided(.numeric, "the numbers agree as far as they can be computed")
  }

  /// Decides on constants that agree in many bits. In large ones these may all stand before the point, where
  /// one more or less is not seen: they have to agree in as many bits behind it. So do those with a large or
  /// a tiny part, as tanh 1000.
  ///
  /// - Parameter size: How many bits stand before the point, or how far a part lies from one.
  private func near(_ gold: Node, _ answer: Node, size: Int) throws(Stop) -> Decision {
    let equal = Decision.equal(
      .numeric, "equal to more than \(Comparison.constantAgreement) bits")
    guard size > Comparison.constantAgreement / 2 else { return equal }
    guard size <= Comparison.sizeLimit else {
      return .undecided(.numeric, "the numbers agree as far as they can be computed")
    }
    // What e^1000/2 lacks to cosh 1000 stands as far behind the point as the value goes before it.
    let further = size <= Comparison.mirroredLimit ? 3 * size : size
    let bits = Comparison.constantBits + further
    let a: ComplexBall
    let b: ComplexBall
    do throws(Stop) {
      (a, b) = try values(gold, answer, bits, [:])
    } catch {
      guard error == .tooLarge, bits > Ball.functionBits else { throw error }
      return try apart(gold, answer, bits: Ball.functionBits)
        ?? .undecided(.numeric, "the numbers agree as far as they can be computed")
    }
    if try a.isDisjoint(from: b, bits: bits) {
      return .different(.numeric, Comparison.apart(a, b))
    }
    return agrees(a, b, Comparison.constantAgreement + further)
      ? equal : .undecided(.numeric, "the numbers agree as far as they can be computed")
  }

  /// That they differ, if so many bits show it.
  private func apart(_ gold: Node, _ answer: Node, bits: Int) throws(Stop) -> Decision? {
    let (a, b) = try values(gold, answer, bits, [:])
    return try a.isDisjoint(from: b, bits: bits)
      ? .different(.numeric, Comparison.apart(a, b)) : nil
  }

  private static func apart(_ a: ComplexBall, _ b: ComplexBall) -> String {
    let left = a.approximation
    let right = b.approximation
    if left != right { return "expected \(left), found \(right)" }
    return "both are near \(left), but they differ"
  }

  /// Both values over the reals, or both over the complex numbers.
  private func values(_ gold: Node, _ answer: Node, _ bits: Int, _ point: [String: Ball])
    throws(Stop) -> (ComplexBall, ComplexBall)
  {
    let real = Evaluator(bits: bits, domain: .real, point: point, meter: meter)
    do throws(Stop) {
      return (try real.value(gold), try real.value(answer))
    } catch {
      guard error == .undefined, point.isEmpty else { throw error }
    }
    let complex = Evaluator(bits: bits, domain: .complex, point: point, meter: meter)
    return (try complex.value(gold), try complex.value(answer))
  }

  /// Overlapping balls whose errors are small beside the values.
  private func agrees(_ a: ComplexBall, _ b: ComplexBall, _ bits: Int) -> Bool {
    let size = max(a.top, b.top)
    let error = max(a.errorTop, b.errorTop)
    if a.containsZero && b.containsZero { return error < -bits }
    return error < size - bits
  }

  // MARK: Points

  private func atPoints(_ gold: Node, _ answer: Node, _ names: [String]) throws(Stop) -> Decision {
    let whole = Points.integerSymbols(gold).union(Points.integerSymbols(answer))
    var points = Points(names: names, integers: whole)
    var agreed = 0
    var lone = (gold: 0, answer: 0)
    var failed: Stop?
    if let decision = try atCorners(gold, answer, names) { return decision }
    for attempt in 0..<22 {
      let point = points.next(attempt)
      let evaluator = Evaluator(
        bits: Comparison.pointBits, domain: .real, point: point, meter: meter)
      do throws(Stop) {
        let left = try defined(gold, evaluator)
        let right = try defined(answer, evaluator)
        guard let a = left, let b = right else {
          if left != nil { lone.gold += 1 }
          if right != nil { lone.answer += 1 }
          continue
        }
        if try a.isDisjoint(from: b, bits: Comparison.pointBits) {
          return .different(.numeric, Comparison.apart(a, b, point, names))
        }
        if agrees(a, b, Comparison.pointAgreement) { agreed += 1 }
      } catch {
        if error == .fuel || error == .unsupported { throw error }
        failed = error
      }
      if agreed >= Comparison.pointsNeeded, attempt >= 5 { break }
    }
    if agreed >= Comparison.pointsNeeded {
      return .equal(.numeric, "equal at \(agreed) points to more than 100 bits")
    }
    if agreed == 0, let failed { throw failed }
    if agreed == 0, lone.gold >= 4, lone.answer >= 4 {
      return .different(.numeric, "they are defined at different points only")
    }
    return .undecided(.numeric, "too few points where both are defined")
  }

  /// Where the cases of a function of one letter meet, a value may differ at that point only.
  private func atCorners(_ gold: Node, _ answer: Node, _ names: [String]) throws(Stop)
    -> Decision?
  {
    guard names.count == 1 else { return nil }
    for corner in Points.corners(gold) + Points.corners(answer) {
      let point = [names[0]: try Ball(corner, bits: Comparison.pointBits)]
      let evaluator = Evaluator(
        bits: Comparison.pointBits, domain: .real, point: point, meter: meter)
      let left = try defined(gold, evaluator)
      let right = try defined(answer, evaluator)
      if let a = left, let b = right {
        guard try a.isDisjoint(from: b, bits: Comparison.pointBits) else { continue }
        return .different(.numeric, Comparison.apart(a, b, point, names))
      }
      if left != nil || right != nil {
        let side = left == nil ? "the answer" : "the reference"
        return .different(.numeric, "at \(names[0]) = \(corner) only \(side) has a value")
      }
    }
    return nil
  }

  /// Nothing where the expression has no real value.
  private func defined(_ node: Node, _ evaluator: Evaluator) throws(Stop) -> ComplexBall? {
    do throws(Stop) {
      return try evaluator.value(node)
    } catch {
      if error == .undefined { return nil }
      throw error
    }
  }

  private static func apart(
    _ a: ComplexBall, _ b: ComplexBall, _ point: [String: Ball], _ names: [String]
  ) -> String {
    let place = names.prefix(3).map { "\($0) = \(point[$0]?.approximation ?? "?")" }
    let more = names.count > 3 ? ", …" : ""
    return "at \(place.joined(separator: ", "))\(more): \(apart(a, b))"
  }
}

/// Sample points: positive first, then negative, small, large; never numbers with a nice relation.
struct Points {
  let names: [String]
  let integers: Set<String>
  private var state: UInt64

  init(names: [String], integers: Set<String>) {
    self.names = names
    self.integers = integers
    state = 0x9E37_79B9_7F4A_7C15
    for name in names {
      for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
  }

  private mutating func random() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func next(_ attempt: Int) -> [String: Ball] {
    var point: [String: Ball] = [:]
    for name in names {
      if integers.contains(name) {
        point[name] = Ball(exact: 3 + attempt * 2 + Int(random() % 23))
        continue
      }
      // An odd number of 40 bits over 2^40, in (0, 1), then scaled by the kind of the point.
      let mantissa = Int((random() >> 24) | 1)
      let (shift, negative): (Int, Bool) =
        switch attempt % 11 {
        case 0: (1, false)
        case 1: (0, false)
        case 2: (1, true)
        case 3: (2, random() % 2 == 0)
        case 4: (0, true)
        case 5: (4, false)
        case 6: (-3, random() % 2 == 0)
        case 7: (6, random() % 2 == 0)
        case 8: (-1, false)
        case 9: (3, true)
        default: (0, random() % 2 == 0)
        }
      point[name] = Ball(
        mantissa: negative ? -.init(mantissa) : .init(mantissa), radius: 0, exponent: shift - 40)
    }
    return point
  }

  /// The numbers that conditions of cases name, as far as balls hold them exactly.
  static func corners(_ node: Node) -> [Rational] {
    guard case .piecewise(_, let conditions) = node else {
      switch node {
      case .number, .symbol, .constant: return []
      default: return node.children.flatMap(corners)
      }
    }
    var found: [Rational] = []
    func visit(_ condition: Node) {
      switch condition {
      case .and(let parts), .or(let parts), .list(let parts): parts.forEach(visit)
      case .relation(let sides, _):
        for side in sides {
          guard let value = Evaluator.rational(side), found.count < 16,
            value.denominator >> value.denominator.trailingZeroBitCount == 1
          else { continue }
          found.append(value)
        }
      default: break
      }
    }
    conditions.forEach { condition in if let condition { visit(condition) } }
    return found
  }

  /// Letters that stand where only integers make sense.
  static func integerSymbols(_ node: Node) -> Set<String> {
    switch node {
    case .call(.factorial, let parts), .call(.doubleFactorial, let parts),
      .call(.binomial, let parts), .call(.permutations, let parts), .call(.gcd, let parts),
      .call(.lcm, let parts), .call(.mod, let parts):
      return parts.reduce(into: Set<String>()) { $0.formUnion($1.symbols) }
    case .fold(_, let name, let low, let high, let body):
      return low.symbols.union(high.symbols).union(integerSymbols(body).subtracting([name]))
    case .power(let base, let exponent):
      var found = integerSymbols(base).union(integerSymbols(exponent))
      if let value = Evaluator.rational(base), value.sign < 0 { found.formUnion(exponent.symbols) }
      return found
    default:
      return node.children.reduce(into: Set<String>()) { $0.formUnion(integerSymbols($1)) }
    }
  }
}

/// Powers whose exponents alone are beyond computing.
enum Towers {
  /// Whether the number is certainly above 2^(2^58).
  static func isHuge(_ node: Node) -> Bool {
    switch node {
    case .power(let base, let exponent):
      guard let b = Evaluator.rational(base), Rational(2) <= b else { return false }
      if isHuge(exponent) { return true }
      return sizeOfExponent(exponent) > 58
    case .sum(let parts), .product(let parts):
      let isSum = if case .sum = node { true } else { false }
      return parts.contains(where: isHuge)
        && parts.allSatisfy { isHuge($0) || atLeast($0, isSum ? .zero : .one) }
    default: return false
    }
  }

  private static func atLeast(_ node: Node, _ bound: Rational) -> Bool {
    Evaluator.rational(node).map { bound <= $0 } ?? false
  }

  /// A lower bound of the number of bits of a positive integer; zero when nothing is known.
  private static func sizeOfExponent(_ node: Node) -> Int {
    if let value = Evaluator.rational(node), value.sign > 0, value.isInteger {
      return value.numerator.bitWidth - 2
    }
    guard case .power(let base, let exponent) = node, let b = Evaluator.rational(base),
      Rational(2) <= b
    else { return 0 }
    if isHuge(node) { return 1 << 58 }
    guard let e = Evaluator.rational(exponent), e.sign > 0 else {
      return sizeOfExponent(exponent) > 6 ? 64 : 0
    }
    return e.int ?? 64
  }
}
