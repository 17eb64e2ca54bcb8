/// The words by which unmarked replies are read.
enum GuessWords {
  static let conjunctions = PhraseTable(["and", "or", ",", ";"])
  /// The first of the links that make what follows them the answer, even a name.
  static let verbLinks = 5
  static let links = PhraseTable([
    "is", "are", "be", "equals", ":", "gives", "at", "in", "becomes", "yields", "so", "get",
    "therefore", "hence", "thus", "→", "⇒", "=>", "was", "has", "have", "it's", "it’s", "é", "è",
    "es", "est", "ist", "sind", "são", "son", "sono", "beträgt", "vaut", "donne", "ergibt",
    "равен", "равно", "равна", "это", "为", "是", "は",
  ])
  static let phrases = PhraseTable([
    "no solution", "no solutions", "no real solution", "no real solutions", "does not exist",
    "doesn't exist", "infinitely many", "undefined", "diverges", "impossible", "not possible",
  ])
  static let hedges = PhraseTable([
    "could be", "might be", "maybe", "perhaps", "it depends", "depends on", "not sure",
    "around the", "some people", "hard to say", "can't say", "cannot say", "unclear",
    "no idea", "who knows",
  ])
  static let verbs = PhraseTable([
    "is", "are", "was", "has", "have", "gives", "equals", "we", "i", "can", "you", "will",
    "there", "let", "because", "comes", "would", "need", "get", "know", "don't", "sure", "it's",
    "it’s", "that's", "that’s",
    "there's", "é", "è", "es", "est", "ist", "sind", "são", "son", "sono", "gilt", "ergibt",
    "beträgt", "vaut", "donne", "равен", "равно", "равна", "это",
  ])
  static let openers = PhraseTable([
    "therefore", "so", "thus", "hence", "step", "here", "ok", "okay", "hello", "hi", "thanks",
    "sorry", "first", "then", "hmm", "wait", "maybe", "using", "solve", "answer", "solution",
  ])
  static let pronouns = PhraseTable([
    "i", "we", "you", "they", "that", "this", "it", "he", "she", "let", "please", "solve", "try",
    "sorry", "just", "here",
  ])
  static let yesNo = PhraseTable([
    "yes", "no", "true", "false", "oui", "non", "ja", "nein", "sí", "sì", "да", "Да", "нет",
    "Нет", "是的", "不是", "否", "はい", "いいえ", "예", "아니요",
  ])
  static let connecting = PhraseTable([
    "which", "that", "the", "a", "an", "of", "and", "or", "with", "to", "for", "by", "from",
    "is", "are", "so", "then", "we", "in", "on", "at", "as", "if", "because", "since", "this",
    "these", "be", "let", "where", "when", "i", "it", "its", "have", "has", "need", "gives",
    "but", "while", "also", "than", "was", "must", "can", "now", "next", "plus", "minus",
    "times", "equals", "first", "than", "our", "using", "into", "will", "would", "get",
  ])
  static let asides = PhraseTable([
    "note", "check", "checking", "verification", "verify", "to verify", "let me know", "see",
    "figure", "source", "i hope", "hope", "feel free", "if you", "please", "would you", "refer",
    "reference", "references", "this matches", "we can check", "we can verify", "thanks",
    "remember", "recall", "check:", "(see", "image", "disclaimer", "last updated",
  ])
  static let headings = PhraseTable([
    "step", "case", "part", "note", "example", "method", "figure", "table", "problem",
    "question", "section", "option", "solution", "explanation", "answer", "given", "approach",
    "verification", "check", "important", "hint", "key", "summary", "conclusion", "result",
    "final answer", "therefore", "not", "formula",
  ])
}
