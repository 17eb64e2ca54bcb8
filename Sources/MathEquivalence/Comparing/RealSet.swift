/// A set of real numbers made of finitely many intervals and points.
///
/// The cuts are in order; `gaps[i]` says whether the numbers before cut i belong to the set, the last
/// one is about the numbers after all cuts; `points[i]` is about the cut itself.
struct RealSet {
  var cuts: [Node]
  var gaps: [Bool]
  var points: [Bool]

  static let all = RealSet(cuts: [], gaps: [true], points: [])
  static let none = RealSet(cuts: [], gaps: [false], points: [])

  static let cutLimit = 64

  static func point(_ node: Node) -> RealSet {
    RealSet(cuts: [node], gaps: [false, false], points: [true])
  }

  static func below(_ node: Node, closed: Bool) -> RealSet {
    RealSet(cuts: [node], gaps: [true, false], points: [closed])
  }

  static func above(_ node: Node, closed: Bool) -> RealSet {
    RealSet(cuts: [node], gaps: [false, true], points: [closed])
  }

  var complement: RealSet {
    RealSet(cuts: cuts, gaps: gaps.map { !$0 }, points: points.map { !$0 })
  }

  /// Combines two sets number by number.
  func combined(_ other: RealSet, _ comparison: Comparison, _ rule: (Bool, Bool) -> Bool)
    throws(Stop) -> RealSet
  {
    guard cuts.count + other.cuts.count <= RealSet.cutLimit else { throw .tooLarge }
    var result = RealSet(cuts: [], gaps: [rule(gaps[0], other.gaps[0])], points: [])
    var i = 0
    var j = 0
    while i < cuts.count || j < other.cuts.count {
      let order: Int
      if i == cuts.count {
        order = 1
      } else if j == other.cuts.count {
        order = -1
      } else {
        order = try comparison.order(cuts[i], other.cuts[j])
      }
      let left = order <= 0 ? points[i] : gaps[i]
      let right = order >= 0 ? other.points[j] : other.gaps[j]
      result.cuts.append(order <= 0 ? cuts[i] : other.cuts[j])
      result.points.append(rule(left, right))
      if order <= 0 { i += 1 }
      if order >= 0 { j += 1 }
      result.gaps.append(rule(gaps[i], other.gaps[j]))
    }
    return result.tidied
  }

  /// Without cuts at which nothing changes.
  private var tidied: RealSet {
    var result = RealSet(cuts: [], gaps: [gaps[0]], points: [])
    for index in cuts.indices
    where !(gaps[index] == points[index] && points[index] == gaps[index + 1]) {
      result.cuts.append(cuts[index])
      result.points.append(points[index])
      result.gaps.append(gaps[index + 1])
    }
    return result
  }

  func compare(_ other: RealSet, _ comparison: Comparison) throws(Stop) -> Decision {
    let difference = try combined(other, comparison) { $0 != $1 }
    guard difference.cuts.isEmpty, !difference.gaps[0] else {
      let lost = try combined(other, comparison) { $0 && !$1 }
      let isLost = !lost.cuts.isEmpty || lost.gaps[0]
      let owner = isLost ? "the reference" : "the answer"
      let place = (isLost ? lost : difference).cuts.first
      // A single point, or the numbers beside it.
      let isPoint = difference.cuts.count == 1 && !difference.gaps.contains(true)
      guard let place = place.map({ RealSet.simplest($0, comparison) }) else {
        return .different(.exact, "all numbers belong to \(owner) only")
      }
      return .different(
        .exact,
        isPoint
          ? "the sets differ: \(place) belongs to \(owner) only"
          : "the sets differ: numbers next to \(place) belong to \(owner) only")
    }
    return .equal(.exact, "the same set of real numbers")
  }

  /// An end as a person would write it, where it comes out of a formula.
  private static func simplest(_ end: Node, _ comparison: Comparison) -> Node {
    let ring = Ring(meter: comparison.meter)
    guard let form = try? Canonical(ring: ring).form(end) else { return end }
    return ring.node(form) ?? end
  }

  // MARK: Reading

  /// The set a node describes, with the letter it is about; nothing when it is no such set.
  static func of(_ node: Node, _ comparison: Comparison) throws(Stop) -> (
    set: RealSet, name: String?
  )? {
    switch node {
    case .namedSet(.reals): return (.all, nil)
    case .namedSet(.empty): return (.none, nil)
    case .tuple(.round, let parts) where parts.count == 2:
      return try interval(parts[0], false, parts[1], false, comparison).map { ($0, nil) }
    case .tuple(.square, let parts) where parts.count == 2:
      return try interval(parts[0], true, parts[1], true, comparison).map { ($0, nil) }
    case .interval(let low, let lowClosed, let high, let highClosed):
      return try interval(low, lowClosed, high, highClosed, comparison).map { ($0, nil) }
    case .set(let parts):
      var result = RealSet.none
      for part in parts {
        guard part.isScalar, part.hasNoSymbols else { return nil }
        result = try result.combined(.point(part), comparison) { $0 || $1 }
      }
      return (result, nil)
    case .setOperation(let operation, let parts):
      return try operated(operation, parts, comparison)
    case .setBuilder(let element, let condition):
      guard case .symbol(let name) = Relations.element(element),
        let inner = try of(condition, comparison), inner.name == nil || inner.name == name
      else { return nil }
      return (inner.set, nil)
    case .list(let parts) where parts.count > 1 && parts.allSatisfy(isRange),
      .or(let parts) where parts.count > 1 && parts.allSatisfy(isRange):
      return try operated(.union, parts, comparison)
    case .relation, .and, .or, .list: return try Inequalities.solve(node, comparison)
    default: return nil
    }
  }

  /// Whether this is written as an interval.
  static func isRange(_ node: Node) -> Bool {
    switch node {
    case .interval: true
    case .tuple(let bracket, let parts): bracket != .angle && parts.count == 2
    default: false
    }
  }

  private static func interval(
    _ low: Node, _ lowClosed: Bool, _ high: Node, _ highClosed: Bool, _ comparison: Comparison
  ) throws(Stop) -> RealSet? {
    func bound(_ node: Node) -> Bool {
      node.isScalar && node.hasNoSymbols
    }
    guard bound(low), bound(high) else { return nil }
    var result = RealSet.all
    if Infinity.isIn(low) {
      guard Infinity.sign(low) == -1, !lowClosed else { return nil }
    } else {
      result = .above(low, closed: lowClosed)
    }
    if Infinity.isIn(high) {
      guard Infinity.sign(high) == 1, !highClosed else { return nil }
    } else {
      let upper = RealSet.below(high, closed: highClosed)
      if !Infinity.isIn(low), try comparison.order(low, high) >= 0 { return nil }
      result = try result.combined(upper, comparison) { $0 && $1 }
    }
    return result
  }

  private static func operated(
    _ operation: SetOperation, _ parts: [Node], _ comparison: Comparison
  ) throws(Stop) -> (set: RealSet, name: String?)? {
    guard operation != .product, let first = parts.first,
      var result = try of(first, comparison)?.set
    else { return nil }
    for part in parts.dropFirst() {
      guard let next = try of(part, comparison)?.set else { return nil }
      result = try result.combined(next, comparison) {
        switch operation {
        case .union: $0 || $1
        case .intersection: $0 && $1
        default: $0 && !$1
        }
      }
    }
    return (result, nil)
  }
}
