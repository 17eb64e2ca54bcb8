internal import Grading

/// What a checker says by the ICPC and Kattis convention.
/// Source: Kattis problem package format, “Output Validators” and “Reporting Additional Feedback”.
struct KattisVerdict {
  let program: JudgeProgram
  let feedback: WorkDirectory

  func judgement(status: Int32, said: String) throws(Fault) -> Judgement {
    let message = text("judgemessage.txt") ?? said
    let shown = JudgeProcess.excerpt(message, limit: JudgeMessage.limit)
    switch status {
    case 42:
      guard !feedback.holds("nextpass.in") else {
        throw program.failure("asks for another pass (nextpass.in), which is not supported")
      }
      guard let share = try share() else { return Judgement(.accepted, message: shown) }
      if share >= 1 { return Judgement(.accepted, message: shown) }
      return share > 0
        ? Judgement(.partial, share: share, message: shown) : Judgement(.wrong, message: shown)
    case 43:
      guard !feedback.holds("score.txt") else {
        throw program.failure("rejected (43), but wrote a score.txt")
      }
      return Judgement(.wrong, message: shown)
    default:
      throw program.failure("ended with status \(status), where 42 accepts and 43 rejects", said)
    }
  }

  /// The share that `score.txt` or `score_multiplier.txt` gives; `nil` if there is neither.
  private func share() throws(Fault) -> Double? {
    let names = ["score.txt", "score_multiplier.txt"].filter(feedback.holds)
    guard let name = names.first else { return nil }
    guard names.count == 1 else { throw program.failure("wrote both \(names[0]) and \(names[1])") }
    guard let share = text(name).flatMap(number), (0...1).contains(share) else {
      throw program.failure("wrote a \(name) that is no number from 0 to 1")
    }
    return share
  }

  private func number(_ text: String) -> Double? {
    text.split(whereSeparator: \.isWhitespace).first.flatMap { Double($0) }
  }

  private func text(_ name: String) -> String? {
    feedback.text(of: name, limit: JudgeProcess.messageLimit)
  }
}

/// What a checker says by testlib's exit codes.
/// Source: testlib.h, `quitp` and the `*_EXIT_CODE` macros with their default values.
struct TestlibVerdict {
  let program: JudgeProgram

  func judgement(status: Int32, said: String) throws(Fault) -> Judgement {
    let message = JudgeProcess.excerpt(said, limit: JudgeMessage.limit)
    switch status {
    case 0: return Judgement(.accepted, message: message)
    case 1, 4: return Judgement(.wrong, message: message)
    // The output has not the form wanted, or ends too early.
    case 2, 8: return Judgement(.presentation, message: message)
    case 7:
      guard let share = share(in: said) else {
        throw program.failure("gave points (7), but named no number from 0 to 1", said)
      }
      if share >= 1 { return Judgement(.accepted, message: message) }
      return share > 0
        ? Judgement(.partial, share: share, message: message) : Judgement(.wrong, message: message)
    case 3: throw program.failure("reports a failure of its own (3)", said)
    default:
      throw program.failure("ended with status \(status), which testlib does not know", said)
    }
  }

  /// The number that `quitp` puts first, with or without the word `points`.
  private func share(in said: String) -> Double? {
    let words = said.split(whereSeparator: \.isWhitespace)
    let first = words.first == "points" ? words.dropFirst().first : words.first
    guard let share = first.flatMap({ Double($0) }), (0...1).contains(share) else { return nil }
    return share
  }
}

enum JudgeMessage {
  /// The most of an author's words that is kept, in bytes.
  static let limit = 2_000
}
