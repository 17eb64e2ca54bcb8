internal import BigInt

/// Integrals and limits by approximation: their errors are estimated and not proved, so that
/// agreement counts at fewer bits, ``Comparison/estimateAgreement``.
extension Evaluator {
  /// Bits with which a body is evaluated near its limit, and how near: 2^-steps.
  private static let limitBits = 1100
  private static let limitSteps = [200, 260]
  private static let farSteps = [[200, 260], [11, 12]]
  /// Nodes of the quadrature on either side of the middle, and their distance.
  private static let nodes = 84
  private static let spacing = Rational(1, 20)

  /// Whether a value of this node is an estimate.
  static func isEstimate(_ node: Node) -> Bool {
    node.contains {
      switch $0 {
      case .limit, .integral: true
      default: false
      }
    }
  }

  // MARK: Limits

  func limit(_ body: Node, _ name: String, _ target: Node) throws(Stop) -> ComplexBall {
    if let sign = Infinity.sign(target) {
      for steps in Evaluator.farSteps {
        var values: [Ball] = []
        for step in steps {
          let far = Ball(mantissa: BigInt(sign), radius: 0, exponent: step)
          if let value = try near(body, name, far) { values.append(value) }
        }
        if values.count == 2 { return try settled(values, slack: steps[0] / 2) }
      }
      throw .unsupported
    }
    let place = try Evaluator(
      bits: Evaluator.limitBits, domain: .real, point: point, meter: meter
    ).real(target)
    var values: [Ball] = []
    for side in [1, -1] {
      for step in Evaluator.limitSteps {
        let shift = Ball(mantissa: BigInt(side), radius: 0, exponent: -step)
        let there = try place.plus(shift, bits: Evaluator.limitBits)
        if let value = try near(body, name, there) { values.append(value) }
      }
    }
    guard values.count >= 2 else { throw .undefined }
    return try settled(values, slack: 100)
  }

  /// Nothing where the body has no value.
  private func near(_ body: Node, _ name: String, _ place: Ball) throws(Stop) -> Ball? {
    var inner = Evaluator(bits: Evaluator.limitBits, domain: .real, point: point, meter: meter)
    inner.point[name] = place
    do throws(Stop) {
      return try inner.real(body)
    } catch {
      if error == .undefined || error == .tooLarge { return nil }
      throw error
    }
  }

  /// One value for all, when they lie close together.
  private func settled(_ values: [Ball], slack: Int) throws(Stop) -> ComplexBall {
    let last = values[values.count - 1]
    for value in values {
      let gap = try value.minus(last, bits: bits)
      guard gap.top < max(0, last.top) - slack else { throw .unsupported }
    }
    return ComplexBall(
      try last.plus(Ball(mantissa: 0, radius: 1, exponent: max(0, last.top) - slack), bits: bits))
  }

  // MARK: Integrals

  /// The integral by the double-exponential rule (Takahasi and Mori), at two spacings.
  func integral(_ body: Node, _ name: String, _ low: Node, _ high: Node) throws(Stop)
    -> ComplexBall
  {
    let work = 128
    let coarse = try quadrature(body, name, low, high, every: 2, bits: work)
    let fine = try quadrature(body, name, low, high, every: 1, bits: work)
    let gap = try fine.minus(coarse, bits: work)
    // The error of the rule squares when the spacing halves.
    guard gap.top < max(0, fine.top) - 30 else { throw .unsupported }
    return ComplexBall(
      try fine.plus(Ball(mantissa: 0, radius: 1, exponent: max(0, fine.top) - 56), bits: work))
  }

  private func quadrature(
    _ body: Node, _ name: String, _ low: Node, _ high: Node, every step: Int, bits: Int
  ) throws(Stop) -> Ball {
    var inner = Evaluator(bits: bits, domain: .real, point: point, meter: meter)
    let from = Infinity.sign(low)
    let to = Infinity.sign(high)
    let a = from == nil ? try inner.real(low) : .zero
    let b = to == nil ? try inner.real(high) : .zero
    var total = Ball.zero
    for index in stride(from: -Evaluator.nodes, through: Evaluator.nodes, by: step) {
      let t = try Ball(Rational(index) * Evaluator.spacing, bits: bits)
      guard let (x, weight) = try node(t, a, b, from, to, bits) else { continue }
      inner.point[name] = Ball(mantissa: x.mantissa, radius: 0, exponent: x.exponent)
      do throws(Stop) {
        let value = try inner.real(body)
        total = try total.plus(value.times(weight, bits: bits), bits: bits)
      } catch {
        // At the ends themselves the body may have no value.
        guard error == .undefined || error == .tooLarge, abs(index) > Evaluator.nodes / 2 else {
          throw error
        }
      }
    }
    return try total.times(
      Ball(Evaluator.spacing * Rational(step), bits: bits), bits: bits)
  }

  /// The place and the weight that belong to t.
  private func node(_ t: Ball, _ a: Ball, _ b: Ball, _ from: Int?, _ to: Int?, _ bits: Int)
    throws(Stop) -> (Ball, Ball)?
  {
    let half = Ball(mantissa: 1, radius: 0, exponent: -1)
    let up = try t.exp(bits: bits)
    let down = try up.inverse(bits: bits)
    let quarterTurn = try Ball.pi(bits: bits).times(half, bits: bits)
    let sinh = try up.minus(down, bits: bits).times(half, bits: bits)
    let cosh = try up.plus(down, bits: bits).times(half, bits: bits)
    let inner = try sinh.times(quarterTurn, bits: bits)
    let slope = try cosh.times(quarterTurn, bits: bits)
    guard inner.top < 8 else { return nil }
    let outer = try inner.exp(bits: bits)
    let inverse = try outer.inverse(bits: bits)
    switch (from, to) {
    case (nil, nil):
      // x = a + (b - a) e^u / (e^u + e^-u), dx = (b - a) 2 / (e^u + e^-u)² du
      let sum = try outer.plus(inverse, bits: bits).inverse(bits: bits)
      let width = try b.minus(a, bits: bits)
      let share = try outer.times(sum, bits: bits)
      let x = try a.plus(width.times(share, bits: bits), bits: bits)
      let weight = try width.times(Ball(exact: 2), bits: bits).times(sum, bits: bits).times(
        sum, bits: bits)
      return (x, try weight.times(slope, bits: bits))
    case (nil, .some(1)):
      return (try a.plus(outer, bits: bits), try outer.times(slope, bits: bits))
    case (.some(-1), nil):
      return (try b.minus(outer, bits: bits), try outer.times(slope, bits: bits))
    case (.some(-1), .some(1)):
      let x = try outer.minus(inverse, bits: bits).times(half, bits: bits)
      let weight = try outer.plus(inverse, bits: bits).times(half, bits: bits)
      return (x, try weight.times(slope, bits: bits))
    default: throw .unsupported
    }
  }
}
