import Grading

/// Recognises replies that decline instead of answering.
enum Refusal {
  /// Whether a reply without an answer declines: a phrase of refusal near its beginning.
  static func isRefusal(_ text: ByteText, _ range: Range<Int>) -> Bool {
    let trimmed = text.trimmed(range)
    let head = trimmed.lowerBound..<min(trimmed.upperBound, trimmed.lowerBound + 300)
    return phrases.occurs(in: text, head)
  }

  private static let phrases = PhraseTable([
    "i can't help", "i cannot help", "i can’t help", "i can't assist", "i cannot assist",
    "i can’t assist", "i'm sorry, but i can", "i’m sorry, but i can", "i am sorry, but i can",
    "i'm sorry, but i'm", "i’m sorry, but i’m", "i'm sorry, i can", "sorry, but i can",
    "sorry, i can't", "sorry, i cannot", "sorry, i can’t", "i can't provide", "i cannot provide",
    "i can’t provide", "i can't answer", "i cannot answer", "i can’t answer", "i can't solve",
    "i cannot solve", "i can't comply", "i cannot comply", "i can’t comply", "i can't fulfill",
    "i cannot fulfill", "i cannot compute", "i can't compute", "i can’t compute",
    "i cannot determine",
    "i can't determine", "i cannot give", "i'm unable to", "i’m unable to", "i am unable to",
    "i'm not able to",
    "i’m not able to", "i am not able to", "as an ai", "i must decline", "i have to decline",
    "i won't be able to", "i will not be able to", "i won't", "i refuse to", "i can't do that",
    "i cannot do that", "unable to assist", "unable to help",
    "je ne peux pas", "je suis désolé", "es tut mir leid", "tut mir leid", "ich kann nicht",
    "lo siento", "no puedo ayudar", "mi dispiace", "sinto muito", "desculpe", "к сожалению",
    "К сожалению", "извините", "Извините", "я не могу", "Я не могу", "抱歉", "对不起",
    "我无法", "无法回答", "我不能", "申し訳", "お答えできません", "죄송", "آسف", "عذر",
  ])
}
