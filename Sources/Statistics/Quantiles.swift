public import Grading

/// The value below which the share `p` of the values lies, interpolated between neighbours.
///
/// - Parameters:
///   - p: 0 … 1.
///   - sorted: In increasing order, at least one.
/// Source: Hyndman and Fan 1996, Sample Quantiles in Statistical Packages, definition 7.
public func quantile(_ p: Double, ofSorted sorted: [Double]) -> Double {
  precondition((0...1).contains(p) && !sorted.isEmpty, "a share, and at least one value")
  let position = p * Double(sorted.count - 1)
  let below = Int(position)
  guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
  let part = position - Double(below)
  return sorted[below] + part * (sorted[below + 1] - sorted[below])
}

extension Summary.Distribution {
  /// - Returns: `nil` without values.
  public init?(of values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let last = sorted.last else { return nil }
    self.init(
      median: quantile(0.5, ofSorted: sorted), p95: quantile(0.95, ofSorted: sorted), max: last)
  }
}
