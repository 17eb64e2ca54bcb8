import ArgumentParser
import GradeBook
import Grading
import Inference
import Reports
import Sandbox

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tells what works on this machine: languages, isolation, libraries, endpoints.",
    usage: "assay doctor [--endpoint URL] [--json]",
    discussion: """
      Examples:
        assay doctor
        assay doctor --endpoint http://127.0.0.1:8000/v1
      """)

  @Option(help: ArgumentHelp("A server to try.", valueName: "url"))
  var endpoint: [String] = []

  @Option(help: ArgumentHelp("The variable that holds the key.", valueName: "variable"))
  var apiKeyEnv = "OPENAI_API_KEY"

  @Option(help: ArgumentHelp("More languages, a YAML file.", valueName: "file"))
  var languages: String?

  @Flag(help: "One JSON object on standard output.")
  var json = false

  func run() async throws {
    var findings: [Finding] = [
      Finding("assay", Assay.version, ok: true),
      Finding(
        "installation", (try? Installation.find())?.root ?? "prompts/ not found",
        ok: (try? Installation.find()) != nil),
      Finding(
        "libraries", "\(CurlTransport.libraryVersion), SQLite \(GradeBook.libraryVersion)", ok: true
      ),
    ]
    let added = try languages.map { path throws(Ending) in try Loading.languages(at: path) } ?? []
    Language.add(added.map(\.language))
    findings += await sandbox(added)
    for address in endpoint { findings.append(await probe(address)) }
    if json {
      Terminal.standard.result(
        JSON.array(
          findings.map {
            ["subject": .string($0.subject), "ok": .bool($0.ok), "finding": .string($0.text)]
          }
        ).text)
    } else {
      Terminal.standard.result(
        Columns.aligned(
          findings.map { [$0.ok ? "✓" : "✗", $0.subject, VisibleText.line($0.text)] }))
    }
    if findings.contains(where: { !$0.ok && $0.isEssential }) { throw Ending(.failed, lines: []) }
  }

  struct Finding {
    var subject: String
    var text: String
    var ok: Bool
    /// Whether Assay is of little use without it.
    var isEssential: Bool

    init(_ subject: String, _ text: String, ok: Bool, isEssential: Bool = true) {
      self.subject = subject
      self.text = text
      self.ok = ok
      self.isEssential = isEssential
    }
  }

  private func sandbox(_ added: [LanguageTools]) async -> [Finding] {
    var findings: [Finding] = []
    do throws(Fault) {
      let sandbox = try await Sandbox.open(SandboxOptions(workers: 1, languages: added))
      let report = sandbox.isolation
      findings.append(
        Finding(
          "isolation",
          "level \(report.level): \(report.mechanisms.joined(separator: ", ")); \(report.probesBlocked) of \(report.probes) probes blocked\(report.open.isEmpty ? "" : ", not " + report.open.joined(separator: ", "))",
          ok: report.level >= 1))
      for language in try await sandbox.languages() {
        let name = Language.named(language.language)?.name ?? language.language
        findings.append(
          Finding(
            name, language.version ?? language.missing ?? "", ok: language.version != nil,
            isEssential: false))
      }
      await sandbox.close()
    } catch {
      findings.append(Finding("isolation", error.message, ok: false))
    }
    return findings
  }

  private func probe(_ address: String) async -> Finding {
    do throws(Fault) {
      let report = await Probe(
        OpenAIChat(model: ""), over: try CurlTransport(),
        key: environment(apiKeyEnv).flatMap { Secret($0) }
      ).report(on: try Endpoint(address))
      if let error = report.error { return Finding(address, error, ok: false) }
      let models =
        report.models.isEmpty ? "lists no models" : report.models.prefix(8).joined(separator: ", ")
      return Finding(address, "reachable; models: \(models)", ok: true)
    } catch {
      return Finding(address, error.message, ok: false)
    }
  }
}
