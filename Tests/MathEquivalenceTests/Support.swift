import MathEquivalence

/// A pair and whether it is equal.
struct Case: Sendable, CustomStringConvertible {
  let gold: String
  let answer: String
  let isEqual: Bool

  var description: String { "\(gold) \(isEqual ? "=" : "≠") \(answer)" }
}

/// `gold = answer` and `gold ≠ answer`, one a line, sides apart by the sign and two spaces.
func cases(_ table: String) -> [Case] {
  table.split(separator: "\n").compactMap { line in
    for (sign, isEqual) in [("  =  ", true), ("  ≠  ", false)] {
      let parts = split(String(line), sign)
      if parts.count == 2 { return Case(gold: parts[0], answer: parts[1], isEqual: isEqual) }
    }
    return nil
  }
}

private func split(_ line: String, _ separator: String) -> [String] {
  let characters = Array(line)
  let wanted = Array(separator)
  guard characters.count >= wanted.count else { return [line] }
  for start in 0...(characters.count - wanted.count)
  where Array(characters[start..<(start + wanted.count)]) == wanted {
    return [String(characters[..<start]), String(characters[(start + wanted.count)...])]
  }
  return [line]
}

func outcome(_ gold: String, _ answer: String, _ policy: Policy = Policy()) -> Decision.Outcome? {
  (try? Equivalence(gold: gold, policy: policy))?.compare(answer).outcome
}

/// A small generator of numbers, the same on every machine (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
