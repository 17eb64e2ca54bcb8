import Grading

/// A named value, where it stands, and whether it came from `defaults`.
struct Field {
  let name: String
  let value: JSON
  var isDefault = false
  private let whole: Place
  /// Whether `whole` is the mapping that the field is a member of.
  private let isMember: Bool

  /// A member of the mapping at `mapping`.
  init(_ member: JSON.Member, of mapping: Place) {
    name = member.key
    value = member.value
    whole = mapping
    isMember = true
  }

  /// A value that stands elsewhere, for example a file's text.
  init(name: String, value: JSON, place: Place) {
    self.name = name
    self.value = value
    whole = place
    isMember = false
  }

  /// Made when it is asked for: most fields have nothing to report.
  var place: Place { isMember ? whole.at(name) : whole }
}

/// The fields of one mapping, read one by one; what is wrong goes to the log.
struct Fields {
  let place: Place
  let log: ErrorLog
  var problemID: String?
  private(set) var all: [Field]

  /// The members of a mapping; anything else is logged as an error.
  init?(_ record: Record, of what: String, log: ErrorLog, problemID: String? = nil) {
    self.init(record.value, at: record.place, of: what, log: log, problemID: problemID)
  }

  init?(_ value: JSON, at place: Place, of what: String, log: ErrorLog, problemID: String?) {
    self.place = place
    self.log = log
    self.problemID = problemID
    all = []
    guard let members = value.members else {
      fail(
        "\(what) is \(value.typeName), not a mapping", mend: "write “field: value” pairs")
      return nil
    }
    all = members.map { Field($0, of: place) }
  }

  subscript(name: String) -> Field? {
    for index in all.indices where all[index].name == name { return all[index] }
    return nil
  }

  mutating func keep(_ isKept: (Field) -> Bool) { all = all.filter(isKept) }

  /// Adds a field whose value comes from elsewhere, for example from a file.
  mutating func add(_ field: Field) { all.append(field) }

  /// Adds the defaults that are not there; a default gives way to its counterpart too.
  mutating func addDefaults(_ defaults: [Field], counterparts: [String: String]) {
    guard !defaults.isEmpty else { return }
    let own = Set(all.map(\.name))
    for field in defaults where !own.contains(field.name) {
      if let counterpart = counterparts[field.name], own.contains(counterpart) { continue }
      var field = field
      field.isDefault = true
      all.append(field)
    }
  }

  func fail(
    _ message: @autoclosure () -> String, mend: @autoclosure () -> String = "",
    at place: Place? = nil
  ) {
    guard !log.isFull else { return log.countOne() }
    let place = place ?? self.place
    log.add(
      place.error(message(), mend: mend(), problemID: place.isShared ? nil : problemID),
      once: place.isShared)
  }

  func fail(
    _ field: Field, _ message: @autoclosure () -> String, mend: @autoclosure () -> String = ""
  ) {
    fail(message(), mend: mend(), at: field.place)
  }

  /// Logs every field that is not among `known`.
  func checkNames(among known: [String]) {
    for field in all where !known.contains(field.name) {
      fail(
        field, "“\(field.name)” is no field",
        mend: Nearest.mend(
          field.name, among: known, otherwise: "the fields are \(known.joined(separator: ", "))"))
    }
  }

  func missing(_ name: String, mend: String) {
    fail("“\(name)” is missing", mend: mend)
  }

  func wrongType(_ field: Field, _ wanted: String, mend: String) {
    fail(field, "“\(field.name)” is \(field.value.typeName), not \(wanted)", mend: mend)
  }

  /// A text; numbers and booleans count as text, as they are written.
  func text(_ name: String, allowsEmpty: Bool = false) -> String? {
    guard let field = self[name] else { return nil }
    guard let text = Fields.text(field.value, at: field.place) else {
      wrongType(field, "text", mend: "put it in quotation marks")
      return nil
    }
    guard allowsEmpty || !text.isBlank else {
      fail(field, "“\(name)” is empty", mend: "fill it in or remove it")
      return nil
    }
    return text
  }

  static func text(_ value: JSON, at place: Place) -> String? {
    switch value {
    case .string(let text): text
    case .number(let text): place.writtenText ?? text
    case .bool(let value): place.writtenText ?? (value ? "true" : "false")
    case .null, .array, .object: nil
    }
  }

  /// A list of texts; one text counts as a list of one where `single` says so.
  func texts(_ name: String, single: Bool = false) -> [String]? {
    guard let field = self[name] else { return nil }
    if single, let text = Fields.text(field.value, at: field.place) {
      guard !text.isBlank else {
        fail(field, "“\(name)” is empty", mend: "fill it in")
        return nil
      }
      return [text]
    }
    guard let elements = field.value.array else {
      wrongType(
        field, single ? "text or a list of texts" : "a list",
        mend: single ? "write one text, or a list of them" : "write a list: [a, b]")
      return nil
    }
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      let place = field.place.at(index)
      guard let text = Fields.text(element, at: place) else {
        fail(
          "“\(name)” holds \(element.typeName) as entry \(index + 1), not text",
          mend: "put it in quotation marks", at: place)
        return nil
      }
      guard !text.isBlank else {
        fail("entry \(index + 1) of “\(name)” is empty", mend: "fill it in or remove it", at: place)
        return nil
      }
      texts.append(text)
    }
    return texts
  }

  /// A positive number of points; 1 if the field is not there.
  func points(_ name: String = "points") -> Double {
    guard let field = self[name] else { return 1 }
    guard let number = field.value.double else {
      wrongType(field, "a number", mend: "write \(name): 2")
      return 1
    }
    guard number > 0, number.isFinite else {
      fail(field, "“\(name)” is not a positive number", mend: "write \(name): 2")
      return 1
    }
    return number
  }

  func bool(_ name: String) -> Bool? {
    guard let field = self[name] else { return nil }
    guard let value = field.value.bool else {
      wrongType(field, "true or false", mend: "write \(name): true")
      return nil
    }
    return value
  }
}

extension String {
  /// Whether there is nothing but white space.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
