import Testing

@testable import Scoring

/// Phrases are found as a search that knows no tricks finds them.
@Suite struct PhraseTableTests {
  private static let lists = [
    ["answer", "ans", "the final result", "the value", "total", "答案", "Ответ"],
    ["no", "a", "any", "check the"],
    ["\\boxed", "def ", "class ", "£5", "答"],
    ["wait,", "hasil", "output", "therefore, the value"],
  ]

  /// The first phrase of a text: the longest of those that begin first, the first of equal ones.
  private static func plainly(
    _ phrases: [String], _ text: [UInt8], _ range: Range<Int>
  ) -> (index: Int, range: Range<Int>)? {
    for start in range {
      var best: (index: Int, range: Range<Int>)?
      for (index, phrase) in phrases.enumerated() {
        let bytes = phrase.utf8.map(\.lowercased)
        let end = start + bytes.count
        guard end <= range.upperBound, bytes[...] == text[start..<end].map(\.lowercased)[...],
          !bytes[0].isAlphanumeric || start == 0 || !text[start - 1].isAlphanumeric,
          !bytes[bytes.count - 1].isAlphanumeric || end >= range.upperBound
            || !text[end].isAlphanumeric,
          bytes.count > best?.range.count ?? 0
        else { continue }
        best = (index, start..<end)
      }
      if let best { return best }
    }
    return nil
  }

  @Test(arguments: lists)
  func whatIsFoundIsWhatAPlainSearchFinds(_ phrases: [String]) {
    var random = Seeded(state: 5)
    let table = PhraseTable(phrases)
    var found = 0
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0..<7, using: &random) {
        let phrase = phrases.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<5, using: &random) {
        case 0: text += phrase
        case 1: text += phrase.uppercased() + " "
        case 2: text += phrase.dropLast() + " "
        case 3:
          text += [" ", "x", "9", ".", "é", "答", "\n", "@`"].randomElement(using: &random) ?? ""
        default: text += "some other words "
        }
      }
      let bytes = ByteText(text)
      let start = Int.random(in: 0...bytes.bytes.count, using: &random)
      let range = start..<Int.random(in: start...bytes.bytes.count, using: &random)
      let wanted = Self.plainly(phrases, bytes.bytes, range)
      let first = table.first(in: bytes, range)
      #expect(first?.index == wanted?.index && first?.range == wanted?.range, "\(text) \(range)")
      found += wanted == nil ? 0 : 1
    }
    #expect(found > 100)
  }

  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
