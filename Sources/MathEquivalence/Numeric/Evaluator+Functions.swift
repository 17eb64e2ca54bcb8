internal import BigInt

extension Evaluator {
  @inline(never)
  func call(_ function: Function, _ arguments: [Node]) throws(Stop) -> ComplexBall {
    switch function {
    case .root: return try root(arguments)
    case .log:
      guard arguments.count == 2 else { throw .undefined }
      return try logarithm(arguments[1]).times(
        logarithm(arguments[0]).inverse(bits: bits), bits: bits)
    case .binomial, .permutations: return try chosen(function, arguments)
    case .max, .min, .gcd, .lcm, .mod: return try several(function, arguments)
    case .sin, .cos, .tan, .cot, .sec, .csc, .arcsin, .arccos, .arctan, .arccot, .arcsec,
      .arccsc, .sinh, .cosh, .tanh, .coth, .sech, .csch, .arcsinh, .arccosh, .arctanh, .ln,
      .abs, .floor, .ceil, .sign, .factorial, .doubleFactorial, .conjugate, .realPart,
      .imaginaryPart, .argument, .gamma, .zeta, .determinant:
      guard arguments.count == 1 else { throw .undefined }
      try meter.spend(bits + bits * bits >> 9)
      return try unary(function, arguments[0])
    }
  }

  @inline(never)
  private func unary(_ function: Function, _ argument: Node) throws(Stop) -> ComplexBall {
    switch function {
    case .ln: return try logarithm(argument)
    case .sin, .cos, .tan, .cot, .sec, .csc:
      return try trigonometric(function, value(argument))
    case .sinh, .cosh, .tanh, .coth, .sech, .csch:
      return try hyperbolic(function, value(argument))
    case .arcsin, .arccos, .arctan, .arccot, .arcsec, .arccsc:
      return try inverseTrigonometric(function, real(argument))
    case .arcsinh, .arccosh, .arctanh: return try inverseHyperbolic(function, real(argument))
    case .abs: return ComplexBall(try value(argument).magnitude(bits: bits))
    case .sign:
      let x = try real(argument)
      if x.isExactZero { return .zero }
      guard !x.containsZero else { throw .undefined }
      return x.isPositive ? .one : -ComplexBall.one
    case .floor, .ceil: return try rounded(function, argument)
    case .factorial, .doubleFactorial, .gamma: return try factorial(function, argument)
    case .conjugate: return try value(argument).conjugate
    case .realPart: return ComplexBall(try value(argument).real)
    case .imaginaryPart: return ComplexBall(try value(argument).imaginary ?? .zero)
    case .argument: return ComplexBall(try value(argument).argument(bits: bits))
    case .zeta, .determinant, .log, .root, .binomial, .permutations, .max, .min, .gcd, .lcm,
      .mod:
      throw .unsupported
    }
  }

  /// The value, which has to be real.
  @inline(never)
  func real(_ node: Node) throws(Stop) -> Ball {
    let ball = try value(node)
    guard ball.imaginary == nil else { throw .unsupported }
    return ball.real
  }

  @inline(never)
  private func logarithm(_ node: Node) throws(Stop) -> ComplexBall {
    let x = try value(node)
    if domain == .real {
      guard x.imaginary == nil, x.real.isPositive else { throw .undefined }
    }
    return try x.log(bits: bits)
  }

  @inline(never)
  private func root(_ arguments: [Node]) throws(Stop) -> ComplexBall {
    guard arguments.count == 2 else { throw .undefined }
    if let degree = Evaluator.rational(arguments[1]) {
      guard let inverse = degree.inverse else { throw .undefined }
      return try power(arguments[0], .number(inverse))
    }
    return try power(arguments[0], .power(arguments[1], .minusOne))
  }

  // MARK: Trigonometry

  @inline(never)
  private func trigonometric(_ function: Function, _ x: ComplexBall) throws(Stop) -> ComplexBall {
    let (sine, cosine) = try sinCos(x)
    switch function {
    case .sin: return sine
    case .cos: return cosine
    case .tan: return try sine.times(cosine.inverse(bits: bits), bits: bits)
    case .cot: return try cosine.times(sine.inverse(bits: bits), bits: bits)
    case .sec: return try cosine.inverse(bits: bits)
    default: return try sine.inverse(bits: bits)
    }
  }

  @inline(never)
  private func sinCos(_ x: ComplexBall) throws(Stop) -> (ComplexBall, ComplexBall) {
    if x.imaginary == nil {
      let (sine, cosine) = try x.real.sinCos(bits: bits)
      return (ComplexBall(sine), ComplexBall(cosine))
    }
    let turned = try x.times(.i, bits: bits)
    let up = try turned.exp(bits: bits)
    let down = try (-turned).exp(bits: bits)
    let half = ComplexBall(Ball(mantissa: 1, radius: 0, exponent: -1))
    let cosine = try up.plus(down, bits: bits).times(half, bits: bits)
    let sine = try up.minus(down, bits: bits).times(half, bits: bits).times(
      -ComplexBall.i, bits: bits)
    return (sine, cosine)
  }

  @inline(never)
  private func hyperbolic(_ function: Function, _ x: ComplexBall) throws(Stop) -> ComplexBall {
    let up = noted(try x.exp(bits: bits))
    let down = try up.inverse(bits: bits)
    let half = ComplexBall(Ball(mantissa: 1, radius: 0, exponent: -1))
    let sinh = try up.minus(down, bits: bits).times(half, bits: bits)
    let cosh = try up.plus(down, bits: bits).times(half, bits: bits)
    switch function {
    case .sinh: return sinh
    case .cosh: return cosh
    case .tanh: return try sinh.times(cosh.inverse(bits: bits), bits: bits)
    case .coth: return try cosh.times(sinh.inverse(bits: bits), bits: bits)
    case .sech: return try cosh.inverse(bits: bits)
    default: return try sinh.inverse(bits: bits)
    }
  }

  @inline(never)
  private func inverseTrigonometric(_ function: Function, _ x: Ball) throws(Stop) -> ComplexBall {
    let pi = try Ball.pi(bits: bits)
    let half = Ball(mantissa: pi.mantissa, radius: pi.radius, exponent: pi.exponent - 1)
    switch function {
    case .arctan: return ComplexBall(try x.arctan(bits: bits))
    case .arccot: return ComplexBall(try half.minus(x.arctan(bits: bits), bits: bits))
    case .arcsin: return ComplexBall(try arcsin(x, half))
    case .arccos: return ComplexBall(try half.minus(arcsin(x, half), bits: bits))
    case .arcsec:
      return ComplexBall(try half.minus(arcsin(x.inverse(bits: bits), half), bits: bits))
    default: return ComplexBall(try arcsin(x.inverse(bits: bits), half))
    }
  }

  @inline(never)
  private func arcsin(_ x: Ball, _ half: Ball) throws(Stop) -> Ball {
    let rest = try Ball.one.minus(x.times(x, bits: bits), bits: bits)
    if rest.isExactZero { return x.isPositive ? half : -half }
    guard rest.isPositive else { throw .undefined }
    return try x.over(rest.squareRoot(bits: bits), bits: bits).arctan(bits: bits)
  }

  @inline(never)
  private func inverseHyperbolic(_ function: Function, _ x: Ball) throws(Stop) -> ComplexBall {
    let square = try x.times(x, bits: bits)
    switch function {
    case .arcsinh:
      let root = try square.plus(.one, bits: bits).squareRoot(bits: bits)
      return ComplexBall(try x.plus(root, bits: bits).log(bits: bits))
    case .arccosh:
      let root = try square.minus(.one, bits: bits).squareRoot(bits: bits)
      return ComplexBall(try x.plus(root, bits: bits).log(bits: bits))
    default:
      let ratio = try Ball.one.plus(x, bits: bits).over(Ball.one.minus(x, bits: bits), bits: bits)
      let log = try ratio.log(bits: bits)
      return ComplexBall(
        Ball(mantissa: log.mantissa, radius: log.radius, exponent: log.exponent - 1))
    }
  }

  // MARK: Integers

  @inline(never)
  private func rounded(_ function: Function, _ node: Node) throws(Stop) -> ComplexBall {
    let x = try real(node)
    guard x.top < 4096, x.exponent > -100_000 else { throw .tooLarge }
    func floor(_ mantissa: BigInt) -> BigInt {
      x.exponent >= 0
        ? mantissa << x.exponent
        : Rational(mantissa, BigInt(1) << -x.exponent).floor
    }
    let sign: BigInt = function == .floor ? 1 : -1
    let low = floor(sign * x.mantissa - x.radius)
    let high = floor(sign * x.mantissa + x.radius)
    // The balls of a number and of the next integer touch: the step cannot be decided.
    guard low == high else { throw .undefined }
    return ComplexBall(Ball(mantissa: sign * low, radius: 0, exponent: 0))
  }

  @inline(never)
  private func factorial(_ function: Function, _ node: Node) throws(Stop) -> ComplexBall {
    if function == .gamma, let twice = try integer(.product([.int(2), node])) {
      return try gamma(twice: twice)
    }
    guard let n = try integer(node), n >= 0 else { throw .undefined }
    guard n <= 20_000 else { throw .tooLarge }
    let step = function == .doubleFactorial ? 2 : 1
    try meter.spend(n / step)
    return ComplexBall(
      try product(from: step == 2 ? max(1, 2 - n % 2) : 1, through: n, by: step))
  }

  /// The product of positive whole numbers: as many of them at once as fit into a word.
  @inline(never)
  private func product(from low: Int, through high: Int, by step: Int = 1) throws(Stop) -> Ball {
    try meter.product(.init(low: low, high: high, step: step, bits: bits)) { () throws(Stop) in
      var result = Ball.one
      var word = 1
      for factor in stride(from: low, through: high, by: step) {
        let (product, overflow) = word.multipliedReportingOverflow(by: factor)
        if overflow || product > 1 << 62 {
          result = try result.times(Ball(exact: word), bits: bits + 16)
          word = factor
        } else {
          word = product
        }
      }
      return try result.times(Ball(exact: word), bits: bits + 16)
    }
  }

  /// Γ at positive integers and half-integers.
  @inline(never)
  private func gamma(twice: Int) throws(Stop) -> ComplexBall {
    guard twice > 0, twice < 2000 else { throw .tooLarge }
    var result = twice % 2 == 0 ? Ball.one : try Ball.pi(bits: bits).squareRoot(bits: bits)
    for factor in stride(from: twice - 2, to: 0, by: -2) {
      result = try result.times(
        Ball(mantissa: BigInt(factor), radius: 0, exponent: -1), bits: bits)
    }
    return ComplexBall(result)
  }

  @inline(never)
  private func chosen(_ function: Function, _ arguments: [Node]) throws(Stop) -> ComplexBall {
    guard arguments.count == 2, let k = try integer(arguments[1]), k >= 0 else {
      throw .undefined
    }
    guard k <= 3000 else { throw .tooLarge }
    let n = try value(arguments[0])
    try meter.spend(2 * k)
    var result = ComplexBall.one
    if let whole = Evaluator.whole(n), k <= whole, whole < 1 << 40 {
      result = ComplexBall(try product(from: whole - k + 1, through: whole))
    } else {
      for index in 0..<k {
        result = try result.times(n.minus(ComplexBall(Ball(exact: index)), bits: bits), bits: bits)
      }
    }
    guard function == .binomial else { return result }
    let ways = try product(from: 1, through: k)
    return try result.times(ComplexBall(ways.inverse(bits: bits)), bits: bits)
  }

  @inline(never)
  private func several(_ function: Function, _ arguments: [Node]) throws(Stop) -> ComplexBall {
    guard let first = arguments.first else { throw .undefined }
    if function == .max || function == .min {
      var best = try real(first)
      for argument in arguments.dropFirst() {
        let next = try real(argument)
        let gap = try next.minus(best, bits: bits)
        if gap.isExactZero { continue }
        guard !gap.containsZero else { throw .undefined }
        if gap.isPositive == (function == .max) { best = next }
      }
      return ComplexBall(best)
    }
    guard var result = try integer(first) else { throw .undefined }
    for argument in arguments.dropFirst() {
      guard let next = try integer(argument) else { throw .undefined }
      switch function {
      case .gcd: result = Evaluator.gcd(result, next)
      case .lcm:
        let divisor = Evaluator.gcd(result, next)
        guard divisor != 0 else { throw .undefined }
        let (product, overflow) = (result / divisor).multipliedReportingOverflow(by: next)
        guard !overflow else { throw .tooLarge }
        result = abs(product)
      default:
        guard next > 0 else { throw .undefined }
        result = ((result % next) + next) % next
      }
    }
    return ComplexBall(Ball(exact: result))
  }

  @inline(never)
  private static func gcd(_ a: Int, _ b: Int) -> Int {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return abs(x)
  }
}
