/// How a quantity is spread over bins of equal width, on a scale that shows it best.
struct Histogram: Equatable {
  /// How many values fall into each bin.
  var counts: [Int]
  /// The bins' ends, one more than bins.
  var ends: [Double]

  private static let binCount = 24
  /// A quantity that spans more than this factor is shown on a logarithmic scale.
  private static let widestLinear = 20.0

  /// - Parameter values: In any order; those that are not finite or below 0 are left out.
  /// - Returns: `nil` if fewer than two values differ, since there is nothing to show then.
  init?(_ values: [Double]) {
    let values = values.filter { $0.isFinite && $0 >= 0 }
    guard let least = values.min(), let most = values.max(), least < most else { return nil }
    let isLogarithmic = least > 0 && most / least > Histogram.widestLinear
    func scaled(_ value: Double) -> Double { isLogarithmic ? Histogram.log2(value) : value }
    let low = scaled(least)
    let width = (scaled(most) - low) / Double(Histogram.binCount)
    counts = Array(repeating: 0, count: Histogram.binCount)
    for value in values {
      counts[min(Int((scaled(value) - low) / width), Histogram.binCount - 1)] += 1
    }
    ends = (0...Histogram.binCount).map { place in
      let end = low + width * Double(place)
      return isLogarithmic ? Histogram.exp2(end) : end
    }
  }

  // Both to a precision that bins need, without a mathematical library, so that equal input gives
  // equal bytes on every machine: the exponent, and a straight line between powers of two.
  private static func log2(_ value: Double) -> Double {
    Double(value.exponent) + (value.significand - 1)
  }

  private static func exp2(_ value: Double) -> Double {
    let whole = value.rounded(.down)
    return Double(sign: .plus, exponent: Int(whole), significand: 1 + (value - whole))
  }
}
