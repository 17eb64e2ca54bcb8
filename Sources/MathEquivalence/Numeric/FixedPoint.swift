internal import BigInt

/// A number from 0 up to 2^64 in fixed point, without the heap: the last limb is the whole part.
///
/// Results are cut off and not rounded; a series of a few hundred operations stays within 2^20 units
/// of the last place.
struct FixedPoint<let count: Int> {
  private var limbs: InlineArray<count, UInt64>

  private init(limbs: InlineArray<count, UInt64>) { self.limbs = limbs }

  init() { limbs = InlineArray(repeating: 0) }

  static var one: FixedPoint {
    var result = FixedPoint()
    result.limbs[count - 1] = 1
    return result
  }

  static var fractionBits: Int { 64 * (count - 1) }

  /// The value `number / 2^bits`; `number` is not negative and `bits` at most `fractionBits`.
  init(_ number: BigInt, bits: Int) {
    limbs = InlineArray(repeating: 0)
    let aligned = number.magnitude << (FixedPoint.fractionBits - bits)
    for (index, word) in aligned.words.enumerated() where index < count {
      limbs[index] = UInt64(word)
    }
  }

  /// The value times 2^bits, cut off.
  func number(bits: Int) -> BigInt {
    var words: [UInt] = []
    words.reserveCapacity(count)
    for index in 0..<count { words.append(UInt(limbs[index])) }
    return BigInt(BigUInt(words: words) >> (FixedPoint.fractionBits - bits))
  }

  var isZero: Bool {
    for index in 0..<count where limbs[index] != 0 { return false }
    return true
  }

  static func * (left: FixedPoint, right: FixedPoint) -> FixedPoint {
    // Limbs of the product below the ones that are kept, but for one, are left out.
    var product = FixedPoint()
    var low: UInt64 = 0
    for i in 0..<count {
      let factor = left.limbs[i]
      if factor == 0 { continue }
      var carry: UInt64 = 0
      let start = Swift.max(0, count - 2 - i)
      for j in start..<count {
        let place = i + j - (count - 1)
        let (high, part) = factor.multipliedFullWidth(by: right.limbs[j])
        let old = place < 0 ? low : (place < count ? product.limbs[place] : 0)
        let (first, overflow) = old.addingReportingOverflow(part)
        let (second, more) = first.addingReportingOverflow(carry)
        carry = high &+ (overflow ? 1 : 0) &+ (more ? 1 : 0)
        if place < 0 { low = second } else if place < count { product.limbs[place] = second }
      }
      let place = i + 1
      if place < count { product.limbs[place] = product.limbs[place] &+ carry }
    }
    return product
  }

  static func + (left: FixedPoint, right: FixedPoint) -> FixedPoint {
    var result = left
    var carry: UInt64 = 0
    for index in 0..<count {
      let (first, overflow) = left.limbs[index].addingReportingOverflow(right.limbs[index])
      let (second, more) = first.addingReportingOverflow(carry)
      result.limbs[index] = second
      carry = (overflow ? 1 : 0) &+ (more ? 1 : 0)
    }
    return result
  }

  /// The difference of a number and one that is not larger.
  static func - (left: FixedPoint, right: FixedPoint) -> FixedPoint {
    var result = left
    var borrow: UInt64 = 0
    for index in 0..<count {
      let (first, overflow) = left.limbs[index].subtractingReportingOverflow(right.limbs[index])
      let (second, more) = first.subtractingReportingOverflow(borrow)
      result.limbs[index] = second
      borrow = (overflow ? 1 : 0) &+ (more ? 1 : 0)
    }
    return result
  }

  func divided(by divisor: UInt64) -> FixedPoint {
    var result = self
    var rest: UInt64 = 0
    for index in stride(from: count - 1, through: 0, by: -1) {
      let (quotient, remainder) = divisor.dividingFullWidth((rest, limbs[index]))
      result.limbs[index] = quotient
      rest = remainder
    }
    return result
  }

  /// Shifted right by fewer than 64 bits.
  func halved(_ times: Int) -> FixedPoint {
    var result = self
    for index in 0..<count {
      let above = index + 1 < count ? limbs[index + 1] : 0
      result.limbs[index] = (limbs[index] >> UInt64(times)) | (above << UInt64(64 - times))
    }
    return result
  }

  // MARK: Series

  /// e^x for x below one.
  var exponential: FixedPoint {
    let halvings = 12
    let small = halved(halvings)
    var term = FixedPoint.one
    var sum = term
    var k: UInt64 = 1
    while k < 400 {
      term = (term * small).divided(by: k)
      if term.isZero { break }
      sum = sum + term
      k += 1
    }
    for _ in 0..<halvings { sum = sum * sum }
    return sum
  }

  /// Sine and cosine of x below 1.6.
  var sineAndCosine: (sine: FixedPoint, cosine: FixedPoint) {
    let square = self * self
    // Terms of even and of odd number apart, so that no difference is negative on the way.
    var sines = (self, FixedPoint())
    var cosines = (FixedPoint.one, FixedPoint())
    var odd = self
    var even = FixedPoint.one
    var k: UInt64 = 1
    while k < 400 {
      even = (even * square).divided(by: k * (k + 1))
      odd = (odd * square).divided(by: (k + 1) * (k + 2))
      if even.isZero, odd.isZero { break }
      if k % 4 == 1 {
        cosines.1 = cosines.1 + even
        sines.1 = sines.1 + odd
      } else {
        cosines.0 = cosines.0 + even
        sines.0 = sines.0 + odd
      }
      k += 2
    }
    // Near a quarter turn what was cut off may exceed the cosine.
    let cosine = cosines.0.isBelow(cosines.1) ? FixedPoint() : cosines.0 - cosines.1
    return (sines.0 - sines.1, cosine)
  }

  private func isBelow(_ other: FixedPoint) -> Bool {
    for index in stride(from: count - 1, through: 0, by: -1)
    where limbs[index] != other.limbs[index] {
      return limbs[index] < other.limbs[index]
    }
    return false
  }

  /// artanh or arctan of x below a third.
  func inverseTangent(hyperbolic: Bool) -> FixedPoint {
    let square = self * self
    var power = self
    var sums = (self, FixedPoint())
    var k: UInt64 = 3
    while k < 4000 {
      power = power * square
      if power.isZero { break }
      let term = power.divided(by: k)
      if hyperbolic || k % 4 == 1 { sums.0 = sums.0 + term } else { sums.1 = sums.1 + term }
      k += 2
    }
    return sums.0 - sums.1
  }
}
