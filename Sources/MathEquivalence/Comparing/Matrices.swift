/// Products, powers and inverses of small matrices, entry by entry.
enum Matrices {
  static let sizeLimit = 6
  static let powerLimit = 8

  /// The factors in order, numbers in front; nothing unless all others are matrices that fit.
  static func product(_ factors: [Node], _ places: [Int]) -> Node? {
    var total: [[Node]]?
    for place in places {
      guard case .matrix(let rows) = factors[place] else { return nil }
      guard let left = total else {
        total = rows
        continue
      }
      guard let next = times(left, rows) else { return nil }
      total = next
    }
    guard let total else { return nil }
    let scalars = factors.indices.filter { !places.contains($0) }.map { factors[$0] }
    if scalars.isEmpty { return .matrix(total) }
    return .matrix(total.map { $0.map { .product(scalars + [$0]) } })
  }

  static func power(_ rows: [[Node]], _ exponent: Int) -> [[Node]]? {
    guard rows.count == rows[0].count, rows.count <= sizeLimit else { return nil }
    if exponent == -1 { return inverse(rows) }
    guard (1...powerLimit).contains(exponent), exponent < 4 || rows.count < 4 else { return nil }
    var result = rows
    for _ in 1..<exponent {
      guard let next = times(result, rows) else { return nil }
      result = next
    }
    return result
  }

  private static func times(_ left: [[Node]], _ right: [[Node]]) -> [[Node]]? {
    guard let inner = left.first?.count, inner == right.count, inner <= sizeLimit,
      left.count <= sizeLimit, right[0].count <= sizeLimit
    else { return nil }
    return left.map { row in
      right[0].indices.map { column in
        value(.sum(row.indices.map { .product([row[$0], right[$0][column]]) }))
      }
    }
  }

  /// By the adjugate, up to three rows.
  private static func inverse(_ rows: [[Node]]) -> [[Node]]? {
    guard (1...3).contains(rows.count), let whole = Shape.determinant(rows) else { return nil }
    if rows.count == 1 { return [[.power(rows[0][0], .minusOne)]] }
    var result: [[Node]] = []
    for column in rows.indices {
      var line: [Node] = []
      for row in rows.indices {
        let minor = rows.indices.filter { $0 != row }.map { place in
          rows.indices.filter { $0 != column }.map { rows[place][$0] }
        }
        guard let part = Shape.determinant(minor) else { return nil }
        line.append(
          value(.quotient(.product([(row + column) % 2 == 0 ? .one : .minusOne, part]), whole)))
      }
      result.append(line)
    }
    return result
  }

  /// Numbers are added up at once, so that powers stay small.
  private static func value(_ node: Node) -> Node {
    Evaluator.rational(node).map { .number($0) } ?? node
  }

  /// Whether a letter names the unit matrix of this size: `I`, `I_2`.
  static func isUnit(_ name: String, _ size: Int) -> Bool { name == "I" || name == "I_\(size)" }

  static func unit(_ size: Int) -> [[Node]] {
    (0..<size).map { row in (0..<size).map { $0 == row ? .one : .zero } }
  }
}

/// `1, 2, …, 10` with whole numbers at both ends.
enum Progressions {
  static let lengthLimit = 200

  static func writtenOut(_ node: Node) -> Node {
    switch node {
    case .list(let parts): written(parts).map { .list($0) } ?? node
    case .set(let parts): written(parts).map { .set($0) } ?? node
    case .tuple(let bracket, let parts): written(parts).map { .tuple(bracket, $0) } ?? node
    default: node
    }
  }

  private static func written(_ parts: [Node]) -> [Node]? {
    guard parts.count >= 3, let gap = parts.firstIndex(of: .dots), gap > 0,
      gap + 1 < parts.count, parts.count <= 40
    else { return nil }
    let before = parts[..<gap].compactMap { Evaluator.rational($0)?.int }
    let after = parts[(gap + 1)...].compactMap { Evaluator.rational($0)?.int }
    guard before.count == gap, after.count == parts.count - gap - 1 else { return nil }
    let step: Int
    if before.count > 1 {
      step = before[1] &- before[0]
    } else if after.count > 1 {
      step = after[1] &- after[0]
    } else {
      step = 1
    }
    let given = before + after
    guard step != 0, given.allSatisfy({ abs($0) < 1 << 40 }), let first = before.first,
      let last = after.last, (last - first) % step == 0, (last - first) / step >= parts.count - 2,
      (last - first) / step < lengthLimit
    else { return nil }
    let all = (0...((last - first) / step)).map { first + $0 * step }
    guard all.starts(with: before), all.suffix(after.count).elementsEqual(after) else { return nil }
    return all.map { .int($0) }
  }
}
