import ArgumentParser
import Grading
import Inference

/// How requests and replies travel.
struct WireOptions: ParsableArguments {
  @Flag(
    help: "Ask for streams; the time to the first token is kept, and what came of one that broke.")
  var stream = false

  @Option(
    help: ArgumentHelp(
      "In a stream: the longest silence between two pieces of text.", valueName: "duration"))
  var idleTimeout = "2min"

  @Option(
    help: ArgumentHelp(
      "Prompts in one request (openai-completions, kserve, kserve-binary).", valueName: "n"))
  var batchSize = 1

  @Option(
    help: ArgumentHelp("The longest that a prompt waits for its batch to fill.", valueName: "ms"))
  var batchWait = 20

  @Option(
    help: ArgumentHelp(
      "What the server's chat template is given, for example '{\"enable_thinking\":false}'.",
      valueName: "json"))
  var chatTemplateKwargs: String?

  @Option(
    help: ArgumentHelp(
      "What the server calls --max-tokens, for example max_completion_tokens.", valueName: "name"))
  var maxTokensField = "max_tokens"

  func validate() throws {
    if !(1...4_096).contains(batchSize) {
      throw ValidationError("--batch-size is a number from 1 to 4096")
    }
    if !(0...60_000).contains(batchWait) {
      throw ValidationError("--batch-wait is a number of milliseconds from 0 to 60000")
    }
    if stream, batchSize > 1 {
      throw ValidationError("--stream and --batch-size exclude each other; leave one out")
    }
    if maxTokensField.isEmpty { throw ValidationError("--max-tokens-field is empty") }
  }

  /// How prompts share requests; `nil` if each goes alone.
  var batching: Batching? {
    batchSize > 1 ? Batching(size: batchSize, wait: .milliseconds(batchWait)) : nil
  }

  /// Of one try.
  func limits(total: Duration) throws(Ending) -> HTTPLimits {
    let quiet = try parseDuration(idleTimeout, flag: "--idle-timeout")
    return HTTPLimits(total: total, quiet: stream ? quiet : nil)
  }

  /// The template's arguments; `nil` if none were given.
  func chatTemplate() throws(Ending) -> JSON? {
    guard let chatTemplateKwargs else { return nil }
    return .object(try parseObject(chatTemplateKwargs, flag: "--chat-template-kwargs"))
  }
}

/// The members of a JSON object that a flag gives.
func parseObject(_ text: String, flag: String) throws(Ending) -> [JSON.Member] {
  do throws(JSONError) {
    if let members = try JSON(parsing: text).members { return members }
  } catch {
    throw .badInput("\(flag): byte \(error.offset): \(error.message)")
  }
  throw .badInput("\(flag): a JSON object is wanted, for example '{\"top_k\":20}'")
}
