import Foundation
import Grading
import Testing

/// Exercises of Exercism's form in each track whose tools are installed: the example is accepted, and
/// one that is wrong is not.
@Suite struct ExercismTests {
  struct Track: Sendable, CustomTestStringConvertible {
    var name: String
    var config: String
    var files: [String: String]
    var fence: String
    var wrong: String

    var testDescription: String { name }
  }

  static let tracks = [
    Track(
      name: "cpp",
      config:
        #"{"files":{"solution":["twice.cpp","twice.h"],"test":["twice_test.cpp"],"example":[".meta/example.cpp",".meta/example.h"]}}"#,
      files: [
        ".meta/example.h": "#pragma once\nnamespace twice { int twice(int x); int root(int x); }\n",
        ".meta/example.cpp":
          "#include \"twice.h\"\n#include <stdexcept>\nnamespace twice {\nint twice(int x) { return 2 * x; }\nint root(int x) { if (x < 0) throw std::domain_error(\"no\"); return 1; }\n}\n",
        "twice.h": "#pragma once\nnamespace twice {\n}\n", "twice.cpp": "#include \"twice.h\"\n",
        "twice_test.cpp": """
        #include "twice.h"
        #ifdef EXERCISM_TEST_SUITE
        #include <catch2/catch.hpp>
        #else
        #include "test/catch.hpp"
        #endif
        #include <stdexcept>
        TEST_CASE("two") { REQUIRE(twice::twice(1) == 2); }
        #if defined(EXERCISM_RUN_ALL_TESTS)
        TEST_CASE("more", "[tag]") {
          int start = 3;
          SECTION("a") { start += 1; CHECK(twice::twice(start) == 8); }
          SECTION("b") { start += 2; REQUIRE_THAT(twice::twice(start) * 1.0, Catch::Matchers::WithinAbs(10, 1e-9)); }
        }
        TEST_CASE("throws") { REQUIRE_THROWS_AS(twice::root(-1), std::domain_error); }
        #endif
        """,
      ], fence: "cpp",
      wrong:
        "namespace twice { int twice(int x) { return x < 5 ? 2 * x : 0; } int root(int) { return 1; } }"
    ),
    Track(
      name: "java",
      config:
        #"{"files":{"solution":["src/main/java/Twice.java"],"test":["src/test/java/TwiceTest.java"],"example":[".meta/src/reference/java/Twice.java"]}}"#,
      files: [
        "src/main/java/Twice.java": "class Twice {\n}\n",
        ".meta/src/reference/java/Twice.java": """
        import java.util.List;
        class Twice {
          List<Integer> all(List<Integer> some) {
            if (some.isEmpty()) throw new IllegalArgumentException("nothing to double");
            return some.stream().map(x -> 2 * x).toList();
          }
          public static void main(String[] args) {}
        }
        """,
        "src/test/java/TwiceTest.java": """
        import java.util.Collections;
        import java.util.List;
        import org.junit.jupiter.api.BeforeEach;
        import org.junit.jupiter.api.Disabled;
        import org.junit.jupiter.api.DisplayName;
        import org.junit.jupiter.api.Test;
        import static org.assertj.core.api.Assertions.assertThat;
        import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

        public class TwiceTest {
          private Twice twice;

          @BeforeEach
          public void setup() {
            twice = new Twice();
          }

          @Test
          @DisplayName("one")
          public void testOne() {
            assertThat(twice.all(List.of(1))).containsExactly(2);
          }

          @Disabled("Remove to run test")
          @Test
          public void testMore() {
            assertThat(twice.all(List.of(3, 4)).get(1)).isEqualTo(8);
            assertThatExceptionOfType(IllegalArgumentException.class)
              .isThrownBy(() -> twice.all(Collections.emptyList()))
              .withMessage("nothing to double");
          }
        }
        """,
      ], fence: "java",
      wrong:
        "import java.util.*;\nclass Twice { List<Integer> all(List<Integer> some) { return some.stream().map(x -> 2 * x).toList(); } }"
    ),
    Track(
      name: "swift",
      config:
        #"{"files":{"solution":["Sources/Twice/Twice.swift"],"test":["Tests/TwiceTests/TwiceTests.swift"],"example":[".meta/Sources/Twice/TwiceExample.swift"]}}"#,
      files: [
        "Sources/Twice/Twice.swift": "// Write it here.\n",
        ".meta/Sources/Twice/TwiceExample.swift":
          "enum TwiceError: Error { case negative }\nfunc twice(_ x: Int) throws -> Int {\n  guard x >= 0 else { throw TwiceError.negative }\n  return 2 * x\n}\n",
        "Tests/TwiceTests/TwiceTests.swift": """
        import Foundation
        import Testing

        @testable import Twice

        let RUNALL = Bool(ProcessInfo.processInfo.environment["RUNALL", default: "false"]) ?? false

        @Suite struct TwiceTests {

          @Test("one")
          func testOne() throws {
            #expect(try twice(1) == 2)
          }

          @Test("more (much)", .enabled(if: RUNALL))
          func testMore() throws {
            let eight = try #require(try? twice(4))
            #expect(eight == 8, "eight")
            #expect(throws: TwiceError.negative) {
              try twice(-1)
            }
          }
        }
        """,
      ], fence: "swift",
      wrong:
        "enum TwiceError: Error { case negative }\nfunc twice(_ x: Int) throws -> Int { return 2 * x }"
    ),
  ]

  static let more = [
    Track(
      name: "go",
      config:
        #"{"files":{"solution":["twice.go"],"test":["twice_test.go"],"example":[".meta/example.go"]}}"#,
      files: [
        "twice.go": "package twice\n",
        ".meta/example.go": """
        package twice

        import (
        \t"errors"
        \t"strings"
        )

        func Twice(x int) (int, error) {
        \tif x < 0 {
        \t\treturn 0, errors.New(strings.ToLower("NO"))
        \t}
        \treturn 2 * x, nil
        }
        """,
        "cases_test.go":
          "package twice\n\ntype testCase struct {\n\tname string\n\tin, want int\n}\n\nvar cases = []testCase{{\"time.After\", 1, 2}, {\"two\", 4, 8}}\n",
        "twice_test.go": """
        package twice

        import (
        \t"os"
        \t"reflect"
        \t"testing"
        \t"time"
        )

        func TestTwice(t *testing.T) {
        \tfor _, c := range cases {
        \t\tt.Run(c.name, func(t *testing.T) {
        \t\t\tgot, err := Twice(c.in)
        \t\t\tif err != nil || !reflect.DeepEqual(got, c.want) {
        \t\t\t\tt.Fatalf("Twice(%d) = %d, want %d", c.in, got, c.want)
        \t\t\t}
        \t\t})
        \t}
        }

        func TestNegative(t *testing.T) {
        \tif testing.Short() {
        \t\tt.Skip("too long")
        \t}
        \tif _, err := Twice(-1); err == nil {
        \t\tt.Error("no error")
        \t}
        }

        func TestSkipped(t *testing.T) {
        \tt.Skip(os.Args[0])
        \tt.Error("not reached")
        }

        func repeat(b *testing.B) {
        \tfor i := 0; i < b.N; i++ {
        \t\tTwice(i)
        \t}
        }

        func BenchmarkTwice(b *testing.B) {
        \tstart := time.Now()
        \trepeat(b)
        \tb.Log(time.Since(start))
        }
        """,
      ], fence: "go", wrong: "package twice\n\nfunc Twice(x int) (int, error) { return 2 * x, nil }"
    ),
    Track(
      name: "rust",
      config:
        #"{"files":{"solution":["src/lib.rs","Cargo.toml"],"test":["tests/twice.rs"],"example":[".meta/example.rs"]}}"#,
      files: [
        "src/lib.rs": "pub fn twice(x: i32) -> i32 { todo!() }\n",
        "Cargo.toml": "[package]\nname = \"twice\"\nedition = \"2021\"\n",
        ".meta/example.rs":
          "pub type Result<T> = std::result::Result<T, String>;\npub fn twice(x: i32) -> i32 { if x < 0 { panic!(\"no\") } 2 * x }\npub fn parsed(x: &str) -> Result<i32> { x.parse().map_err(|_| x.to_string()) }\n",
        "tests/twice.rs": """
        //! Tests of twice
        use pretty_assertions::assert_eq;
        use twice as double;
        use twice::*;

        #[test]
        fn one() {
            assert_eq!(twice(1), 2);
        }

        #[test]
        #[ignore]
        fn results() -> std::result::Result<(), String> {
            assert_eq!(double::twice(parsed("4")?), 8);
            Ok(())
        }

        mod inner {
            use twice::twice;

            #[test]
            #[ignore]
            #[should_panic]
            fn negative() {
                twice(-1);
            }

            #[cfg(feature = "more")]
            mod more {
                #[test]
                fn nothing() {}
            }
        }

        #[test]
        #[cfg(feature = "more")]
        fn more() {
            nowhere();
        }
        """,
      ], fence: "rust",
      wrong:
        "pub fn twice(x: i32) -> i32 { 2 * x }\npub fn parsed(x: &str) -> Result<i32, String> { x.parse().map_err(|_| x.to_string()) }"
    ),
  ]

  @Test(arguments: tracks + more)
  func theExampleIsAcceptedAndWhatIsWrongIsNot(_ track: Track) async throws {
    let desk = Desk()
    try desk.write("set/twice/.meta/config.json", track.config)
    try desk.write("set/twice/.docs/instructions.md", "Double it.")
    for (name, text) in track.files { try desk.write("set/twice/\(name)", text) }
    let own = try await desk.assay("convert", "set", "--to", "solutions", "--out", "own.jsonl")
    #expect(own.status == 0, "\(own.messages)")
    let wrong: JSON = [
      "problem_id": .string("twice"), "attempt": .int(2),
      "completion": .string("```\(track.fence)\n\(track.wrong)\n```"),
    ]
    try desk.write("own.jsonl", try desk.text("own.jsonl") + wrong.text + "\n")
    _ = try await desk.assay("grade", "set", "--outputs", "own.jsonl", "--no-report")
    let grades = try await desk.export()
    if try Toolchains.isMissing(in: grades) { return }
    #expect(
      grades.map { $0["reason"]?.string ?? $0["fault"]?.text } == ["accepted", "wrong_answer"],
      "\(grades.map { ($0["evidence"]?.text ?? "") + ($0["fault"]?.text ?? "") })")
  }

  @Test func whatCannotBeRunIsSaid() async throws {
    let desk = Desk()
    try desk.write(
      "set/day/.meta/config.json",
      #"{"files":{"solution":["day.cpp"],"test":["day_test.cpp"],"example":[]}}"#)
    try desk.write("set/day/.docs/instructions.md", "A day.")
    try desk.write(
      "set/day/day_test.cpp",
      "#include <boost/date_time.hpp>\nTEST_CASE(\"x\") { REQUIRE(true); }\n")
    let checked = try await desk.assay("check", "set")
    #expect(checked.status == 2)
    #expect(
      checked.messages.contains("set/day/day_test.cpp: day: the tests use what is not run here"),
      "\(checked.messages)")
  }
}
