public import Grading

extension Histogram {
  /// Counts values between edges of the form 1, 2, 5, 10, 20, 50, …: bins of about equal width on a
  /// scale of ratios, as suits times and lengths.
  ///
  /// - Returns: `nil` without finite values of at least 0.
  public init?(steps values: [Double]) {
    let values = values.filter { $0.isFinite && $0 >= 0 }
    guard let least = values.min(), let most = values.max() else { return nil }
    var edges = [0.0]
    var scale = 1.0
    while let last = edges.last, last <= most, scale < 1e15 {
      edges += [scale, 2 * scale, 5 * scale]
      scale *= 10
    }
    while edges.count > 2, edges[edges.count - 2] > most { edges.removeLast() }
    while edges.count > 2, edges[1] <= least { edges.removeFirst() }
    self.init(edges: edges, counts: Self.counts(values, edges))
  }

  /// Counts whole numbers, a bin for each up to ten and one for all above.
  public init?(whole values: [Int]) {
    guard let most = values.max(), let least = values.min(), least >= 0 else { return nil }
    let last = min(most, 10)
    var edges = (min(least, last)...last).map(Double.init) + [Double(last + 1)]
    if most > last { edges.append(Double(most) + 1) }
    self.init(edges: edges, counts: Self.counts(values.map(Double.init), edges))
  }

  private static func counts(_ values: [Double], _ edges: [Double]) -> [Int] {
    var counts = Array(repeating: 0, count: edges.count - 1)
    for value in values {
      // The last edge that is not above the value.
      var (low, high) = (0, edges.count - 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        if edges[middle] <= value { low = middle } else { high = middle }
      }
      counts[low] += 1
    }
    return counts
  }
}
