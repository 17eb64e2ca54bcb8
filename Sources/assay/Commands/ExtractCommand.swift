import ArgumentParser
import Foundation
import Grading
import Reports
import Scoring

struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Tells what would be extracted from each completion of a JSONL file.",
    usage: "assay extract FILE [--kind answer|choice|code] […]",
    discussion: """
      A line in: {"id", "completion"}, and optionally "reasoning" and "finish_reason".
      A line out: {"id", "extracted", "rule", "range", "confidence", "reason"}.

      Examples:
        assay extract completions.jsonl
        assay extract completions.jsonl --kind code --entry-point solve
        assay extract completions.jsonl --kind choice --choices 5
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable { case answer, choice, code }

  @Argument(help: "A JSONL file.")
  var file: String

  @Option(help: "What to look for.")
  var kind = Kind.answer

  @Option(help: "For code: the language.")
  var language = "python"

  @Option(help: "For code: the name that tests call.")
  var entryPoint: String?

  @Option(help: ArgumentHelp("For choice: how many options there are.", valueName: "n"))
  var choices = 10

  @Option(
    help: ArgumentHelp(
      "Tell instead how fast it is, after so many rounds.", valueName: "rounds",
      visibility: .hidden))
  var measure: Int?

  func validate() throws {
    if let measure, !(1...100_000).contains(measure) {
      throw ValidationError("--measure is a number from 1 to 100000")
    }
    if !(2...26).contains(choices) { throw ValidationError("--choices is a number from 2 to 26") }
    if Language.named(language) == nil {
      throw ValidationError("--language \(language): not a language that Assay knows")
    }
  }

  func run() throws {
    if let measure { return try tellSpeed(rounds: measure) }
    let extractor = extractor
    try JSONLines.each(of: file) { line in
      guard let content = line.json["completion"]?.string else {
        throw line.error("“completion” is missing")
      }
      let completion = Completion(
        content: content, reasoning: line.json["reasoning"]?.string,
        finishReason: .init(name: line.json["finish_reason"]?.string ?? "stop"))
      Terminal.standard.result(
        result(extractor.extract(from: completion), id: line.json["id"] ?? .int(line.number)).text)
    }
  }

  /// The rate over all completions of the file, in processor time of this process: reading the file
  /// is left out, and what other processes do costs nothing.
  private func tellSpeed(rounds: Int) throws {
    var completions: [Completion] = []
    try JSONLines.each(of: file) { line in
      completions.append(Completion(content: line.json["completion"]?.string ?? ""))
    }
    let extractor = extractor
    let start = clock()
    var found = 0
    for _ in 0..<rounds {
      for completion in completions {
        if case .found = extractor.extract(from: completion) { found += 1 }
      }
    }
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let bytes = completions.reduce(0) { $0 + $1.content.utf8.count }
    let each = Double(max(1, completions.count * rounds))
    Terminal.standard.result(
      JSON.object([
        .init("completions", .int(completions.count)), .init("bytes", .int(bytes)),
        .init("found", .int(found / rounds)),
        .init("megabytes_per_second", .double(Double(bytes * rounds) / max(seconds, 1e-9) / 1e6)),
        .init("micros_each", .double(seconds * 1e6 / each)),
      ]).text)
  }

  private var extractor: any Extractor {
    let extractor: ExtractorKind =
      switch kind {
      case .answer: .answer
      case .choice: .choice
      case .code: .code
      }
    return extractor.extractor(language: language, entryPoint: entryPoint, choices: choices)
  }

  private func result(_ extraction: Extraction, id: JSON) -> JSON {
    switch extraction {
    case .found(let answer):
      [
        "id": id, "extracted": .string(answer.text), "rule": .string(answer.rule),
        "range": .array([.int(answer.range.lowerBound), .int(answer.range.upperBound)]),
        "confidence": .string(answer.confidence.rawValue), "reason": .null,
      ]
    case .nothing(let reason, _):
      [
        "id": id, "extracted": .null, "rule": .null, "range": .null, "confidence": .null,
        "reason": .string(reason.rawValue),
      ]
    }
  }
}

/// A line of a JSONL file.
struct JSONLine {
  var path: String
  /// From 1.
  var number: Int
  var json: JSON

  func error(_ message: String) -> Ending { .badInput("\(path):\(number): \(message)") }
}

enum JSONLines {
  /// Hands over each line that is not blank.
  static func each(of path: String, _ body: (JSONLine) throws -> Void) throws {
    let bytes = try Files.readBytes(path, limit: 4 << 30)
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { $0 != 32 && $0 != 13 && $0 != 9 }) else { continue }
      let json: JSON
      do throws(JSONError) {
        json = try JSON(parsing: line, repairsText: true)
      } catch {
        throw Ending.badInput("\(path):\(index + 1): byte \(error.offset): \(error.message)")
      }
      try body(JSONLine(path: path, number: index + 1, json: json))
    }
  }
}
