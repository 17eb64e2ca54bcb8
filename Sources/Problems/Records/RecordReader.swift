import Grading

/// The file formats that problems, outputs and rubrics come in.
enum RecordFormat: String, CaseIterable {
  case jsonl, json, yaml, csv

  /// By the ending of a file's name, in lower case; `nil` for any other.
  init?(ending: String) {
    switch ending {
    case "jsonl", "ndjson": self = .jsonl
    case "json": self = .json
    case "yaml", "yml": self = .yaml
    case "csv": self = .csv
    default: return nil
    }
  }
}

/// Turns files into values with places.
enum RecordReader {
  /// Reads a whole file of one value; `nil` if it is empty.
  static func value(
    of path: String, format: RecordFormat, shownAs shown: String
  ) throws(ProblemError) -> Record? {
    switch format {
    case .json: return try json(try bytes(of: path, shownAs: shown), shownAs: shown)
    case .yaml:
      let text: String
      do throws(FileFailure) {
        text = try FileReading.text(of: path, limit: YAMLReader.fileLimit)
      } catch {
        throw ProblemError(path: shown, message: error.message, mend: error.mend)
      }
      return try YAMLReader.record(of: text, path: shown)
    case .jsonl, .csv:
      throw ProblemError(path: shown, message: "a file of one value was expected")
    }
  }

  static func json(_ bytes: [UInt8], shownAs path: String) throws(ProblemError) -> Record? {
    guard !bytes.allSatisfy(isSpace) else { return nil }
    do throws(JSONError) {
      let value = try JSON(parsing: bytes)
      return Record(
        value: value,
        place: Place(source: Source(path: path, lines: .json(bytes[...], firstLine: 1))))
    } catch {
      throw ProblemError(
        path: path, line: JSONLocator.line(ofByte: error.offset, in: bytes),
        message: "not JSON: \(error.message)", mend: jsonHint(error))
    }
  }

  static func csv(_ path: String, shownAs shown: String) throws(ProblemError) -> [Record] {
    try CSVReader.records(of: try bytes(of: path, shownAs: shown), path: shown)
  }

  /// Hands over the values of a JSONL file line by line; blank lines are skipped.
  ///
  /// - Parameters:
  ///   - repairsText: Whether invalid text is replaced (what models wrote) or an error.
  ///   - receive: Gets each value or the error of its line, and says whether to go on.
  static func eachLine(
    of path: String, shownAs shown: String, repairsText: Bool = false,
    receive: (Result<Record, ProblemError>) -> Bool
  ) throws(ProblemError) {
    do throws(FileFailure) {
      try FileReading.eachLine(of: path) { line in
        guard let record = record(of: line, shownAs: shown, repairsText: repairsText) else {
          return true
        }
        return receive(record)
      }
    } catch {
      throw ProblemError(path: shown, message: error.message, mend: error.mend)
    }
  }

  /// The value of a line, or what is wrong with it; `nil` if it is blank.
  static func record(
    of line: FileReading.Line, shownAs shown: String, repairsText: Bool = false
  ) -> Result<Record, ProblemError>? {
    let number = line.number
    let bytes =
      number == 1 && line.bytes.starts(with: [0xEF, 0xBB, 0xBF])
      ? line.bytes.dropFirst(3) : line.bytes
    guard !bytes.allSatisfy(isSpace) else { return nil }
    do throws(JSONError) {
      let value = try JSON(parsing: bytes, repairsText: repairsText)
      let source = Source(
        path: shown, lines: .line(number), extent: line.offset..<line.offset + line.bytes.count)
      return .success(Record(value: value, place: Place(source: source)))
    } catch {
      if let value = nonFinite(bytes) {
        let source = Source(path: shown, lines: .line(number))
        return .success(Record(value: value, place: Place(source: source)))
      }
      return .failure(
        ProblemError(
          path: shown, line: number,
          message: "not JSON at byte \(error.offset + 1) of the line: \(error.message)",
          mend: jsonHint(error)))
    }
  }

  /// A record of EvalPlus, whose inputs hold `NaN` and `Infinity`.
  private static func nonFinite(_ bytes: ArraySlice<UInt8>) -> JSON? {
    guard let value = try? JSON(parsing: bytes, acceptsNonFinite: true),
      EvalPlusFormat.recognises(value)
    else { return nil }
    return value
  }

  private static func bytes(of path: String, shownAs shown: String) throws(ProblemError) -> [UInt8]
  {
    do throws(FileFailure) {
      return try FileReading.bytes(of: path)
    } catch {
      throw ProblemError(path: shown, message: error.message, mend: error.mend)
    }
  }

  private static func jsonHint(_ error: JSONError) -> String {
    error.message.contains("UTF-8") ? "save the file as UTF-8" : "mend the text there"
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 10 || byte == 13 || byte == 9
  }
}
