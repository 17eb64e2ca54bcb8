import Glibc

/// Estimates the chance that at least one of `k` attempts at a problem is correct.
///
/// Unbiased: 1 − C(n−c, k) / C(n, k), as a product so that large n does not overflow. The obvious
/// 1 − (1 − c/n)^k is biased.
///
/// - Parameters:
///   - attempts: n, attempts at one problem; faulted ones are left out beforehand.
///   - correct: c, how many of them are correct; 0 … n.
///   - k: At least 1.
/// - Returns: 0 … 1; `nil` if n < k, where no unbiased estimate exists.
/// Source: Chen et al. 2021, arXiv:2107.03374, equation 1.
public func passAtK(attempts: Int, correct: Int, k: Int) -> Double? {
  precondition(k >= 1 && (0...max(0, attempts)).contains(correct), "0 ≤ c ≤ n and k ≥ 1")
  guard attempts >= k else { return nil }
  if correct == 0 { return 0 }
  if attempts - correct < k { return 1 }
  var allWrong = 1.0
  for i in (attempts - correct + 1)...attempts { allWrong *= 1 - Double(k) / Double(i) }
  return 1 - allWrong
}

/// Estimates the chance that all of `k` attempts at a problem are correct (pass^k).
///
/// Unbiased: C(c, k) / C(n, k).
///
/// - Returns: 0 … 1; `nil` if n < k.
/// Source: Yao et al. 2024, τ-bench, arXiv:2406.12045, section 4.
public func passHatK(attempts: Int, correct: Int, k: Int) -> Double? {
  gPassAtK(attempts: attempts, correct: correct, k: k, threshold: 1)
}

/// Estimates the chance that at least ⌈τk⌉ of `k` attempts at a problem are correct (G-Pass@k_τ).
///
/// Unbiased: Σ_{j ≥ ⌈τk⌉} C(c, j) C(n−c, k−j) / C(n, k), a tail of the hypergeometric distribution.
///
/// - Parameter threshold: τ, above 0 up to 1; 1 gives pass^k.
/// - Returns: 0 … 1; `nil` if n < k.
/// Source: Liu et al. 2024, arXiv:2412.13147, equation 4.
public func gPassAtK(attempts n: Int, correct c: Int, k: Int, threshold: Double) -> Double? {
  precondition(k >= 1 && (0...max(0, n)).contains(c), "0 ≤ c ≤ n and k ≥ 1")
  precondition(threshold > 0 && threshold <= 1, "a share of the attempts")
  guard n >= k else { return nil }
  // 0.6 · 5 must be 3, not 3.0000000000000004.
  let least = max(1, Int((threshold * Double(k) - 1e-9).rounded(.up)))
  return min(1, hypergeometricTail(least, of: k, marked: c, among: n))
}

/// mG-Pass@k: the mean of G-Pass@k_τ over τ from above a half to 1.
///
///     (2/k) Σ_{i = ⌈k/2⌉+1 … k} G-Pass@k_{i/k}
///
/// - Returns: 0 … 1; `nil` if n < k. For k = 1 the sum is empty and 0, as the formula says.
/// Source: Liu et al. 2024, arXiv:2412.13147, equation 6.
public func meanGPassAtK(attempts n: Int, correct c: Int, k: Int) -> Double? {
  precondition(k >= 1 && (0...max(0, n)).contains(c), "0 ≤ c ≤ n and k ≥ 1")
  guard n >= k else { return nil }
  let first = (k + 1) / 2 + 1
  guard first <= k else { return 0 }
  let sum = (first...k).reduce(0) { $0 + hypergeometricTail($1, of: k, marked: c, among: n) }
  return 2 * sum / Double(k)
}

/// The chance that at least `least` of `k` drawn are marked, where `c` of `n` are.
private func hypergeometricTail(_ least: Int, of k: Int, marked c: Int, among n: Int) -> Double {
  let first = max(least, k - (n - c))
  guard first <= min(k, c) else { return 0 }
  return (first...min(k, c)).reduce(0) { sum, j in
    let logarithm =
      logChoose(c, j) + logChoose(n - c, k - j) - logChoose(n, k)
    return sum + exp(logarithm)
  }
}

/// ln C(n, k); exact coefficients where they fit a double.
private func logChoose(_ n: Int, _ k: Int) -> Double {
  let exact = n <= 50 ? Binomial.coefficient(n, k) : .infinity
  if exact.isFinite { return log(exact) }
  return Beta.logGamma(Double(n) + 1) - Beta.logGamma(Double(k) + 1)
    - Beta.logGamma(Double(n - k) + 1)
}
