/// The Java track's tests, by JUnit and AssertJ, as a program of their own with a few lines in their place.
enum JavaTrack {
  struct Tests {
    var harness: String
    /// Imports of Java's own, which have to come before everything.
    var preamble: String?
  }

  /// - Parameter beside: Classes that come with the exercise.
  /// - Returns: `nil` if the tests use what has no stand-in.
  static func tests(_ code: String, beside: [String] = []) -> Tests? {
    var imports: [String] = []
    var body: [String] = []
    var names: [String] = []
    var before: [String] = []
    var suite: String?
    var mark = Mark.none
    var open = 0
    for line in ([code] + beside).joined(separator: "\n").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      let text = line.drop(while: \.isWhitespace)
      if open > 0 {
        open += depth(text)
        continue
      }
      if text.hasPrefix("package ") { continue }
      if text.hasPrefix("import ") {
        if text.hasPrefix("import java") || text.hasPrefix("import static java") {
          imports.append(String(text))
        } else if !text.contains("org.junit.jupiter.api") && !text.contains("org.assertj.core") {
          return nil
        }
        continue
      }
      if text.hasPrefix("@") {
        switch text.dropFirst().prefix(while: Signature.isPart) {
        case "Test": mark = .test
        case "BeforeEach": mark = .before
        case "Disabled", "DisplayName", "Tag": open = depth(text)
        case "ParameterizedTest", "Nested", "AfterEach", "BeforeAll", "RepeatedTest": return nil
        default: body.append(String(line))
        }
        continue
      }
      if suite == nil, let word = text.firstRange(of: "class "),
        text.hasPrefix("class ") || text.hasPrefix("public class ")
          || text.hasPrefix("final class ")
      {
        let name = text[word.upperBound...].prefix(while: Signature.isPart)
        suite = String(name)
        guard !text.contains(" extends "), let brace = text.firstIndex(of: "{") else { return nil }
        body.append("class \(name) extends Assertions \(text[brace...])")
        continue
      }
      if mark != .none, let word = text.firstRange(of: "void ") {
        let name = String(text[word.upperBound...].prefix(while: Signature.isPart))
        if mark == .test { names.append(name) } else { before.append(name) }
        mark = .none
      }
      body.append(plain(line))
    }
    guard let suite, !names.isEmpty else { return nil }
    let calls = names.map { name in
      "    { \(suite) suite = new \(suite)(); \(before.map { "suite.\($0)(); " }.joined())suite.\(name)(); }"
    }
    return Tests(
      harness: """
        {{solution}}
        \(body.joined(separator: "\n"))
        \(library)
        public class AssayMain {
          public static void main(String[] args) throws Throwable {
        \(calls.joined(separator: "\n"))
            System.out.println("\\n{{passed}}");
          }
        }

        """,
      preamble: imports.isEmpty ? nil : imports.joined(separator: "\n"))
  }

  /// How many more parentheses a line of an annotation opens than it closes, texts left out.
  private static func depth(_ line: Substring) -> Int {
    var depth = 0
    var isText = false
    var last: Character = " "
    for character in line {
      if character == "\"", last != "\\" { isText.toggle() }
      if !isText { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
      last = character
    }
    return depth
  }

  private enum Mark { case none, test, before }

  /// Only one class of a file may be public.
  private static func plain(_ line: Substring) -> String {
    for word in ["class", "record", "enum", "interface", "final class", "abstract class"]
    where line.hasPrefix("public \(word) ") {
      return String(line.dropFirst("public ".count))
    }
    return String(line)
  }

  private static let library = """
    class Assertions {
      interface Act { void run() throws Throwable; }
      static void fail(String what) { throw new AssertionError("assertion failed: " + what); }
      static void hold(boolean holds, Object what) { if (!holds) fail(String.valueOf(what)); }
      static boolean same(Object a, Object b) {
        if (a instanceof Number && b instanceof Number && a.getClass() != b.getClass()) {
          Number x = (Number) a, y = (Number) b;
          boolean real = a instanceof Double || a instanceof Float || b instanceof Double || b instanceof Float;
          return real ? x.doubleValue() == y.doubleValue()
            : new java.math.BigDecimal(a.toString()).compareTo(new java.math.BigDecimal(b.toString())) == 0;
        }
        return java.util.Objects.deepEquals(a, b);
      }
      static java.util.List<Object> items(Object got) {
        java.util.List<Object> list = new java.util.ArrayList<>();
        if (got == null) fail("null");
        else if (got.getClass().isArray())
          for (int i = 0; i < java.lang.reflect.Array.getLength(got); i++) list.add(java.lang.reflect.Array.get(got, i));
        else if (got instanceof Iterable) for (Object x : (Iterable<?>) got) list.add(x);
        else if (got instanceof java.util.Iterator) ((java.util.Iterator<?>) got).forEachRemaining(list::add);
        else if (got instanceof java.util.stream.BaseStream) ((java.util.stream.BaseStream<?, ?>) got).iterator().forEachRemaining(list::add);
        else if (got instanceof java.util.Map) list.addAll(((java.util.Map<?, ?>) got).entrySet());
        else if (got instanceof CharSequence) for (char c : got.toString().toCharArray()) list.add(c);
        else if (got instanceof java.util.Optional) ((java.util.Optional<?>) got).ifPresent(list::add);
        else fail(got + " has no elements");
        return list;
      }
      static java.util.List<Object> wanted(Object[] all) {
        return all.length == 1 && all[0] != null && all[0].getClass().isArray()
          && all[0].getClass().getComponentType().isPrimitive() ? items(all[0]) : java.util.Arrays.asList(all);
      }
      static boolean has(java.util.List<Object> list, Object x) {
        for (Object y : list) if (same(y, x)) return true;
        return false;
      }
      static boolean sameOrder(java.util.List<Object> a, java.util.List<Object> b) {
        if (a.size() != b.size()) return false;
        for (int i = 0; i < a.size(); i++) if (!same(a.get(i), b.get(i))) return false;
        return true;
      }
      static boolean sameBag(java.util.List<Object> a, java.util.List<Object> b) {
        java.util.List<Object> rest = new java.util.ArrayList<>(a);
        for (Object x : b) {
          int at = -1;
          for (int i = 0; i < rest.size() && at < 0; i++) if (same(rest.get(i), x)) at = i;
          if (at < 0) return false;
          rest.remove(at);
        }
        return rest.isEmpty();
      }
      static class That {
        final Object got;
        That(Object got) { this.got = got; }
        That is(boolean holds) { hold(holds, got instanceof Object[] ? java.util.Arrays.deepToString((Object[]) got) : got); return this; }
        That as(String text, Object... more) { return this; }
        That describedAs(String text, Object... more) { return this; }
        That withFailMessage(String text, Object... more) { return this; }
        That isEqualTo(Object x) { return is(same(got, x)); }
        That isNotEqualTo(Object x) { return is(!same(got, x)); }
        That isSameAs(Object x) { return is(got == x); }
        That isTrue() { return is(Boolean.TRUE.equals(got)); }
        That isFalse() { return is(Boolean.FALSE.equals(got)); }
        That isNull() { return is(got == null); }
        That isNotNull() { return is(got != null); }
        That isZero() { return is(same(got, 0)); }
        That isOne() { return is(same(got, 1)); }
        That isEmpty() { return is(items(got).isEmpty()); }
        That isNotEmpty() { return is(!items(got).isEmpty()); }
        That isPresent() { return is(((java.util.Optional<?>) got).isPresent()); }
        That isNotPresent() { return is(!((java.util.Optional<?>) got).isPresent()); }
        That hasValue(Object x) { return is(same(((java.util.Optional<?>) got).orElse(null), x)); }
        That hasSize(int n) { return is(items(got).size() == n); }
        That hasSizeGreaterThanOrEqualTo(int n) { return is(items(got).size() >= n); }
        That hasSameSizeAs(Object x) { return is(items(got).size() == items(x).size()); }
        That isIn(Object... all) { return is(has(all.length == 1 && all[0] instanceof Iterable ? items(all[0]) : wanted(all), got)); }
        That isCloseTo(Number x, Number most) {
          return is(Math.abs(((Number) got).doubleValue() - x.doubleValue()) <= most.doubleValue());
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        int order(Object x) {
          if (got instanceof Number && x instanceof Number)
            return Double.compare(((Number) got).doubleValue(), ((Number) x).doubleValue());
          return ((Comparable) got).compareTo(x);
        }
        That isLessThan(Object x) { return is(order(x) < 0); }
        That isLessThanOrEqualTo(Object x) { return is(order(x) <= 0); }
        That isGreaterThan(Object x) { return is(order(x) > 0); }
        That isGreaterThanOrEqualTo(Object x) { return is(order(x) >= 0); }
        That isInstanceOf(Class<?> type) { return is(type.isInstance(got)); }
        That isNotInstanceOf(Class<?> type) { return is(!type.isInstance(got)); }
        That startsWith(String x) { return is(got.toString().startsWith(x)); }
        That endsWith(String x) { return is(got.toString().endsWith(x)); }
        That matches(String x) { return is(got.toString().matches(x)); }
        That contains(Object... all) {
          for (Object x : wanted(all)) is(got instanceof CharSequence ? got.toString().contains(x.toString()) : has(items(got), x));
          return this;
        }
        That doesNotContain(Object... all) {
          for (Object x : wanted(all)) is(!(got instanceof CharSequence ? got.toString().contains(x.toString()) : has(items(got), x)));
          return this;
        }
        That containsOnly(Object... all) {
          for (Object x : items(got)) is(has(wanted(all), x));
          return contains(all);
        }
        That containsExactly(Object... all) { return is(sameOrder(items(got), wanted(all))); }
        That containsExactlyElementsOf(Object all) { return is(sameOrder(items(got), items(all))); }
        That containsExactlyInAnyOrder(Object... all) { return is(sameBag(items(got), wanted(all))); }
        That containsExactlyInAnyOrderElementsOf(Object all) { return is(sameBag(items(got), items(all))); }
        That containsExactlyInAnyOrderEntriesOf(java.util.Map<?, ?> all) { return is(got.equals(all)); }
        That containsExactlyEntriesOf(java.util.Map<?, ?> all) { return is(sameOrder(items(got), items(all))); }
        That containsEntry(Object key, Object value) {
          java.util.Map<?, ?> map = (java.util.Map<?, ?>) got;
          return is(map.containsKey(key) && same(map.get(key), value));
        }
        That hasMessage(String x) { return is(x.equals(((Throwable) got).getMessage())); }
        That hasMessageContaining(String x) { return is(String.valueOf(((Throwable) got).getMessage()).contains(x)); }
        That withMessage(String x, Object... more) { return hasMessage(more.length == 0 ? x : String.format(x, more)); }
        That withMessageContaining(String x) { return hasMessageContaining(x); }
        That hasNoCause() { return is(((Throwable) got).getCause() == null); }
        That withNoCause() { return hasNoCause(); }
      }
      static class Thrown {
        final Class<? extends Throwable> type;
        Thrown(Class<? extends Throwable> type) { this.type = type; }
        That isThrownBy(Act act) {
          Throwable caught = caught(act);
          if (!type.isInstance(caught)) fail("threw " + caught + ", not " + type.getName());
          return new That(caught);
        }
      }
      static class Nothing { void isThrownBy(Act act) { Throwable caught = caught(act); if (caught != null) fail("threw " + caught); } }
      static Throwable caught(Act act) {
        try { act.run(); } catch (Throwable thrown) { return thrown; }
        return null;
      }
      static That assertThat(Object got) { return new That(got); }
      static That assertThatThrownBy(Act act) {
        Throwable caught = caught(act);
        if (caught == null) fail("threw nothing");
        return new That(caught);
      }
      static Thrown assertThatExceptionOfType(Class<? extends Throwable> type) { return new Thrown(type); }
      static Thrown assertThatIllegalArgumentException() { return new Thrown(IllegalArgumentException.class); }
      static Thrown assertThatIllegalStateException() { return new Thrown(IllegalStateException.class); }
      static Thrown assertThatNullPointerException() { return new Thrown(NullPointerException.class); }
      static Nothing assertThatNoException() { return new Nothing(); }
      static void assertThatCode(Act act) { new Nothing().isThrownBy(act); }
      static Double within(double x) { return x; }
      static Double offset(double x) { return x; }
      static Double withPrecision(double x) { return x; }
      static Double byLessThan(double x) { return Math.nextDown(x); }
      static void assertEquals(Object a, Object b) { hold(same(a, b), b); }
      static void assertEquals(double a, double b, double most) { hold(a == b || Math.abs(a - b) <= most, b); }
      static void assertEquals(Object a, Object b, String text) { hold(same(a, b), text); }
      static void assertNotEquals(Object a, Object b) { hold(!same(a, b), b); }
      static void assertArrayEquals(Object a, Object b) { hold(same(a, b), "arrays"); }
      static void assertTrue(boolean a) { hold(a, "true was wanted"); }
      static void assertTrue(boolean a, String text) { hold(a, text); }
      static void assertFalse(boolean a) { hold(!a, "false was wanted"); }
      static void assertFalse(boolean a, String text) { hold(!a, text); }
      static void assertNull(Object a) { hold(a == null, a); }
      static void assertNotNull(Object a) { hold(a != null, a); }
      static <E extends Throwable> E assertThrows(Class<E> type, Act act) {
        Throwable caught = caught(act);
        hold(type.isInstance(caught), caught);
        return type.cast(caught);
      }
    }
    """
}
