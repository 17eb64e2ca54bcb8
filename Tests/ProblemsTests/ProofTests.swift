import Problems
import Testing

struct MutantsTests {
  // language | source | the changes
  @Test(arguments: [
    (
      "python", "if a < b and c:  # a < b\n    return 'x < y' + s[1:]",
      ["< → <=", "and → or", "+ → -", "1 → 2"]
    ),
    ("python", "x = -1 - y\nreturn not True", ["1 → 2", "- → +", "True → False"]),
    (
      "cpp", "#include <x>\nfor (int i = 0; i < n; ++i) s += v[i] >> 2; // < \n/* < */",
      ["0 → 1", "< → <=", "+= → -=", "2 → 3"]
    ),
    ("javascript", "const f = (a) => a === 1.5 || \"a<b\".length;", ["=== → !==", "|| → &&"]),
    (
      "python", "\"\"\"a < b\n1 + 1\"\"\"\nreturn max(a, b) // 2", ["max → min", "// → *", "2 → 3"]
    ),
    ("rust", "fn f(a: i32) -> i32 { a % 10 }", ["% → *", "10 → 11"]),
    ("python", "pass", []),
  ])
  func operatorsAndConstantsChangeOneAtATime(
    language: String, source: String, changes: [String]
  ) {
    let mutants = Mutants.of(source, language: language, limit: 100)
    #expect(mutants.map(\.change) == changes)
    #expect(Set(mutants.map(\.source)).count == mutants.count)
    #expect(mutants.allSatisfy { $0.source != source })
  }

  @Test func fewMutantsAreSpreadOverTheSource() {
    let source = (1...40).map { "a\($0) = b + \($0)\n" }.joined()
    let mutants = Mutants.of(source, language: "python", limit: 4)
    #expect(mutants.map(\.line) == [1, 11, 21, 31])
    #expect(Mutants.of(source, language: "python", limit: 0).isEmpty)
  }
}

struct NearDuplicatesTests {
  private static let story =
    "A farmer has 12 cows and 7 sheep in two fields. Each cow eats 3 bales of hay every day, "
    + "each sheep eats one bale every second day. How many bales does the farmer need in two weeks?"

  @Test func aSmallChangeOfWordsIsNearlyTheSame() {
    let changed = Self.story.replacing("need in two weeks", with: "need for two weeks")
    let other = "Find the sum of all primes below one hundred that end in the digit seven."
    let pairs = NearDuplicates.pairs([Self.story, other, changed, Self.story.uppercased() + "!"])
    #expect(pairs.map(\.first) == [0, 0])
    #expect(pairs.map(\.second) == [2, 3])
    #expect(pairs[1].similarity == 1 && pairs[0].similarity < 1)
  }

  @Test func statementsOfOneFormAreNotTheSame() {
    let forms = (0..<200).map { "What is \($0 * 7 + 3) times \($0 * 11 + 2)? Give the number." }
    #expect(NearDuplicates.pairs(forms + ["", " ", "?"]).isEmpty)
  }
}
