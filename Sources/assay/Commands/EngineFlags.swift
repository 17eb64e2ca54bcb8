import ArgumentParser
import Grading
import Inference

/// What is watched while a model is asked, and what it may cost.
struct EngineFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take completions of the same requests from this run; “any” looks in all runs.",
      valueName: "run"))
  var reuse: String?

  @Option(help: ArgumentHelp("Write a JSON line for every try.", valueName: "file"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "Show Prometheus metrics on this port of 127.0.0.1; 0 takes a free one.", valueName: "port"))
  var metrics: UInt16?

  @Option(help: ArgumentHelp("The price of a million prompt tokens.", valueName: "price"))
  var priceIn: Double?

  @Option(help: ArgumentHelp("The price of a million completion tokens.", valueName: "price"))
  var priceOut: Double?

  @Option(
    help: ArgumentHelp("Stop asking once the tokens cost so much.", valueName: "price"))
  var maxCost: Double?

  @Option(
    help: ArgumentHelp(
      "Wait so long for a server that is still starting.", valueName: "duration"))
  var waitReady: String?

  func validate() throws {
    for (flag, price) in [
      ("--price-in", priceIn), ("--price-out", priceOut), ("--max-cost", maxCost),
    ] {
      guard let price else { continue }
      guard price.isFinite, price >= 0 else {
        throw ValidationError("\(flag) is a price of at least 0")
      }
    }
    if maxCost != nil, prices == nil {
      throw ValidationError("--max-cost needs --price-in, --price-out or both")
    }
    if let waitReady { _ = try parseDuration(waitReady, flag: "--wait-ready") }
  }

  /// `nil` if no price was given.
  var prices: Prices? {
    priceIn == nil && priceOut == nil
      ? nil : Prices(prompt: priceIn ?? 0, completion: priceOut ?? 0)
  }
}
