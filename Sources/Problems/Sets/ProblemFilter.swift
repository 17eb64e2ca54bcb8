import Grading

/// Which problems of a set are kept while it is read; what is `nil` does not narrow.
///
/// ``Selection`` narrows further, and complains of what no problem has.
public struct ProblemFilter: Sendable, Hashable {
  /// The first day wanted, `YYYY-MM-DD`; a problem without a date is then not wanted.
  public var since: String?
  /// The last day wanted.
  public var until: String?
  /// Ids; empty for all.
  public var ids: Set<String>
  /// A problem needs one of them; empty for all.
  public var tags: Set<String>
  public var difficulty: String?
  /// Enough problems, where reading may stop at them.
  public var enough: Int?

  public init(
    since: String? = nil, until: String? = nil, ids: Set<String> = [], tags: Set<String> = [],
    difficulty: String? = nil, enough: Int? = nil
  ) {
    self.since = since
    self.until = until
    self.ids = ids
    self.tags = tags
    self.difficulty = difficulty
    self.enough = enough
  }

  /// Whether most problems of a set may have to be passed over.
  var narrows: Bool {
    since != nil || until != nil || !ids.isEmpty || !tags.isEmpty || difficulty != nil
  }

  func keeps(_ problem: Problem) -> Bool {
    (ids.isEmpty || ids.contains(problem.id))
      && (tags.isEmpty || problem.tags.contains(where: tags.contains))
      && (difficulty == nil || problem.difficulty == difficulty) && isInWindow(problem.date)
  }

  /// Whether the day lies in the window of dates.
  private func isInWindow(_ date: String?) -> Bool {
    guard since != nil || until != nil else { return true }
    guard let date else { return false }
    // Dates of this form are ordered as their texts are.
    return date >= since ?? "" && date <= until ?? "9999-12-31"
  }

  // MARK: without reading a record whole

  private static let names: [StaticString] = ["id", "tags", "difficulty", "date"]

  /// The digest of the id of a record that is well formed and not kept; `nil` for any other.
  func passesOver(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard let ranges = RecordScanner.ranges(of: ProblemFilter.names, in: bytes),
      let id = plainText(ranges[0], bytes)
    else { return nil }
    let isKept =
      (ids.isEmpty || ids.contains(String(decoding: id, as: UTF8.self)))
      && (tags.isEmpty || hasTag(ranges[1], bytes))
      && (difficulty == nil || text(ranges[2], bytes) == difficulty)
      && isInWindow(text(ranges[3], bytes))
    return isKept ? nil : ProblemFilter.hash(id)
  }

  /// The bytes between quotation marks, if there is no escape among them.
  private func plainText(_ range: Range<Int>?, _ bytes: UnsafeBufferPointer<UInt8>) -> Slice<
    UnsafeBufferPointer<UInt8>
  >? {
    guard let range, range.count >= 2 else { return nil }
    let slice = bytes[range.lowerBound + 1..<range.upperBound - 1]
    guard bytes[range.lowerBound] == UInt8(ascii: "\""),
      !slice.contains(UInt8(ascii: "\\"))
    else { return nil }
    return slice
  }

  private func value(_ range: Range<Int>?, _ bytes: UnsafeBufferPointer<UInt8>) -> JSON? {
    range.flatMap { try? JSON(parsing: bytes, in: $0) }
  }

  private func text(_ range: Range<Int>?, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    value(range, bytes)?.textual
  }

  private func hasTag(_ range: Range<Int>?, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let value = value(range, bytes) else { return false }
    return (value.array ?? [value]).contains { $0.textual.map(tags.contains) ?? false }
  }

  /// FNV-1a, 64 bits.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  func isSatisfied(by count: Int) -> Bool { enough.map { count >= $0 } ?? false }
}
