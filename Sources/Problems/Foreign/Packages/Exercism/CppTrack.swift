/// The C++ track's tests, by Catch2, as a program of their own with a few lines in its place.
enum CppTrack {
  /// - Returns: `nil` if the tests use what has no stand-in, or libraries that no compiler has.
  static func harness(_ code: String) -> String? {
    guard !code.contains("<boost/"), !code.contains("TEMPLATE_"), !code.contains("GENERATE("),
      !nestsSections(code)
    else { return nil }
    let body = code.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      let text = line.drop(while: \.isWhitespace)
      return !(text.hasPrefix("#include") && (text.contains("\"") || text.contains("catch2")))
    }.joined(separator: "\n")
    return """
      #define EXERCISM_RUN_ALL_TESTS
      #define EXERCISM_TEST_SUITE
      {{solution}}
      \(library)
      \(body)
      int main() {
        for (auto test : assay::tests()) {
          for (assay::wanted = 0;; ++assay::wanted) {
            assay::seen = 0;
            test();
            if (assay::seen <= assay::wanted + 1) break;
          }
        }
        std::fflush(stdout);
        std::puts("\\n{{passed}}");
        return 0;
      }

      """
  }

  /// Header and source as one file, as a solution is here.
  static func joined(_ files: [(name: String, text: String)]) -> String {
    let headers = files.filter { !$0.name.hasSuffix(".cpp") }
    let sources = files.filter { $0.name.hasSuffix(".cpp") }
    return (headers + sources).map { file in
      file.text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
        let text = line.drop(while: \.isWhitespace)
        return !text.hasPrefix("#include \"") && !text.hasPrefix("#pragma once")
      }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// Sections within sections are run in an order that the stand-in does not know.
  private static func nestsSections(_ code: String) -> Bool {
    let depths = code.split(separator: "\n").compactMap { line -> Int? in
      let text = line.drop(while: \.isWhitespace)
      return text.hasPrefix("SECTION(") ? line.count - text.count : nil
    }
    return Set(depths).count > 1
  }

  private static let library = """
    #include <cmath>
    #include <cstdio>
    #include <cstdlib>
    #include <exception>
    #include <string>
    #include <type_traits>
    #include <vector>
    namespace assay {
    using Test = void (*)();
    inline std::vector<Test>& tests() { static std::vector<Test> all; return all; }
    struct Add { Add(Test test) { tests().push_back(test); } };
    [[noreturn]] inline void fail(const char* what, int line) {
      std::fprintf(stderr, "assertion failed: %s (line %d)\\n", what, line);
      std::exit(1);
    }
    inline int wanted = 0, seen = 0;
    inline bool section() { return seen++ == wanted; }
    }
    #define ASSAY_JOINED(a, b) a##b
    #define ASSAY_JOIN(a, b) ASSAY_JOINED(a, b)
    #define TEST_CASE(...) \\
      static void ASSAY_JOIN(assay_test_, __LINE__)(); \\
      static assay::Add ASSAY_JOIN(assay_add_, __LINE__)(ASSAY_JOIN(assay_test_, __LINE__)); \\
      static void ASSAY_JOIN(assay_test_, __LINE__)()
    #define SECTION(...) if (assay::section())
    #define INFO(...) do { } while (0)
    #define CATCH_REGISTER_ENUM(...)
    #define REQUIRE(...) \\
      do { if (!(__VA_ARGS__)) assay::fail(#__VA_ARGS__, __LINE__); } while (0)
    #define REQUIRE_FALSE(...) \\
      do { if ((__VA_ARGS__)) assay::fail(#__VA_ARGS__, __LINE__); } while (0)
    #define REQUIRE_NOTHROW(...) do { \\
      try { (void)(__VA_ARGS__); } catch (...) { assay::fail(#__VA_ARGS__, __LINE__); } } while (0)
    #define REQUIRE_THROWS(...) do { bool assay_threw = false; \\
      try { (void)(__VA_ARGS__); } catch (...) { assay_threw = true; } \\
      if (!assay_threw) assay::fail(#__VA_ARGS__, __LINE__); } while (0)
    #define REQUIRE_THROWS_AS(code, type) do { bool assay_threw = false; \\
      try { (void)(code); } catch (const std::remove_reference_t<type>&) { assay_threw = true; } \\
      catch (...) { } \\
      if (!assay_threw) assay::fail(#code, __LINE__); } while (0)
    #define REQUIRE_THAT(value, matcher) \\
      do { if (!(matcher).match(value)) assay::fail(#value, __LINE__); } while (0)
    #define CHECK REQUIRE
    #define CHECK_FALSE REQUIRE_FALSE
    #define CHECK_NOTHROW REQUIRE_NOTHROW
    #define CHECK_THROWS REQUIRE_THROWS
    #define CHECK_THROWS_AS REQUIRE_THROWS_AS
    #define CHECK_THAT REQUIRE_THAT
    namespace Catch {
    struct Approx {
      double value, share = 1e-5, within = 0;
      explicit Approx(double value) : value(value) {}
      Approx& epsilon(double x) { share = x; return *this; }
      Approx& margin(double x) { within = x; return *this; }
      bool same(double x) const {
        return std::fabs(x - value) <= within || std::fabs(x - value) <= share * std::fabs(value);
      }
      friend bool operator==(double x, const Approx& a) { return a.same(x); }
      friend bool operator==(const Approx& a, double x) { return a.same(x); }
      friend bool operator!=(double x, const Approx& a) { return !a.same(x); }
    };
    namespace Matchers {
    struct WithinAbs {
      double value, within;
      WithinAbs(double value, double within) : value(value), within(within) {}
      bool match(double x) const { return std::fabs(x - value) <= within; }
    };
    struct WithinRel {
      double value, share;
      WithinRel(double value, double share) : value(value), share(share) {}
      bool match(double x) const {
        return std::fabs(x - value) <= share * std::fmax(std::fabs(x), std::fabs(value));
      }
    };
    template <class Value> struct MatcherBase {
      virtual ~MatcherBase() {}
      virtual bool match(const Value&) const = 0;
      virtual std::string describe() const { return ""; }
    };
    }
    }
    using Catch::Approx;
    """
}
