/// A rational number as powers of primes: how products and quotients of factorials, binomials and
/// powers are compared without being multiplied out.
struct Factored: Equatable {
  var sign = 1
  /// Prime to exponent; zeros are left out.
  var exponents: [Int: Int] = [:]

  /// Larger factorials are not taken apart.
  static let limit = 100_000

  /// Nothing unless there is a factorial or binomial in one of the nodes and each is a product.
  static func compare(_ gold: Node, _ answer: Node, _ meter: Meter) -> Decision? {
    guard isWorthwhile(gold) || isWorthwhile(answer) else { return nil }
    guard let left = of(gold, meter), let right = of(answer, meter) else { return nil }
    return left == right
      ? .equal(.exact, "the same prime factors")
      : .different(.exact, "expected \(gold), found \(answer)")
  }

  /// Whether something is large enough for the other ways to be slow.
  private static func isWorthwhile(_ node: Node) -> Bool {
    node.contains {
      guard case .call(let function, let parts) = $0 else { return false }
      switch function {
      case .factorial, .doubleFactorial, .binomial, .permutations:
        return parts.contains { Evaluator.rational($0).map { Rational(20) < $0 } ?? true }
      default: return false
      }
    }
  }

  private static func of(_ node: Node, _ meter: Meter) -> Factored? {
    switch node {
    case .number(let value): return number(value)
    case .product(let parts):
      var result = Factored()
      for part in parts {
        guard let next = of(part, meter) else { return nil }
        result.multiply(next, 1)
      }
      return result
    case .power(let base, let exponent):
      guard let inner = of(base, meter), let count = Evaluator.rational(exponent)?.int,
        abs(count) <= 1 << 20, inner.exponents.values.allSatisfy({ abs($0) <= 1 << 40 })
      else { return nil }
      var result = Factored()
      result.multiply(inner, count)
      return result
    case .call(let function, let parts): return call(function, parts, meter)
    default: return nil
    }
  }

  private static func call(_ function: Function, _ parts: [Node], _ meter: Meter) -> Factored? {
    var values: [Int] = []
    for part in parts {
      guard let value = Evaluator.rational(part)?.int ?? product(part, meter), value >= 0,
        value <= limit
      else { return nil }
      values.append(value)
    }
    var result = Factored()
    switch (function, values.count) {
    case (.factorial, 1): return result.multiplyFactorial(values[0], 1, meter) ? result : nil
    case (.doubleFactorial, 1):
      // n!! is n! over (n-1)!!, and (2m)!! is 2^m m!.
      let half = values[0] / 2
      if values[0] % 2 == 0 {
        result.multiply(Factored(exponents: half > 0 ? [2: half] : [:]), 1)
        return result.multiplyFactorial(half, 1, meter) ? result : nil
      }
      guard result.multiplyFactorial(values[0], 1, meter),
        result.multiplyFactorial(half, -1, meter)
      else { return nil }
      result.multiply(Factored(exponents: half > 0 ? [2: half] : [:]), -1)
      return result
    case (.binomial, 2), (.permutations, 2):
      guard values[1] <= values[0], result.multiplyFactorial(values[0], 1, meter),
        result.multiplyFactorial(values[0] - values[1], -1, meter)
      else { return nil }
      if function == .binomial {
        guard result.multiplyFactorial(values[1], -1, meter) else { return nil }
      }
      return result
    default: return nil
    }
  }

  /// The value of a small product: 5040 for `(7!)!`.
  private static func product(_ node: Node, _ meter: Meter) -> Int? {
    guard let inner = of(node, meter), inner.sign > 0 else { return nil }
    var result = 1
    for (prime, exponent) in inner.exponents.sorted(by: { $0.key < $1.key }) {
      guard exponent > 0, exponent < 20 else { return nil }
      for _ in 0..<exponent {
        result *= prime
        if result > limit { return nil }
      }
    }
    return result
  }

  private static func number(_ value: Rational) -> Factored? {
    guard case .small(let top, let bottom) = value, top != 0 else { return nil }
    var result = Factored(sign: top.signum())
    for (part, direction) in [(abs(top), 1), (bottom, -1)] {
      var rest = part
      var prime = 2
      while rest > 1, prime * prime <= rest {
        guard prime < 20_000 else { return nil }
        while rest % prime == 0 {
          result.add(prime, direction)
          rest /= prime
        }
        prime += prime == 2 ? 1 : 2
      }
      if rest > 1 { result.add(rest, direction) }
    }
    return result
  }

  private mutating func add(_ prime: Int, _ exponent: Int) {
    let sum = (exponents[prime] ?? 0) + exponent
    exponents[prime] = sum == 0 ? nil : sum
  }

  private mutating func multiply(_ other: Factored, _ times: Int) {
    if other.sign < 0, times % 2 != 0 { sign = -sign }
    for (prime, exponent) in other.exponents { add(prime, exponent * times) }
  }

  /// Legendre: p stands in n! floor(n/p) + floor(n/p²) + … times.
  private mutating func multiplyFactorial(_ n: Int, _ times: Int, _ meter: Meter) -> Bool {
    guard n >= 2 else { return true }
    do throws(Stop) { try meter.spend(n / 4) } catch { return false }
    var composite = [Bool](repeating: false, count: n + 1)
    for candidate in 2...n where !composite[candidate] {
      var multiple = candidate * candidate
      while multiple <= n {
        composite[multiple] = true
        multiple += candidate
      }
      var count = 0
      var rest = n / candidate
      while rest > 0 {
        count += rest
        rest /= candidate
      }
      add(candidate, count * times)
    }
    return true
  }
}
