public import Grading

/// The formats that problems come in, by the names that the command line uses.
public enum ProblemFormat: String, Sendable, Hashable, CaseIterable {
  case native
  case humaneval
  case humanevalX = "humaneval-x"
  case multiplE = "multipl-e"
  case evalplus
  case mbpp
  case livecodebench
  case apps
  case codecontests
  case sandboxfusion
  case leetcode
  case bigcodebench
  case cruxevalOutput = "cruxeval-output"
  case cruxevalInput = "cruxeval-input"
  case gsm8k
  case math
  case olympiadbench
  case mmlu
  case mmluPro = "mmlu-pro"
  case gpqa
  case openaiEvals = "openai-evals"
  case inspect
  case verl
  case kattis
  case polygon
  case exercism

  /// Whether problems of this format are folders and not records.
  public var isFolder: Bool {
    switch self {
    case .kattis, .polygon, .exercism: true
    case .native, .humaneval, .humanevalX, .multiplE, .evalplus, .mbpp, .livecodebench, .apps,
      .codecontests, .sandboxfusion, .leetcode, .bigcodebench, .cruxevalOutput, .cruxevalInput,
      .gsm8k, .math, .olympiadbench, .mmlu, .mmluPro, .gpqa, .openaiEvals, .inspect, .verl:
      false
    }
  }

  /// How its records are read; `nil` for ours and for folders.
  var mapping: (any ForeignFormat.Type)? {
    switch self {
    case .native, .kattis, .polygon, .exercism: nil
    case .humaneval: HumanEvalFormat.self
    case .humanevalX: HumanEvalXFormat.self
    case .multiplE: MultiPLEFormat.self
    case .evalplus: EvalPlusFormat.self
    case .mbpp: MBPPFormat.self
    case .livecodebench: LiveCodeBenchFormat.self
    case .apps: APPSFormat.self
    case .codecontests: CodeContestsFormat.self
    case .sandboxfusion: SandboxFusionFormat.self
    case .leetcode: LeetCodeFormat.self
    case .bigcodebench: BigCodeBenchFormat.self
    case .cruxevalOutput: CruxEvalOutputFormat.self
    case .cruxevalInput: CruxEvalInputFormat.self
    case .gsm8k: GSM8KFormat.self
    case .math: MathFormat.self
    case .olympiadbench: OlympiadBenchFormat.self
    case .mmlu: MMLUFormat.self
    case .mmluPro: MMLUProFormat.self
    case .gpqa: GPQAFormat.self
    case .openaiEvals: OpenAIEvalsFormat.self
    case .inspect: InspectFormat.self
    case .verl: VerlFormat.self
    }
  }

  /// The order in which a record is tried: what demands most comes first.
  private static let byDemand: [ProblemFormat] = [
    .livecodebench, .evalplus, .bigcodebench, .leetcode, .humanevalX, .humaneval, .multiplE, .mbpp,
    .codecontests, .apps, .sandboxfusion, .cruxevalOutput, .gpqa, .verl, .mmluPro, .mmlu,
    .olympiadbench, .gsm8k, .inspect, .openaiEvals, .math,
  ]

  /// The format of a file, told by the fields of its first record.
  public static func recognise(_ record: JSON) -> ProblemFormat {
    // Our own records say their kind; anything that has one of the two is ours, perhaps with a slip.
    if record["statement"] != nil || record["kind"] != nil && record["id"] != nil { return .native }
    return byDemand.first { $0.mapping?.recognises(record) == true } ?? .native
  }

  /// The format of that name, or what to say.
  public static func named(_ name: String) throws(LoadingErrors) -> ProblemFormat {
    if let format = ProblemFormat(rawValue: name.lowercased()) { return format }
    let names = allCases.map(\.rawValue)
    throw LoadingErrors([
      ProblemError(
        path: "--from \(name)", message: "there is no such format",
        mend: Nearest.mend(
          name, among: names, otherwise: "the formats are \(names.joined(separator: ", "))"))
    ])
  }
}
