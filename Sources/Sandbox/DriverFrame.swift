internal import Grading

/// What a driver says; the first byte of a frame tells which.
enum DriverFrame {
  /// It runs; the submission was not read yet.
  case ready
  /// The submission was read, and in all modes but `program` executed.
  case loaded
  /// The submission is no program of its language.
  case syntax(String)
  /// The submission does not define the function.
  case missing(String)
  case returned(TypedValue)
  /// Like `returned`, and the arguments were changed: result, arguments, named arguments.
  case returnedChanged(TypedValue)
  case raised(Exception)
  // Only test code says these:
  /// It calls the submission: name, arguments, named arguments, whether changes matter.
  case call(TypedValue)
  /// It asks whether the submission has a function of that name.
  case knows(String)
  case passed
  case failed(String)
  /// The test code itself cannot be read.
  case broken(String)
  /// An argument cannot leave the test code's process.
  case unmarshallable(String)
  /// Test code that shares a process with others, one after another, is over; whether it left
  /// nothing behind.
  case over(isClean: Bool)

  struct Exception {
    var type: String
    var message: String
    var trace: String
    /// Names of the built-in classes that it is an instance of.
    var bases: [String]
  }

  /// How deeply the JSON of a value may be nested: twice the drivers' limit, for the tags.
  static let depth = 450

  /// `nil` if the frame is not one of a driver's.
  init?(_ frame: [UInt8]) {
    guard let kind = frame.first else { return nil }
    let body = frame.dropFirst()
    var text: String { String(decoding: body, as: UTF8.self) }
    switch UnicodeScalar(kind) {
    case "r": self = .ready
    case "l": self = .loaded
    case "s": self = .syntax(text)
    case "m": self = .missing(text)
    case "p": self = .passed
    case "f": self = .failed(text)
    case "b": self = .broken(text)
    case "u": self = .unmarshallable(text)
    case "n": self = .knows(text)
    case "d": self = .over(isClean: body.isEmpty)
    case "v", "w", "c":
      guard let value = DriverFrame.value(body) else { return nil }
      self =
        switch UnicodeScalar(kind) {
        case "v": .returned(value)
        case "w": .returnedChanged(value)
        default: .call(value)
        }
    case "x":
      guard let json = DriverFrame.json(body)?.array, json.count == 4 else { return nil }
      self = .raised(
        Exception(
          type: json[0].string ?? "", message: json[1].string ?? "", trace: json[2].string ?? "",
          bases: json[3].array?.compactMap(\.string) ?? []))
    default: return nil
    }
  }

  private static func json(_ body: ArraySlice<UInt8>) -> JSON? {
    try? JSON(parsing: body, depth: depth, repairsText: true)
  }

  /// Elements of a value at most: beyond them the tree of it would take too much memory of ours.
  static let elements = 2_000_000

  private static func value(_ body: ArraySlice<UInt8>) -> TypedValue? {
    var separators = 0
    for byte in body where byte == 0x2C || byte == 0x5B || byte == 0x7B { separators += 1 }
    guard separators <= elements else { return .opaque("more than \(elements) elements") }
    return json(body).flatMap { TypedValue(json: $0) }
  }
}
