import Grading

/// The part of a completion that the model meant to be read.
struct VisibleText: Sendable {
  /// The bytes that count, within the whole text.
  var range: Range<Int>
  var reasoning: Reasoning

  enum Reasoning: Sendable, Hashable {
    case none
    /// A reasoning block was closed; `range` is what follows.
    case closed
    /// A reasoning block was opened and never closed.
    case unclosed
  }

  /// Cuts reasoning and everything behind an end token away.
  ///
  /// Quoted marks (`"</think>"` in a program) are text. An end token with nothing before it is
  /// skipped.
  static func find(in text: ByteText) -> VisibleText {
    if let harmony = harmonyFinal(in: text) { return harmony }
    var start = text.whole.lowerBound
    var reasoning = Reasoning.none
    var openAt: Int?
    var position = start
    var fence = false
    let begins = begins
    // Where no bracket can open an end token, none is looked for.
    let ends = endTokens.seconds
    var mayEnd = false
    // Most short texts have angle brackets at most, and one byte alone is found sooner.
    let hasOthers = others.contains { text.next($0, from: 0, before: text.bytes.count) != nil }
    while let mark = hasOthers
      ? text.next(anyOf: marks, from: position, before: text.bytes.count)
      : text.next(UInt8(ascii: "<"), from: position, before: text.bytes.count)
    {
      position = mark
      switch text[position] {
      case "<", "[":
        let second = Int(text.byte(position + 1).lowercased)
        if ends[second] { mayEnd = true }
        guard begins[second] else { break }
        if let end = closers.end(in: text, at: position), !text.isQuoted(position..<end) {
          start = end
          reasoning = .closed
          openAt = nil
          fence = false
          position = end
          continue
        }
        if openAt == nil, !fence, let end = openers.end(in: text, at: position),
          text.startsLine(position, from: start)
        {
          openAt = position
          position = end
          continue
        }
      case 0xE2:
        if text.has("◁/think▷", at: position, before: text.bytes.count) {
          start = position + "◁/think▷".utf8.count
          reasoning = .closed
          openAt = nil
          position = start
          continue
        }
        if openAt == nil, text.has("◁think▷", at: position, before: text.bytes.count) {
          openAt = position
        }
      case "`":
        if text.has("```", at: position, before: text.bytes.count) {
          fence.toggle()
          while text.byte(position + 1) == UInt8(ascii: "`") { position += 1 }
        }
      default: break
      }
      position += 1
    }
    if openAt != nil { return VisibleText(range: start..<start, reasoning: .unclosed) }
    let rest = start..<text.bytes.count
    return VisibleText(range: mayEnd ? cutAtEndToken(text, rest) : rest, reasoning: reasoning)
  }

  /// The message of the `final` channel, where a server passed channel marks through.
  private static func harmonyFinal(in text: ByteText) -> VisibleText? {
    // Bars are rarer than angle brackets.
    guard text.next(UInt8(ascii: "|"), from: 0, before: text.bytes.count) != nil,
      text.contains("<|channel|>", in: text.whole)
    else { return nil }
    let mark = "<|channel|>final<|message|>"
    var start: Int?
    var position = 0
    while let found = text.first(mark, in: position..<text.bytes.count) {
      start = found + mark.utf8.count
      position = found + mark.utf8.count
    }
    guard let start else {
      return text.contains("<|channel|>analysis", in: text.whole)
        ? VisibleText(range: 0..<0, reasoning: .unclosed) : nil
    }
    let range = cutAtEndToken(text, start..<text.bytes.count)
    return VisibleText(range: range, reasoning: .closed)
  }

  private static func cutAtEndToken(_ text: ByteText, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var position = start
    while let mark = text.next(UInt8(ascii: "<"), from: position, before: range.upperBound) {
      position = mark
      if let end = endTokens.end(in: text, at: position),
        !text.isQuoted(position..<end)
      {
        if !text.isBlank(start..<position) { return start..<position }
        start = end
        position = end
      } else {
        position += 1
      }
    }
    return start..<range.upperBound
  }

  private static let others: [UInt8] = [UInt8(ascii: "["), 0xE2, UInt8(ascii: "`")]
  private static let marks = FourBytes(
    UInt8(ascii: "<"), UInt8(ascii: "["), 0xE2, UInt8(ascii: "`"))

  /// Whether a byte is the second one of a mark that opens or closes reasoning.
  private static let begins = zip(closers.seconds, openers.seconds).map { $0 || $1 }

  private static let closers = Marks([
    "</think>", "</thinking>", "[/think]", "<|end_of_thought|>", "</thought>", "</thoughts>",
    "</reasoning>", "</seed:think>", "</scratchpad>", "<|/think|>", "</reflection>",
    "</analysis>",
  ])
  private static let openers = Marks([
    "<think>", "<thinking>", "[think]", "<|begin_of_thought|>", "<thought>", "<thoughts>",
    "<reasoning>", "<seed:think>", "<scratchpad>", "<|think|>", "<reflection>", "<analysis>",
  ])
  private static let endTokens = Marks([
    "<|endoftext|>", "<|im_end|>", "</s>", "<|eot_id|>", "<|end_of_text|>", "<|eom_id|>",
    "<end_of_turn>", "<|return|>", "<|end|>", "<|end_of_solution|>", "<eoa>", "<eos>",
    "<｜end▁of▁sentence｜>", "<|end▁of▁sentence|>", "<|user|>", "<|im_start|>user", "[/inst]",
  ])

  /// A few marks in angle or square brackets, whatever the case of their letters.
  private struct Marks: Sendable {
    private let marks: [[UInt8]]
    /// Whether a mark has this as its second byte.
    let seconds: [Bool]

    init(_ texts: [String]) {
      marks = texts.map { Array($0.utf8) }
      var seconds = [Bool](repeating: false, count: 256)
      for mark in marks { seconds[Int(mark[1])] = true }
      self.seconds = seconds
    }

    func end(in text: ByteText, at position: Int) -> Int? {
      guard seconds[Int(text.byte(position + 1).lowercased)] else { return nil }
      for mark in marks where position + mark.count <= text.bytes.count {
        var offset = 0
        while offset < mark.count, text[position + offset].lowercased == mark[offset] {
          offset += 1
        }
        if offset == mark.count { return position + offset }
      }
      return nil
    }
  }
}

extension ByteText {
  /// Whether only blanks stand between `position` and the line's start.
  fileprivate func startsLine(_ position: Int, from start: Int) -> Bool {
    var position = position
    while position > start, bytes[position - 1] != .lineFeed {
      position -= 1
      if !bytes[position].isSpace { return false }
    }
    return true
  }

  /// Whether a quotation mark or backtick hugs `range` on both sides.
  fileprivate func isQuoted(_ range: Range<Int>) -> Bool {
    guard range.lowerBound > 0, range.upperBound < bytes.count else { return false }
    let before = bytes[range.lowerBound - 1]
    let after = bytes[range.upperBound]
    if before == "`", byte(range.lowerBound - 2) == UInt8(ascii: "`") { return false }  // a fence
    return before == after && (before == "\"" || before == "'" || before == "`")
  }
}
