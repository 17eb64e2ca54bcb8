import Grading

/// Checks which phrases an answer holds, ignoring case and spacing. Phrases match whole words.
struct MentionsMeasure: Sendable {
  private let mentions: Criterion.Mentions

  init(_ mentions: Criterion.Mentions) { self.mentions = mentions }

  /// The share of the demands that a text meets, and which it does not.
  func share(of text: String) -> (Double, String) {
    let text = Self.normalised(text)
    var met = 0
    var demands = 0
    var failures: [String] = []
    func demand(_ isMet: Bool, _ failure: String) {
      demands += 1
      if isMet { met += 1 } else { failures.append(failure) }
    }
    for alternatives in mentions.all {
      demand(Self.holds(text, alternatives), "lacks “\(alternatives.joined(separator: "” or “"))”")
    }
    if !mentions.any.isEmpty {
      demand(
        mentions.any.contains { Self.holds(text, $0) },
        "lacks any of “\(mentions.any.map { $0.joined(separator: "” or “") }.joined(separator: "”, “"))”"
      )
    }
    for alternatives in mentions.none {
      demand(!Self.holds(text, alternatives), "says “\(alternatives.joined(separator: "” or “"))”")
    }
    guard demands > 0 else { return (1, "nothing was demanded") }
    let remark =
      failures.isEmpty ? "all \(demands) demands are met" : failures.joined(separator: "; ")
    return (Double(met) / Double(demands), remark)
  }

  private static func holds(_ text: String, _ alternatives: [String]) -> Bool {
    alternatives.contains { phrase in
      let wanted = normalised(phrase).dropFirst().dropLast()
      return !wanted.isEmpty && holds(Array(text.utf8), Array(wanted.utf8))
    }
  }

  /// Whether a phrase stands in a text, not within a word of letters or digits.
  private static func holds(_ text: [UInt8], _ phrase: [UInt8]) -> Bool {
    guard let first = phrase.first, let last = phrase.last, text.count >= phrase.count else {
      return false
    }
    for start in 0...text.count - phrase.count where text[start] == first {
      let end = start + phrase.count
      guard text[start..<end].elementsEqual(phrase) else { continue }
      let before = start == 0 ? 32 : text[start - 1]
      let after = end == text.count ? 32 : text[end]
      if first.isAlphanumeric, before.isAlphanumeric { continue }
      if last.isAlphanumeric, after.isAlphanumeric { continue }
      return true
    }
    return false
  }

  /// Lower case, white space runs as one space, with a space at both ends.
  private static func normalised(_ text: String) -> String {
    " " + text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") + " "
  }
}
