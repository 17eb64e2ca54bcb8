/// What tells a sentence that leads to a quantity from a name that has a number in it.
enum SentenceWords {
  /// Verbs that stand before what is asked for: `Tom has 15 apples`, not `Room 12`.
  private static let verbs: Set<String> = [
    "is", "are", "was", "were", "be", "has", "have", "had", "does", "did", "do", "gets", "get",
    "got", "takes", "take", "took", "makes", "make", "made", "costs", "cost", "needs", "need",
    "needed", "earns", "earn", "earned", "spends", "spend", "spent", "pays", "pay", "paid",
    "receives", "receive", "received", "gives", "gave", "sells", "sold", "eats", "ate", "buys",
    "bought", "loses", "lost", "saves", "saved", "walks", "walked", "runs", "ran", "reads", "read",
    "contains", "contain", "holds", "hold", "weighs", "weigh", "weighed", "travels", "traveled",
    "travelled", "drives", "drove", "comes", "came", "becomes", "became", "works", "worked",
    "scores", "scored", "uses", "used", "use", "produces", "produced", "collects", "collected",
    "owes", "owed", "charges", "charged", "requires", "required", "leaves", "equals", "equal",
    "totals", "covers", "covered", "lasts", "lasted", "wins", "won", "finds", "found", "keeps",
    "kept", "picks", "picked", "bakes", "baked", "plants", "planted", "sees", "saw", "drinks",
    "drank", "reaches", "reached", "grows", "grew", "measures", "takes", "turns", "turned",
  ]

  /// Whether a stretch of words before a quantity has such a verb, or ends in `a total of`.
  static func leadsToQuantity(_ text: ByteText, _ range: Range<Int>) -> Bool {
    let words = text.trimmingEnd(range)
    return hasVerb(text, range)
      || text.hasLowercased(
        "total of", at: max(words.lowerBound, words.upperBound - 8), before: words.upperBound)
  }

  private static func hasVerb(_ text: ByteText, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      guard text[position].isLetter else {
        position += 1
        continue
      }
      var end = position
      while end < range.upperBound, text[end].isLetter { end += 1 }
      if end - position <= 9, verbs.contains(text.string(position..<end).lowercased()) {
        return true
      }
      position = end
    }
    return false
  }
}
