/// Tests that a reference does not hold itself, so that a set of many gigabytes can be loaded: they are
/// read, unpacked or computed for one problem at a time, when it is marked.
public struct DeferredTests: Sendable, Hashable {
  public var form: Form
  /// What the form needs; its fields are in docs/problem-format.md under `deferred_tests`.
  public var content: JSON

  public init(_ form: Form, _ content: JSON) {
    self.form = form
    self.content = content
  }

  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// A text that holds compressed tests: `{"data"}`.
    case packed
    /// Pairs of files: `{"folder", "tests": [{"name", "input", "output", …}]}`.
    case files
    /// The record that the problem came from: `{"path", "offset", "length", "sha256", "format"}`.
    case record
    /// What the test code of a harness lacks until it is computed: `{"program"}`.
    case computed
  }

  /// The form in a problem's document.
  public var json: JSON {
    .object([JSON.Member("form", .string(form.rawValue))] + (content.members ?? []))
  }
}
