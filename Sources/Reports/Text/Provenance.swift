import Grading

/// Where a run's figures come from: all that is needed to make them again.
enum Provenance {
  struct Entry {
    var label: String
    var value: String
  }

  static func entries(_ record: RunRecord) -> [Entry] {
    let run = record.run
    let marking = record.marking
    let all: [(String, String)] = [
      ("Set", run.setName), ("Set path", run.setPath), ("Set hash", run.setHash),
      ("Problems", Format.count(run.problemCount)),
      ("Attempts each", Format.count(run.attempts)), ("Model", run.model),
      ("Source", run.source), ("Protocol", run.protocolName),
      ("Server", record.servers.map(server).joined(separator: " · ")),
      ("Server warnings", record.servers.flatMap(\.warnings).joined(separator: " · ")),
      ("Parameters", flat(run.parameters)), ("Prompts", flat(run.prompts)),
      ("Rubric", marking.rubricName), ("Scorers", flat(marking.scorers)),
      ("Isolation", isolation(marking.isolation)), ("Limits", flat(marking.limits)),
      ("Marking", pass(marking)),
      ("Started", run.startedAt), ("Finished", run.finishedAt ?? "not yet"),
      ("Run id", run.id), ("Fingerprint", run.fingerprint), ("Assay", run.version),
    ]
    return all.filter { !$0.1.isEmpty }.map { Entry(label: $0.0, value: $0.1) }
  }

  /// An object on one line: `temperature 0, max_tokens 2048`.
  static func flat(_ json: JSON) -> String {
    switch json {
    case .null: ""
    case .object(let members):
      members.map { "\($0.key) \(word($0.value))" }.joined(separator: ", ")
    case .bool, .number, .string, .array: word(json)
    }
  }

  private static func word(_ json: JSON) -> String { json.string ?? json.text }

  /// With its address where the source does not say it all.
  private static func server(_ card: ServerCard) -> String {
    card.summary.isEmpty ? "" : "\(card.endpoint): \(card.summary)"
  }

  /// In words; what has no level was not made by this version and is shown as it is.
  private static func isolation(_ json: JSON) -> String {
    guard !json.isNull else { return "nothing was run" }
    guard let level = json["level"]?.int else { return flat(json) }
    let mechanisms = json["mechanisms"]?.array?.compactMap(\.string) ?? []
    let blocked = json["probes_blocked"]?.int ?? 0
    let probes = json["probes"]?.int ?? 0
    let warning = level == 0 ? "UNSAFE: " : ""
    let open = json["open"]?.array?.compactMap(\.string) ?? []
    let rest = open.isEmpty ? "" : ", not \(open.joined(separator: ", "))"
    return warning + "level \(level) of 3 (\(mechanisms.joined(separator: ", "))); "
      + "\(blocked) of \(probes) probes blocked" + rest
  }

  private static func pass(_ marking: Marking) -> String {
    "\(marking.number)" + (marking.startedAt.isEmpty ? "" : ", \(marking.startedAt)")
  }
}
