/// A table that fits a terminal: columns aligned by display width, the widest texts cut.
public enum TerminalTable {
  private static let gap = "  "
  /// No column is made narrower than this.
  private static let narrowest = 6

  /// The lines of a table.
  ///
  /// - Parameters:
  ///   - rows: The header first; cells are made visible and put on one line.
  ///   - numeric: Columns that are aligned to the right and never cut.
  ///   - width: The most columns of a line.
  ///   - indent: Spaces before each line.
  public static func lines(
    _ rows: [[String]], numeric: Set<Int> = [], width: Int, indent: Int = 0
  ) -> [String] {
    let cells = rows.map { $0.map(VisibleText.line) }
    let widths = widths(cells, numeric, room: max(20, width - indent))
    return cells.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        if column > 0 { line += gap }
        line +=
          numeric.contains(column)
          ? DisplayWidth.right(cell, widths[column]) : DisplayWidth.left(cell, widths[column])
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The widest columns give way first.
  private static func widths(_ rows: [[String]], _ numeric: Set<Int>, room: Int) -> [Int] {
    let count = rows.map(\.count).max() ?? 0
    var widths = (0..<count).map { column in
      rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    var surplus = widths.reduce(0, +) + gap.utf8.count * max(0, count - 1) - room
    while surplus > 0 {
      let free = widths.indices.filter { !numeric.contains($0) && widths[$0] > narrowest }
      guard let widest = free.max(by: { (widths[$0], $1) < (widths[$1], $0) }) else { break }
      widths[widest] -= 1
      surplus -= 1
    }
    return widths
  }
}
