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
    usage: "assay doctor [--endpoint URL [--protocol NAME] [--model NAME]] [--json]",
    discussion: """
      Examples:
        assay doctor
        assay doctor --endpoint http://127.0.0.1:8000/v1
        assay doctor --endpoint http://127.0.0.1:8000 --protocol kserve --model llm
      """)

  @Option(help: ArgumentHelp("A server to try.", valueName: "url"))
  var endpoint: [String] = []

  @Option(help: ArgumentHelp("The variable that holds the key.", valueName: "variable"))
  var apiKeyEnv = "OPENAI_API_KEY"

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp("How to speak to it, as for grade.", valueName: "name"))
  var wire = "openai-chat"

  @Option(
    help: ArgumentHelp(
      "A model to ask one short question: lists and health checks may lie.", valueName: "name"))
  var model: String?

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
    let choice = try ProtocolChoice(wire)
    for address in endpoint { findings += try await probe(address, choice) }
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

  private func probe(_ address: String, _ choice: ProtocolChoice) async throws -> [Finding] {
    do throws(Fault) {
      let endpoint = try Endpoint(address)
      let transport = try CurlTransport()
      let name = environment(choice.usualKeyVariable) == nil ? apiKeyEnv : choice.usualKeyVariable
      let key = environment(apiKeyEnv == "OPENAI_API_KEY" ? name : apiKeyEnv).flatMap { Secret($0) }
      let agent = "assay/\(Assay.version)"
      var sampling = choice.completed(Sampling())
      sampling.maxTokens = 16
      var wire = choice.adapter(model: model ?? "", sampling, streams: false)
      let report = await Probe(wire, over: transport, key: key).report(on: endpoint)
      if let error = report.error { return [Finding(address, error, ok: false)] }
      let inquiry = ServerInquiry(wire, over: transport, key: key, userAgent: agent)
      let card = await inquiry.card(of: endpoint, askedModel: model ?? "")
      let software = [card.version, card.software].compactMap { $0 }.joined(separator: ", ")
      let models =
        report.models.isEmpty ? "lists no models" : report.models.prefix(8).joined(separator: ", ")
      var findings = [
        Finding(
          address, "reachable; models: \(models)" + (software.isEmpty ? "" : "; \(software)"),
          ok: true)
      ]
      if let model {
        if choice.wantsSignature {
          let signature = await inquiry.signature(of: model, at: endpoint)
          wire = choice.adapter(model: model, sampling, streams: false, signature: signature)
        }
        findings.append(await ask(model, wire, endpoint, transport, key, agent))
      }
      return findings
    } catch {
      return [Finding(address, error.message, ok: false)]
    }
  }

  /// Asks one short question, once.
  private func ask(
    _ model: String, _ wire: any WireProtocol, _ endpoint: Endpoint, _ transport: CurlTransport,
    _ key: Secret?, _ agent: String
  ) async -> Finding {
    let remote = RemoteModel(
      wire, at: [endpoint], over: transport,
      options: .init(
        key: key, runPrefix: "doctor", userAgent: agent, limits: HTTPLimits(total: .seconds(60))),
      policy: .never)
    do throws(Fault) {
      let completion = try await remote.complete(
        ModelRequest(
          id: AttemptID(problemID: "doctor", number: 1),
          prompt: Prompt(text: "Answer with the word: yes")))
      let milliseconds = Int(completion.latencyMilliseconds ?? 0)
      let text = completion.isTrappedInReasoning ? completion.reasoning ?? "" : completion.content
      return Finding(
        "\(wire.name) \(model)",
        "answered in \(milliseconds) ms, stopped by \(completion.finishReason.name): \(text.prefix(60))",
        ok: true)
    } catch {
      return Finding("\(wire.name) \(model)", error.message, ok: false)
    }
  }
}
