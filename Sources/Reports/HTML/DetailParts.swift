import Grading

/// The details of attempts, in parts that a page reads one at a time.
///
/// A part is `{"prompts": […], "attempts": […]}`, an attempt naming its prompt by its place. Parts are
/// kept until they pass the limit; from then on each is written to a file of its own, as a call that
/// hands it to the page's script.
struct DetailParts {
  /// About the bytes of a part: what a browser reads in no time.
  private static let partBytes = 256 << 10

  /// The places of the first attempts of the parts.
  private(set) var starts: [Int] = []
  /// The parts that go into the page; none once they are split off.
  private(set) var inline: [[UInt8]] = []
  private(set) var isSplit = false
  let folder: String

  private let cards: [String: ProblemCard]
  private let inlineLimit: Int
  private let write: (_ file: String, _ bytes: [UInt8]) throws -> Void
  private var inlineBytes = 0
  /// Of the parts that go into the page.
  var inlineByteCount: Int { inline.reduce(0) { $0 + $1.count } }
  private var count = 0
  private var prompts: [UInt8] = []
  private var promptCount = 0
  private var lastPrompt: Prompt?
  private var attempts: [UInt8] = []

  init(
    _ cards: [ProblemCard], folder: String, inlineLimit: Int,
    write: @escaping (_ file: String, _ bytes: [UInt8]) throws -> Void
  ) {
    self.cards = Dictionary(
      cards.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.folder = folder
    self.inlineLimit = inlineLimit
    self.write = write
  }

  mutating func add(_ attempt: GradedAttempt) throws {
    keep(attempt)
    if inlineBytes > inlineLimit { try split() }
  }

  mutating func finish() throws {
    close()
    if isSplit || inlineBytes > inlineLimit { try split() }
  }

  /// Takes an attempt and writes nothing; one whose problem is unknown is in no list, so not here.
  mutating func keep(_ attempt: GradedAttempt) {
    guard let card = cards[attempt.grade.attempt.problemID] else { return }
    if attempts.isEmpty { starts.append(count) }
    if attempt.prompt != lastPrompt {
      lastPrompt = attempt.prompt
      if promptCount > 0 { prompts.append(contentsOf: ",\n".utf8) }
      promptCount += 1
      AttemptDetail.json(attempt.prompt).write(into: &prompts)
    }
    if !attempts.isEmpty { attempts.append(contentsOf: ",\n".utf8) }
    AttemptDetail.json(attempt, card, prompt: promptCount - 1).write(into: &attempts)
    count += 1
    if prompts.count + attempts.count > DetailParts.partBytes { close() }
  }

  /// Ends the present part.
  mutating func close() {
    guard !attempts.isEmpty else { return }
    let part =
      Array(#"{"prompts":["#.utf8) + prompts + Array("],\n\"attempts\":[".utf8) + attempts
      + Array("]}".utf8)
    inline.append(part)
    inlineBytes += part.count
    prompts = []
    promptCount = 0
    lastPrompt = nil
    attempts = []
  }

  /// Writes what was kept to files.
  private mutating func split() throws {
    isSplit = true
    let closed = starts.count - (attempts.isEmpty ? 0 : 1)
    for (place, part) in inline.enumerated() {
      let number = closed - inline.count + place
      try write(
        "\(folder)/\(number).js", Array("assayPart(\(number),".utf8) + part + Array(");\n".utf8))
    }
    inline = []
    // From now on every part is over the limit, and is written as soon as it is closed.
    inlineBytes = inlineLimit
  }
}
