import Grading

/// Turns the fields of one problem into a `Problem`; what is wrong goes to the log.
struct ProblemDecoder {
  let log: ErrorLog
  /// The set's folder, from which images and harnesses are read; `nil` for documents.
  let folder: Folder?
  /// The problem's own folder, relative to the set's; empty for the set's folder itself.
  let base: String

  static let idLimit = 200
  static let imageEndings = ["png", "jpg", "jpeg", "gif", "webp"]
  private static let counterparts = ["language": "languages", "languages": "language"]

  /// Reads a problem.
  ///
  /// - Parameters:
  ///   - defaults: Fields for what the record lacks; those that its kind does not have are skipped.
  ///   - parts: What stands beside `problem.yaml`, for a problem folder.
  /// - Returns: `nil` after logging at least one error.
  func problem(_ record: Record, defaults: [Field] = [], parts: ProblemFolder? = nil) -> Problem? {
    let errorsBefore = log.count
    guard var fields = Fields(record, of: "the problem", log: log) else { return nil }
    fields.addDefaults(defaults, counterparts: ProblemDecoder.counterparts)
    parts?.complete(&fields, log: log)
    fields.problemID = fields["id"].flatMap { Fields.text($0.value, at: $0.place) }
    let kind = kind(fields)
    checkNames(fields, kind: kind)
    fields.dropNulls()
    let id = id(fields)
    let statement = fields.text("statement")
    if fields["statement"] == nil {
      fields.missing("statement", mend: "write statement: and what the model is asked")
    }
    guard let kind else { return nil }
    let references = ReferenceDecoder(fields: fields, log: log, decoder: self, parts: parts)
    let reference = references.reference(kind)
    var problem = Problem(
      id: id ?? "", statement: statement ?? "", reference: reference ?? .open,
      title: fields.text("title"), system: fields.text("system"), rubric: rubric(fields, kind),
      points: fields.points(), tags: fields.texts("tags", single: true) ?? [],
      difficulty: fields.text("difficulty"), source: fields.text("source"),
      license: fields.text("license"), date: date(fields), images: images(fields),
      metadata: fields["metadata"]?.value ?? .null, comparison: comparison(fields),
      cluster: fields.text("cluster"),
      policy: fields["policy"].map { PolicyParser.policy($0, in: fields) } ?? AnswerPolicy())
    guard log.count == errorsBefore else { return nil }
    problem.documentText = ProblemDocument.text(of: problem)
    return problem
  }

  private func kind(_ fields: Fields) -> Problem.Kind? {
    let names = Problem.Kind.allCases.map(\.rawValue)
    guard let field = fields["kind"], !field.value.isNull else {
      fields.missing("kind", mend: "write kind: and one of \(names.joined(separator: ", "))")
      return nil
    }
    guard let name = field.value.string else {
      fields.wrongType(field, "text", mend: "write one of \(names.joined(separator: ", "))")
      return nil
    }
    if let kind = Problem.Kind(rawValue: name) { return kind }
    fields.fail(
      field, "“\(name)” is no kind",
      mend: Nearest.mend(
        name, among: names, otherwise: "the kinds are \(names.joined(separator: ", "))"))
    return nil
  }

  private func checkNames(_ fields: Fields, kind: Problem.Kind?) {
    for field in fields.all {
      guard let native = NativeField.named[field.name] else {
        let known = NativeField.allCases.filter { field in kind.map(field.belongs) ?? true }
        fields.fail(
          field, "“\(field.name)” is no field",
          mend: Nearest.mend(
            field.name, among: known.map(\.rawValue),
            otherwise: "put it under metadata: or remove it"))
        continue
      }
      guard let kind, !native.belongs(to: kind), !field.isDefault else { continue }
      let kinds = Problem.Kind.allCases.filter(native.belongs).map(\.rawValue)
      fields.fail(
        field, "“\(field.name)” is no field of kind “\(kind.rawValue)”",
        mend: "remove it; it belongs to \(kinds.joined(separator: ", "))")
    }
  }

  private func id(_ fields: Fields) -> String? {
    guard let field = fields["id"] else {
      fields.missing("id", mend: "write id: and a name that is unique in the set")
      return nil
    }
    guard let id = fields.text("id") else { return nil }
    guard id.utf8.count <= ProblemDecoder.idLimit else {
      fields.fail(
        field, "the id is longer than \(ProblemDecoder.idLimit) bytes", mend: "shorten it")
      return nil
    }
    if let bad = id.unicodeScalars.first(where: { !ProblemDecoder.isAllowed($0) }) {
      fields.fail(
        field, "the id holds “\(String(bad).shown)”",
        mend: "use letters, digits, “-”, “_”, “.”, “/”")
      return nil
    }
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      fields.fail(
        field, "the id has an empty part, or one of points only", mend: "write names between “/”")
      return nil
    }
    return id
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/": true
    default: false
    }
  }

  private func rubric(_ fields: Fields, _ kind: Problem.Kind) -> String? {
    if fields["rubric"] == nil, kind == .open {
      fields.missing("rubric", mend: "name the rubric that marks this problem: rubric: NAME")
    }
    return fields.text("rubric")
  }

  private func comparison(_ fields: Fields) -> Problem.Comparison {
    guard let field = fields["compare"] else { return .mathematics }
    if let comparison = field.value.string.flatMap(Problem.Comparison.init) { return comparison }
    let names = Problem.Comparison.allCases.map(\.rawValue)
    fields.fail(
      field, "“compare” is no way to compare",
      mend: "write \(names.joined(separator: ", "))")
    return .mathematics
  }

  private func date(_ fields: Fields) -> String? {
    guard let field = fields["date"], let date = fields.text("date") else { return nil }
    let parts = date.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { $0 &- 48 < 10 } ? Int(part) : nil
    }
    guard parts.map(\.count) == [4, 2, 2], numbers.count == 3, (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2])
    else {
      fields.fail(field, "“\(date)” is no date", mend: "write it as YYYY-MM-DD")
      return nil
    }
    return date
  }

  private func images(_ fields: Fields) -> [String] {
    guard let field = fields["images"], let names = fields.texts("images", single: true) else {
      return []
    }
    guard let folder else { return names }
    return names.enumerated().compactMap { index, name in
      if PathText.isAddress(name) { return name }
      let place = field.value.array == nil ? field.place : field.place.at(index)
      guard ProblemDecoder.imageEndings.contains(PathText.ending(of: PathText.name(of: name)))
      else {
        fields.fail(
          "“\(name)” is no image",
          mend: "give a file that ends in .\(ProblemDecoder.imageEndings.joined(separator: ", ."))",
          at: place)
        return nil
      }
      let path = PathText.joined(base, name)
      do throws(FileFailure) {
        _ = try folder.file(path)
        return path
      } catch {
        fields.fail("image “\(name)”: \(error.message)", mend: error.mend, at: place)
        return nil
      }
    }
  }
}

extension Fields {
  /// Takes fields without a value as not there.
  mutating func dropNulls() {
    if all.contains(where: \.value.isNull) { keep { !$0.value.isNull } }
  }
}

extension String {
  /// The text with what cannot be seen named by its code.
  var shown: String {
    guard let scalar = unicodeScalars.first, unicodeScalars.count == 1,
      scalar.value < 0x21 || (0x7F...0xA0).contains(scalar.value)
    else { return self }
    if scalar == " " { return "a space" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
