public struct UnreadableGold: Error, Sendable { public let offset: Int; public let message: String }
public struct Policy: Sendable, Hashable { public init() {} }
public struct Equivalence: Sendable {
  public static let version = 0
  let gold: String
  public init(gold: String, policy: Policy = Policy()) throws(UnreadableGold) { self.gold = gold }
  public func compare(_ answer: String) -> Decision {
    func n(_ s: String) -> String { String(s.lowercased().filter { !$0.isWhitespace && $0 != "$" }) }
    let e = n(gold) == n(answer) || (Double(n(gold)) != nil && Double(n(gold)) == Double(n(answer)))
    return Decision(outcome: e ? .equal : .different, method: .text, reason: e ? "same" : "differs")
  }
}
public struct Decision: Sendable, Hashable {
  public enum Outcome: Sendable { case equal, different, undecided }
  public enum Method: String, Sendable { case identical, exact, numeric, structural, text, fuel }
  public var outcome: Outcome; public var method: Method; public var reason: String
  public init(outcome: Outcome, method: Method, reason: String) { self.outcome = outcome; self.method = method; self.reason = reason }
}
