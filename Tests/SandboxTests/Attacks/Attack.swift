import Grading
import Testing

/// Something that a hostile submission tries, and what must come of it.
struct Attack: Sendable, CustomTestStringConvertible {
  /// Of docs/sandbox.md's list; forgeries come after them.
  var number: Int
  var name: String
  var language = "python"
  var source: String
  var inputs = [""]
  var outcome: Outcome
  /// What may come of it below a level, where the level table says that less is kept.
  var lower: (below: Int, outcome: Outcome)?
  /// The probe that tells whether the way is open, as it may be at level 1, and what tries it without
  /// hurting anybody: it prints `open` where it is.
  var way: (probe: String, attempt: String)?
  /// Tried at every level in the quick suite too.
  var isTypical = false
  var limits = Limits.attack

  enum Outcome: Sendable {
    /// One of these endings.
    case ends([Termination])
    /// Status 0 and exactly this output on the last input.
    case prints(String)
    /// The compiler or interpreter refuses it; its words hold none of these.
    case refused(without: [String])
    /// Only that it ends, hurts nobody and leaves nothing behind.
    case harmless
  }

  func outcome(atLevel level: Int) -> Outcome {
    if let lower, level < lower.below { return lower.outcome }
    return outcome
  }

  var testDescription: String { "\(number) \(name)" }
}

/// A wrong solution that claims to be right: `total` should add up a list.
struct Forgery: Sendable, CustomTestStringConvertible {
  var number: Int
  var name: String
  var source: String

  var testDescription: String { "forgery \(number) \(name)" }
}

extension Limits {
  /// Broken soon.
  static let attack = Limits(
    cpuMilliseconds: 400, wallMilliseconds: 300_000, memoryBytes: 128 << 20,
    outputBytes: 1 << 20, processes: 64)
}

extension Attack.Outcome {
  /// Nothing of what was tried worked, else it would have been printed.
  static let nothing = Attack.Outcome.prints("")
  static let memory = Attack.Outcome.ends([
    .memoryLimit(inferred: false), .memoryLimit(inferred: true),
  ])
  static let idle = Attack.Outcome.ends([.timeLimit(.idle)])
  static let cpu = Attack.Outcome.ends([.timeLimit(.cpu)])
  static let fine = Attack.Outcome.ends([.exited(0)])
}
