public import Grading

/// The forms in which a run can be reported. Each is a pure function: equal input, equal bytes.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  case html, markdown, json, csv, junit

  /// The name of the file within a run's folder.
  public var fileName: String {
    switch self {
    case .html: "index.html"
    case .markdown: "report.md"
    case .json: "report.json"
    case .csv: "report.csv"
    case .junit: "junit.xml"
    }
  }

  /// The format that a file's name asks for by its ending; `nil` for an unknown one.
  public init?(fileName: String) {
    let ending = fileName.lowercased().split(separator: ".", omittingEmptySubsequences: false).last
    switch ending {
    case "html", "htm": self = .html
    case "md", "markdown": self = .markdown
    case "json": self = .json
    case "csv": self = .csv
    case "xml": self = .junit
    default: return nil
    }
  }

  /// The whole file, UTF-8.
  public func render(_ record: RunRecord, _ summary: Summary) -> [UInt8] {
    switch self {
    case .html: HTMLReport.render(record, summary)
    case .markdown: MarkdownReport.render(record, summary)
    case .json: JSONReport.render(record, summary)
    case .csv: CSVReport.render(record)
    case .junit: JUnitReport.render(record, summary)
    }
  }
}
