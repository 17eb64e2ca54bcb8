/// A mean over problems with its standard error.
///
/// The problem is the unit: attempts at one problem are not independent, so they are averaged first.
/// Source: Miller 2024, Adding Error Bars to Evals, arXiv:2411.00640, section 2.
public struct Mean: Sendable, Hashable {
  /// The number of values, at least 1.
  public var count: Int
  public var value: Double
  /// Σ(xᵢ−x̄)² / (n−1), the unbiased variance of one value; `nil` for a single value.
  public var variance: Double?

  /// √(Σ(xᵢ−x̄)² / (n(n−1))); `nil` for a single value.
  public var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }

  init(count: Int, value: Double, variance: Double?) {
    self.count = count
    self.value = value
    self.variance = variance
  }

  /// - Returns: `nil` if there are no values.
  public init?(of values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let n = Double(values.count)
    // Equal values must have exactly their own mean and no spread, whatever the rounding of sums.
    if values.allSatisfy({ $0 == values[0] }) {
      value = values[0]
      variance = count > 1 ? 0 : nil
      return
    }
    let mean = values.reduce(0, +) / n
    value = mean
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  }
}
