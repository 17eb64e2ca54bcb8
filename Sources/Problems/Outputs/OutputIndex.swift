import Grading

/// Finds the problem that an output of another tool is about.
struct OutputIndex {
  /// In the set's order.
  let ids: [String]
  let known: Set<String>
  /// Ids by what follows their first `/`, where that is unique: `1` for `MBPP/1`.
  private let tails: [String: String]
  private let statements: [String: String]

  init(ids: [String], statements: [(id: String, text: String)] = []) {
    self.ids = ids
    known = Set(ids)
    var tails: [String: String?] = [:]
    for id in ids {
      guard let slash = id.firstIndex(of: "/") else { continue }
      let tail = String(id[id.index(after: slash)...])
      tails.updateValue(tails.keys.contains(tail) ? nil : id, forKey: tail)
    }
    self.tails = tails.compactMapValues { $0 }
    self.statements = Dictionary(
      statements.map { (OutputIndex.key($0.text), $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  /// The problem of that id, as other tools may write it; `nil` if there is none.
  func id(named name: String) -> String? {
    if known.contains(name) { return name }
    let cleaned = ForeignID.cleaned(name)
    if known.contains(cleaned) { return cleaned }
    if let id = tails[cleaned] { return id }
    // EvalPlus writes `Mbpp/2`.
    guard let slash = cleaned.firstIndex(of: "/") else { return nil }
    return tails[String(cleaned[cleaned.index(after: slash)...])].flatMap { id in
      id.lowercased() == cleaned.lowercased() ? id : nil
    }
  }

  /// The problem with that statement.
  func id(stating text: String) -> String? { statements[OutputIndex.key(text)] }

  /// The problem at a position from 0.
  func id(at position: Int) -> String? { ids.indices.contains(position) ? ids[position] : nil }

  private static func key(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
