import Grading

/// Finds answers in an `<answer>` element or in a JSON field.
enum TaggedAnswers {
  private static let names = ["answer", "final_answer", "final answer", "finalanswer", "ans"]
  private static let keys = [
    "final_answer", "answer", "finalAnswer", "final answer", "Answer", "Final Answer", "result",
    "choice", "correct_answer", "correct_option", "selected_option", "ans", "option",
    "answer_choice",
  ]

  /// An element or field: where it begins, and its value.
  struct Found: Sendable {
    var position: Int
    var content: Range<Int>
    /// The text of a JSON value; `nil` for an element, whose content is read like a reply.
    var text: String?
  }

  // MARK: - Elements

  /// The contents of `<answer>` elements; one that is not closed ends at the text's end.
  static func elements(in text: ByteText, _ range: Range<Int>) -> [Found] {
    var found: [Found] = []
    var position = range.lowerBound
    while let mark = text.next(UInt8(ascii: "<"), from: position, before: range.upperBound) {
      position = mark
      guard let open = opening(in: text, at: position, range) else {
        position += 1
        continue
      }
      let close = closing(open.name, in: text, from: open.end, before: range.upperBound)
      let content = text.trimmed(open.end..<(close?.lowerBound ?? range.upperBound))
      if !content.isEmpty {
        found.append(Found(position: position, content: content, text: nil))
      }
      position = close?.upperBound ?? range.upperBound
    }
    return found
  }

  private static func opening(in text: ByteText, at position: Int, _ range: Range<Int>) -> (
    name: String, end: Int
  )? {
    // All names begin with one of these two.
    let first = text.byte(position + 1).lowercased
    guard first == UInt8(ascii: "a") || first == UInt8(ascii: "f") else { return nil }
    for name in names where text.hasLowercased(name, at: position + 1, before: range.upperBound) {
      let end = position + 1 + name.utf8.count
      if text.byte(end) == ">", end < range.upperBound { return (name, end + 1) }
    }
    return nil
  }

  private static func closing(
    _ name: String, in text: ByteText, from start: Int, before end: Int
  ) -> Range<Int>? {
    var position = start
    while let mark = text.next(UInt8(ascii: "<"), from: position, before: end) {
      position = mark
      if text.byte(position + 1) == "/",
        text.hasLowercased(name + ">", at: position + 2, before: end)
      {
        return position..<position + 3 + name.utf8.count
      }
      position += 1
    }
    return nil
  }

  // MARK: - JSON

  /// The values of fields that hold an answer by their name. The text around need not be whole JSON.
  static func fields(in text: ByteText, _ range: Range<Int>) -> [Found] {
    var found: [Found] = []
    var position = range.lowerBound
    while let mark = text.next(UInt8(ascii: "\""), from: position, before: range.upperBound) {
      position = mark
      guard opensKey(text, position, range),
        let key = keys.first(where: {
          text.has($0 + "\"", at: position + 1, before: range.upperBound)
        })
      else {
        position += 1
        continue
      }
      var start = position + key.utf8.count + 2
      while start < range.upperBound, text[start].isSpace { start += 1 }
      guard start < range.upperBound, text[start] == ":" else {
        position += 1
        continue
      }
      start += 1
      while start < range.upperBound, text[start].isSpace { start += 1 }
      let end = valueEnd(text, from: start, before: range.upperBound)
      if let end, let value = value(text, start..<end) {
        found.append(Found(position: position, content: start..<end, text: value))
      }
      position = max(position + 1, end ?? start)
    }
    return found + quotedByPython(in: text, range)
  }

  /// Fields as Python prints them: `{'answer': '15'}`.
  private static func quotedByPython(in text: ByteText, _ range: Range<Int>) -> [Found] {
    let quote = UInt8(ascii: "'")
    var found: [Found] = []
    var position = range.lowerBound
    while let mark = text.next(quote, from: position, before: range.upperBound) {
      position = mark + 1
      guard opensKey(text, mark, range),
        let key = keys.first(where: {
          text.has($0 + "':", at: mark + 1, before: range.upperBound)
        })
      else { continue }
      let limit = min(range.upperBound, mark + 2_000)
      let start = text.trimmingStart(min(limit, mark + key.utf8.count + 3)..<limit).lowerBound
      guard start < limit else { continue }
      let content: Range<Int>
      if text[start] == quote {
        guard let close = text.next(quote, from: start + 1, before: limit) else { continue }
        content = start + 1..<close
      } else {
        var end = start
        while end < limit, ![",", "}", "\n"].contains(where: { text[end] == $0 }) { end += 1 }
        content = text.trimmed(start..<end)
      }
      let value = text.string(content)
      if !content.isEmpty, value != "None" {
        found.append(Found(position: mark, content: content, text: value))
      }
      position = max(position, content.upperBound)
    }
    return found
  }

  /// Whether an opening brace or a comma stands before a key.
  private static func opensKey(_ text: ByteText, _ position: Int, _ range: Range<Int>) -> Bool {
    var before = position - 1
    while before >= range.lowerBound, position - before < 80, text[before].isSpace { before -= 1 }
    return before >= range.lowerBound && (text[before] == "{" || text[before] == ",")
  }

  /// The end of a JSON value of at most 2,000 bytes.
  private static func valueEnd(_ text: ByteText, from start: Int, before end: Int) -> Int? {
    let end = min(end, start + 2_000)
    var position = start
    var depth = 0
    var inString = false
    while position < end {
      let byte = text[position]
      if inString {
        if byte == "\\" {
          position += 1
        } else if byte == "\"" {
          inString = false
          if depth == 0 { return position + 1 }
        }
      } else {
        switch byte {
        case "\"": inString = true
        case "[", "{": depth += 1
        case "]", "}":
          if depth == 0 { return position }
          depth -= 1
          if depth == 0 { return position + 1 }
        case ",", .lineFeed: if depth == 0 { return position }
        default: break
        }
      }
      position += 1
    }
    return depth == 0 && !inString ? end : nil
  }

  private static func value(_ text: ByteText, _ range: Range<Int>) -> String? {
    let raw = text.string(text.trimmed(range))
    guard let json = try? JSON(parsing: raw) else { return lenient(raw) }
    return plain(json)
  }

  private static func plain(_ json: JSON) -> String? {
    switch json {
    case .null, .object: return nil
    case .bool(let value): return value ? "true" : "false"
    case .number(let digits): return digits
    case .string(let text): return text.isEmpty ? nil : text
    case .array(let elements):
      let texts = elements.compactMap(\.string)
      return texts.count == elements.count && !texts.isEmpty
        ? texts.joined(separator: ", ") : json.text
    }
  }

  /// Text with LaTeX whose backslashes nobody escaped is no JSON; its bytes are taken as they are.
  private static func lenient(_ raw: String) -> String? {
    guard raw.utf8.first == UInt8(ascii: "\""), raw.utf8.last == UInt8(ascii: "\""),
      raw.utf8.count > 2
    else { return nil }
    return String(raw.dropFirst().dropLast())
  }
}
