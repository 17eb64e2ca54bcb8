/// The words by which models announce an answer, and how they go on, in many languages.
enum LabelWords {
  /// Words that announce an answer.
  static let strong = PhraseTable(strongTexts)
  private static let strongTexts = [
    "final answer", "final answers", "answer", "answers", "ans", "the final result",
    "correct answer", "correct option", "correct choice", "final result", "final value",
    "最终答案", "最終答案", "正确答案", "正確答案", "答案", "正解", "答え", "答",
    "정답", "최종 답", "답은", "답",
    "antwort", "endergebnis", "réponse", "Réponse", "RÉPONSE", "reponse", "respuesta",
    "risposta", "resposta", "odpowiedź", "ODPOWIEDŹ", "odpowiedz", "odpověď", "odpoveď",
    "ответ", "Ответ", "ОТВЕТ", "відповідь", "Відповідь", "отговор", "Отговор", "одговор",
    "الإجابة", "الاجابة", "الجواب", "إجابة", "جواب", "پاسخ", "उत्तर", "উত্তর", "antwoord",
    "svar", "svaret", "cevap", "yanıt", "Yanıt", "jawaban", "jawapan", "đáp án", "Đáp án",
    "đáp số", "Đáp số", "vastaus", "răspuns", "Răspuns", "raspuns", "válasz", "απάντηση",
    "Απάντηση", "תשובה", "คำตอบ", "trả lời", "Trả lời", "odgovor", "vastus", "atbilde",
    "atsakymas", "sagot", "jibu",
  ]

  /// Words that announce a result which need not be the answer.
  static let weak = PhraseTable(weakTexts)
  private static let weakTexts = [
    "result", "final", "solution", "total", "conclusion", "ergebnis", "lösung", "Lösung",
    "résultat", "resultat", "resultado", "risultato", "wynik", "rozwiązanie", "solución",
    "soluzione", "результат", "Результат", "结果", "結果", "결과", "value", "hasil", "sonuç",
    "النتيجة", "解", "解答", "结论", "結論", "output", "therefore, the value",
    "the required value", "the value", "sum total", "lösungsmenge", "Lösungsmenge", "solution set",
    "kết quả", "Kết quả",
  ]

  /// Where either may begin.
  static let filter = PhraseFilter((strongTexts + weakTexts).map { $0.utf8.map(\.lowercased) })

  /// What links a label with its value.
  static let connectors = PhraseTable([
    ":", "：", "=", "≈", "→", "->", "=>", "⇒", "—", "–",
    "is", "are", "equals", "would be", "will be", "must be", "should be", "comes out to be",
    "comes out to", "comes to", "turns out to be", "becomes", "works out to",
    "ist", "sind", "lautet", "lauten", "beträgt", "est", "sont", "vaut", "es", "son", "è", "é",
    "sono", "são", "jest", "wynosi", "je", "är", "er", "on", "adalah", "ialah", "là", "este",
    "este:", "είναι",
    "是", "为", "為", "は", "が", "은", "는", "이", "равен", "равно", "равна", "هي", "هو", "है",
  ])

  /// How a qualifier between a label and its connector may begin.
  static let qualifiers = PhraseTable([
    "to", "for", "of", "in", "to the", "here", "therefore", "thus", "then", "so", "that", "we",
    "i", "rounded", "obtained", "choice", "option", "value", "(", "[", "in terms", "after",
    "with", "as", "you", "when", "finale", "final", "définitive", "endgültige", "correcta",
    "correta", "certa", "giusta",
    "esatta", "juste", "exacta",
    "corretta", "correcte", "korrekt", "à", "de", "del", "della", "do", "da", "auf", "на",
    "на задачу", "do zadania", "al", "alla", "a la", "numérica", "number", "part", "(s)",
    "#", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "set", "pair",
  ])

  /// Words in front of a label that make it no announcement.
  static let deniers = PhraseTable([
    "initial", "first", "previous", "earlier", "old", "wrong", "incorrect", "original",
    "possible", "candidate", "tentative", "my first", "intermediate", "partial", "expected",
    "no", "any", "an", "check the", "verify the", "check our", "verify our", "check my",
    "verify my", "check this",
    "verify this", "checking our", "checking the", "verifying our", "confirm our", "confirm the",
    "verifying the", "your", "user's", "student's",
    "their", "his", "her", "if the", "suppose the", "assume the", "whether the", "supposing the",
    "claimed", "given", "wait,", "unlike the", "rough", "naive", "guess", "another", "other",
    "that answer", "this",
  ])

  /// How a value begins that is none.
  static let negations = PhraseTable([
    "not", "isn't", "isn’t", "n't", "never", "incorrect", "wrong", "no longer", "nicht", "pas",
    "no es", "non", "не ", "不是", "neither", "correct", "consistent", "unique", "reasonable",
    "valid", "independent", "verified", "confirmed", "unchanged", "dependent", "also", "in the",
    "within", "outside", "going to", "found", "obtained", "based", "determined", "derived",
    "calculated", "computed", "expected", "close", "what", "required", "needed", "supposed",
    "asked", "still", "as follows", "below", "above", "given below", "shown", "well", "already",
    "requested", "because", "that it", "too", "somewhere", "unlikely", "likely",
  ])

  /// Words in front of a value that say nothing.
  static let fillers = PhraseTable([
    "therefore", "thus", "then", "simply", "indeed", "just", "exactly", "clearly", "actually",
    "given by", "hence", "about", "approximately", "roughly", "equal to", "simply the",
    "precisely", "now", "of course", "around", "always", "only", "option", "choice",
    "approx.", "circa", "≈", "∼", "~", "就是", "就为", "就", "即", "also", "alors", "donc", "allora",
    "etwa", "environ", "the number", "number", "well", "is", "are", ":", "：",
    "=", ",", "，", "，所以", "로", "약", "約", "约", "is:", "obviously", "finally",
  ])

  /// Words that end a value, as what follows explains it.
  static let enders = PhraseTable([
    "because", "since", "which", "when", "where", "assuming", "given", "after", "as", "so",
    "if", "but", "that is", "i.e.", "while", "weil", "denn", "parce que", "car", "porque",
    "perché", "потому", "，因为", "因为", "ponieważ", "with", "using", "by", "from", "once",
    "whereas", "giving", "making", "not", "rather than", "instead of", "for", "✓", "✔", "✅",
    "☑", "🎉", "🙂", "😊", "❌", "for the", "in total", "in all", "altogether", "!",
    "e non", "et non", "y no", "und nicht", "и не", "а не", "e não", "而不是", "而非", "ではなく",
    "nicht", "pois", "perché", "da", "так как", "потому что", "since", "parce",
  ])

  /// Polite endings of a Korean or Japanese sentence.
  static let endings = [
    "입니다", "이다", "이에요", "예요", "임", "です", "である", "となります", "となる", "だ", "ですね",
    "になります", "になる", "है", "dir", "'dir", "tir", "'tir", "'dır", "'tür", "olur",
    "을", "를", "이", "가", "cm입니다",
  ]
}
