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
