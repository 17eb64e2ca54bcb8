public import Grading

/// How far judges agree, and what their errors do to a rate.
public enum Agreement {
  /// Cohen's κ of two judges over the same items: agreement beyond what chance would give.
  ///
  ///     κ = (pₒ − pₑ)/(1 − pₑ)
  ///
  /// - Parameter pairs: The two judges' words on each item.
  /// - Returns: −1 … 1; `nil` without items, or if both always say the same one word: then chance alone
  ///   explains all.
  /// Source: Cohen 1960, A Coefficient of Agreement for Nominal Scales.
  public static func cohensKappa(_ pairs: [(String, String)]) -> Double? {
    guard !pairs.isEmpty else { return nil }
    let n = Double(pairs.count)
    var (first, second): ([String: Double], [String: Double]) = ([:], [:])
    for (one, other) in pairs {
      first[one, default: 0] += 1
      second[other, default: 0] += 1
    }
    let observed = Double(pairs.count { $0.0 == $0.1 }) / n
    // In a fixed order: sums of doubles depend on it.
    let expected = first.keys.sorted().reduce(0) {
      $0 + first[$1, default: 0] * second[$1, default: 0] / (n * n)
    }
    return expected < 1 ? (observed - expected) / (1 - expected) : nil
  }

  /// Krippendorff's α for any number of judges, words without order, and gaps.
  ///
  ///     α = 1 − D_o/D_e
  ///
  /// - Parameter items: For each item the words of the judges that spoke of it. Items with fewer than
  ///   two words say nothing of agreement.
  /// - Returns: At most 1; `nil` without two words on some item, or if only one word was ever said.
  /// Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section D.
  public static func krippendorffsAlpha(_ items: [[String]]) -> Double? {
    let items = items.filter { $0.count > 1 }
    var totals: [String: Double] = [:]
    var agreeing = 0.0
    for item in items {
      var counts: [String: Double] = [:]
      for word in item { counts[word, default: 0] += 1 }
      for (word, count) in counts { totals[word, default: 0] += count }
      let pairs = counts.values.map { $0 * ($0 - 1) }.sorted().reduce(0, +)
      agreeing += pairs / Double(item.count - 1)
    }
    let n = totals.values.sorted().reduce(0, +)
    guard n > 1 else { return nil }
    let observed = 1 - agreeing / n
    let expected = 1 - totals.values.map { $0 * ($0 - 1) }.sorted().reduce(0, +) / (n * (n - 1))
    return expected > 0 ? 1 - observed / expected : nil
  }

  /// A judge measured on items whose truth is known.
  public struct Judge: Sendable, Hashable {
    /// Right items that the judge accepted, of all right ones.
    public var accepted: Int
    public var right: Int
    /// Wrong items that the judge rejected, of all wrong ones.
    public var rejected: Int
    public var wrong: Int

    public init(accepted: Int, right: Int, rejected: Int, wrong: Int) {
      self.accepted = accepted
      self.right = right
      self.rejected = rejected
      self.wrong = wrong
    }

    var sensitivity: Double { Double(accepted) / Double(right) }
    var specificity: Double { Double(rejected) / Double(wrong) }
  }

  public static let correctedMethod = "Rogan–Gladen, delta method"

  /// The true rate behind the rate at which an imperfect judge accepts.
  ///
  ///     p* = (p + sp − 1)/(se + sp − 1)
  ///     Var(p*) = ( p(1−p)/n + (1−p*)² sp(1−sp)/n_wrong + p*² se(1−se)/n_right ) / (se + sp − 1)²
  ///
  /// Cut at 0 and 1.
  ///
  /// - Parameters:
  ///   - share: The share that the judge accepted, of `n`.
  /// - Returns: `nil` if the judge was measured on no right or no wrong items, or does no better than
  ///   chance (se + sp ≤ 1).
  /// Source: Rogan and Gladen 1978, Estimating Prevalence from the Results of a Screening Test.
  public static func corrected(share: Double, of n: Int, _ judge: Judge) -> Estimate? {
    guard n > 0, judge.right > 0, judge.wrong > 0 else { return nil }
    let (sensitivity, specificity) = (judge.sensitivity, judge.specificity)
    let informedness = sensitivity + specificity - 1
    guard informedness > 1e-9 else { return nil }
    let truth = (share + specificity - 1) / informedness
    let kept = min(1, max(0, truth))
    let variance =
      share * (1 - share) / Double(n)
      + (1 - kept) * (1 - kept) * specificity * (1 - specificity) / Double(judge.wrong)
      + kept * kept * sensitivity * (1 - sensitivity) / Double(judge.right)
    let reach = Estimate.z * variance.squareRoot() / informedness
    return Estimate(
      value: kept, low: min(1, max(0, truth - reach)), high: max(0, min(1, truth + reach)),
      method: correctedMethod)
  }
}
