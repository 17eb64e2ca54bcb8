import ArgumentParser
import Grading
import MathEquivalence
import Reports

struct EqualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equal", abstract: "Tells whether two answers are equal.",
    usage: "assay equal GOLD ANSWER [--or GOLD …] [--json]\n       assay equal --pairs FILE",
    discussion: """
      With a file, a line in: {"id", "gold", "answer"}; a line out:
      {"id", "equal", "decided_by", "reason", "micros"}, where "equal" is null if undecided.

      Exit status: 0 equal, 1 different, 2 a gold answer that cannot be read,
      3 undecided; with a file 0.

      Examples:
        assay equal '\\frac{1}{2}' 0.5
        assay equal '3.14' 3.1416 --figures 3
        assay equal --pairs pairs.jsonl
      """)

  /// Everything that is no flag of ours, because answers may begin with a minus sign.
  @Argument(parsing: .allUnrecognized, help: "The gold answer, then the answer.")
  var words: [String] = []

  @Option(help: ArgumentHelp("A JSONL file of pairs.", valueName: "file"))
  var pairs: String?

  @Option(name: .customLong("or"), help: ArgumentHelp("Another gold answer.", valueName: "gold"))
  var others: [String] = []

  @Flag(help: "Print the decision as JSON.")
  var json = false

  @OptionGroup(title: "How strictly")
  var rules: EqualityOptions

  private var answers: [String] { words.first == "--" ? Array(words.dropFirst()) : words }

  func validate() throws {
    if let word = words.first, word.hasPrefix("--"), word != "--" {
      throw ValidationError("Unknown option '\(word)'")
    }
    if (pairs == nil) != (answers.count == 2) || (pairs != nil && !answers.isEmpty) {
      throw ValidationError("give a gold answer and an answer, or --pairs FILE")
    }
    if pairs != nil, !others.isEmpty { throw ValidationError("--or does not go with --pairs") }
  }

  func run() throws {
    if let pairs { return try decide(pairs: pairs) }
    var decisions: [Decision] = []
    for gold in [answers[0]] + others {
      do throws(UnreadableGold) {
        decisions.append(try Equivalence(gold: gold, policy: rules.policy).compare(answers[1]))
      } catch {
        throw Ending.badInput("the gold answer “\(gold)” cannot be read: \(error.message)")
      }
    }
    let best =
      decisions.first { $0.outcome == .equal } ?? decisions.first { $0.outcome == .undecided }
      ?? decisions[0]
    if json {
      Terminal.standard.result(JSON.object(Self.members(best)).text)
    } else {
      Terminal.standard.result(
        VisibleText.of("\(best.outcome) (\(best.method)): \(best.reason)"))
    }
    switch best.outcome {
    case .equal: break
    case .different: throw Ending(.failed, lines: [])
    case .undecided: throw Ending(.faultsLeft, lines: [])
    }
  }

  private func decide(pairs: String) throws {
    let policy = rules.policy
    try JSONLines.each(of: pairs) { line in
      guard let gold = line.json["gold"]?.string, let answer = line.json["answer"]?.string else {
        throw line.error("“gold” and “answer” are wanted, both text")
      }
      let start = ContinuousClock.now
      let decision = Self.decide(gold: gold, answer: answer, policy)
      let micros = (ContinuousClock.now - start).seconds * 1e6
      Terminal.standard.result(
        JSON.object(
          [.init("id", line.json["id"] ?? .int(line.number))] + Self.members(decision)
            + [.init("micros", .double((micros * 10).rounded() / 10))]
        ).text)
    }
  }

  private static func members(_ decision: Decision) -> [JSON.Member] {
    let equal: JSON =
      switch decision.outcome {
      case .equal: .bool(true)
      case .different: .bool(false)
      case .undecided: .null
      }
    return [
      .init("equal", equal), .init("decided_by", .string(decision.method.rawValue)),
      .init("reason", .string(decision.reason)),
    ]
  }

  /// A gold that nobody can read leaves the question undecided.
  private static func decide(gold: String, answer: String, _ policy: Policy) -> Decision {
    do throws(UnreadableGold) {
      return try Equivalence(gold: gold, policy: policy).compare(answer)
    } catch {
      return Decision(
        outcome: .undecided, method: .text,
        reason: "the gold answer cannot be read: \(error.message) at byte \(error.offset)")
    }
  }
}

/// What a problem's policy says, for a question on the command line.
struct EqualityOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Numbers may differ by this much.", valueName: "number"))
  var absolute: Double?

  @Option(help: ArgumentHelp("Numbers may differ by this share of the gold.", valueName: "share"))
  var relative: Double?

  @Option(help: ArgumentHelp("Numbers agree in so many significant figures.", valueName: "n"))
  var figures: Int?

  @Flag(help: "25% and 25 are the same.")
  var percentIsNumber = false

  @Flag(help: "An answer without the gold's unit is wrong.")
  var unitsRequired = false

  @Flag(help: "3,5 is three and a half.")
  var decimalComma = false

  @Flag(help: "The order of a list counts.")
  var ordered = false

  @Flag(help: "2/4 is wrong where 1/2 is wanted.")
  var simplified = false

  func validate() throws {
    if let figures, !(1...15).contains(figures) {
      throw ValidationError("--figures is a number from 1 to 15")
    }
    for (name, value) in [("absolute", absolute), ("relative", relative)] {
      if let value, !(value >= 0 && value.isFinite) {
        throw ValidationError("--\(name) is a number from 0 on")
      }
    }
  }

  var policy: Policy {
    var policy = Policy()
    policy.absoluteTolerance = absolute
    policy.relativeTolerance = relative
    policy.significantFigures = figures
    policy.percentIsNumber = percentIsNumber
    policy.unitsRequired = unitsRequired
    policy.decimalComma = decimalComma
    policy.orderMatters = ordered ? true : nil
    policy.simplifiedRequired = simplified
    return policy
  }
}
