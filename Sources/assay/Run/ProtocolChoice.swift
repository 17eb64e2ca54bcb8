import Grading
import Inference
import Problems

/// What `--protocol` can be: a name, or the file of a template.
enum ProtocolChoice: Sendable {
  case openAIChat, openAICompletions, infer, anthropic, ollama, kserve, kserveBinary, tritonGenerate
  case template(Template)

  static let names = [
    "openai-chat", "openai-completions", "infer", "kserve", "kserve-binary", "anthropic", "ollama",
    "triton-generate",
  ]

  init(_ text: String) throws(Ending) {
    switch text {
    case "openai-chat": self = .openAIChat
    case "openai-completions": self = .openAICompletions
    case "infer": self = .infer
    case "anthropic": self = .anthropic
    case "ollama": self = .ollama
    case "kserve": self = .kserve
    case "kserve-binary": self = .kserveBinary
    case "triton-generate": self = .tritonGenerate
    default:
      let isFile = text.contains("/") || [".yaml", ".yml", ".json"].contains(where: text.hasSuffix)
      guard isFile else {
        throw .badInput(
          "--protocol \(text): \(Self.names.joined(separator: ", ")), or a template's FILE.yaml is wanted"
        )
      }
      self = .template(try Self.template(text))
    }
  }

  /// Whether the protocol has no place for a model's name.
  var needsNoModel: Bool {
    switch self {
    case .infer: true
    case .template(let template):
      !template.body.text.contains("{model}") && template.path?.contains("{model}") != true
    case .openAIChat, .openAICompletions, .anthropic, .ollama, .kserve, .kserveBinary,
      .tritonGenerate:
      false
    }
  }

  private var canStream: Bool {
    switch self {
    case .infer, .kserve, .kserveBinary: false
    case .template(let template): template.stream != nil
    case .openAIChat, .openAICompletions, .anthropic, .ollama, .tritonGenerate: true
    }
  }

  private var canBatch: Bool {
    switch self {
    case .openAICompletions, .kserve, .kserveBinary: true
    case .openAIChat, .infer, .anthropic, .ollama, .tritonGenerate, .template: false
    }
  }

  /// Whether the model's own description of its inputs is wanted before anything is asked.
  var wantsSignature: Bool {
    switch self {
    case .kserve, .kserveBinary, .tritonGenerate: true
    case .openAIChat, .openAICompletions, .infer, .anthropic, .ollama, .template: false
    }
  }

  /// Refuses what the protocol cannot do.
  func check(_ options: WireOptions, flag name: String) throws(Ending) {
    if options.stream, !canStream {
      throw .badInput("--stream: the protocol \(name) has no streams")
    }
    if options.batchSize > 1, !canBatch {
      throw .badInput(
        "--batch-size: the protocol \(name) carries one prompt in a request; openai-completions, kserve and kserve-binary carry several"
      )
    }
  }

  /// Sampling as this protocol sends it: what it demands is filled in, so that it is recorded.
  func completed(_ sampling: Sampling) -> Sampling {
    guard case .anthropic = self, sampling.maxTokens == nil else { return sampling }
    var sampling = sampling
    sampling.maxTokens = AnthropicMessages.usualMaxTokens
    return sampling
  }

  /// The variable that holds the key, unless the user named one.
  var usualKeyVariable: String {
    if case .anthropic = self { "ANTHROPIC_API_KEY" } else { "OPENAI_API_KEY" }
  }

  func adapter(
    model: String, _ sampling: Sampling, streams: Bool, signature: KServeSignature? = nil
  ) -> any WireProtocol {
    switch self {
    case .openAIChat:
      OpenAIChat(model: model, sampling: sampling, streams: streams, image: Self.readImage)
    case .openAICompletions:
      OpenAICompletions(model: model, sampling: sampling, streams: streams)
    case .infer: PlainInfer(sampling: sampling)
    case .anthropic:
      AnthropicMessages(model: model, sampling: sampling, streams: streams, image: Self.readImage)
    case .ollama:
      OllamaChat(model: model, sampling: sampling, streams: streams, image: Self.readImage)
    case .kserve:
      KServeInfer(model: model, sampling: sampling, signature: signature ?? .usual)
    case .kserveBinary:
      KServeInfer(
        model: model, sampling: sampling, signature: signature ?? .usual, isBinary: true)
    case .tritonGenerate:
      TritonGenerate(
        model: model, sampling: sampling, streams: streams, signature: signature ?? .usual)
    case .template(let template):
      TemplateProtocol(template, model: model, sampling: sampling, streams: streams)
    }
  }

  /// An image of a problem, of a format that servers take.
  @Sendable static func readImage(_ path: String) throws(Fault) -> PromptImage {
    do throws(Ending) {
      if let image = PromptImage(try Files.readBytes(path, limit: PromptImage.limit)) {
        return image
      }
    } catch {
      throw Fault(.unsupported, error.lines.joined(separator: " "))
    }
    throw Fault(.unsupported, "\(path): not a PNG, JPEG, GIF or WebP image")
  }

  private static func template(_ path: String) throws(Ending) -> Template {
    do throws(LoadingErrors) {
      let file = try StructuredFile(path)
      do throws(TemplateError) {
        return try Template(file.value, named: Self.stem(path))
      } catch {
        let word = error.place.last ?? ""
        let mend =
          error.candidates.isEmpty
          ? error.mend : StructuredFile.mend(word, among: error.candidates)
        throw file.error(at: error.place, error.message, mend: mend)
      }
    } catch {
      throw Ending(.badInput, lines: error.lines)
    }
  }

  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.split(separator: ".").first.map(String.init) ?? name
  }
}
