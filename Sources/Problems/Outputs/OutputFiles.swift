import Grading

/// Reads files of outputs: lines, one value, an archive or a folder.
enum OutputFiles {
  static func read(_ path: String, into reader: inout StoredOutputReader, _ log: ErrorLog) {
    do throws(ProblemError) {
      if FileReading.isFolder(path) {
        try folder(path, into: &reader)
      } else {
        switch FileNames.ending(of: PathText.name(of: path)) {
        case "eval": try archive(path, into: &reader)
        case "json": try value(path, into: &reader)
        default: reader.read(path, shownAs: path)
        }
      }
    } catch {
      log.add(error)
    }
  }

  // MARK: one value

  /// An Inspect log, LiveCodeBench's list, or bigcode's list of lists.
  private static func value(
    _ path: String, into reader: inout StoredOutputReader
  ) throws(ProblemError) {
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try FileReading.bytes(of: path, limit: 1 << 30)
    } catch {
      throw ProblemError(path: path, message: error.message, mend: error.mend)
    }
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes, repairsText: true)
    } catch {
      // Several tools call lines of JSON so.
      if bytes.split(separator: 10, maxSplits: 1).count == 2, error.message.contains("more text") {
        reader.read(path, shownAs: path)
        return
      }
      throw ProblemError(
        path: path, line: JSONLocator.line(ofByte: error.offset, in: bytes),
        message: "not JSON: \(error.message)", mend: "mend the text there")
    }
    let place = Place(source: Source(path: path, lines: .json(bytes[...], firstLine: 1)))
    let samples = json["samples"]
    guard let rows = samples?.array ?? json.array ?? json["outputs"]?.array else {
      throw ProblemError(
        path: path, message: "the file holds no list of outputs",
        mend: "it may be an Inspect log, a list of records, or a list of lists of texts")
    }
    let inner = samples == nil ? place : place.at("samples")
    for (number, row) in rows.enumerated() {
      if let texts = row.array {
        generations(texts, number, at: inner.at(number), into: &reader)
      } else {
        reader.take(Record(value: row, place: inner.at(number)))
      }
    }
  }

  /// bigcode: the n-th list holds the programs for the n-th problem.
  private static func generations(
    _ texts: [JSON], _ number: Int, at place: Place, into reader: inout StoredOutputReader
  ) {
    for text in texts {
      reader.take(
        ForeignOutput(
          problemID: reader.index.id(at: number), name: "problem \(number + 1)",
          completion: ForeignOutputs.code(text.string ?? "", info: "")), at: place)
    }
  }

  // MARK: archives

  /// An Inspect log as a zip archive with a file for each sample.
  private static func archive(
    _ path: String, into reader: inout StoredOutputReader
  ) throws(ProblemError) {
    do throws(FileFailure) {
      let archive = try ZipArchive(path)
      for entry in archive.entries
      where entry.name.hasPrefix("samples/") && entry.name.hasSuffix(".json") {
        let bytes = try archive.content(of: entry)
        let shown = "\(path)(\(entry.name))"
        let place = Place(source: Source(path: shown, lines: .unknown))
        guard let json = try? JSON(parsing: bytes, repairsText: true) else {
          throw FileFailure("“\(entry.name)” is no JSON", mend: "fetch the log again")
        }
        reader.take(Record(value: json, place: place))
      }
    } catch {
      throw ProblemError(path: path, message: error.message, mend: error.mend)
    }
  }

  // MARK: folders

  /// EvalPlus: a folder for each problem, its name the id with `/` as `_`, and a file for each sample.
  private static func folder(
    _ path: String, into reader: inout StoredOutputReader
  ) throws(ProblemError) {
    let names = Dictionary(
      reader.index.ids.map { ($0.replacing("/", with: "_"), $0) }, uniquingKeysWith: { a, _ in a })
    do throws(FileFailure) {
      let folder = try Folder(path)
      for entry in try folder.entries(of: "") where entry.isFolder {
        for file in try folder.entries(of: entry.path) {
          guard !file.isFolder, let language = Language.ofFiles(endingIn: file.ending) else {
            continue
          }
          let source = try folder.text(of: file.path, limit: ProblemFolder.sourceLimit)
          let place = Place(source: Source(path: folder.path(of: file.path), lines: .unknown))
          reader.take(
            ForeignOutput(
              problemID: names[entry.name] ?? reader.index.id(named: entry.name), name: entry.name,
              attempt: Int(file.stem).map { $0 + 1 },
              completion: ForeignOutputs.code(source, info: language.fence)), at: place)
        }
      }
    } catch {
      throw ProblemError(path: path, message: error.message, mend: error.mend)
    }
  }
}
