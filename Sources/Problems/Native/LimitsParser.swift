import Grading

/// Reads `{cpu: 2s, wall: 10s, memory: 256MiB, output: 16MiB, processes: 16}`.
enum LimitsParser {
  static let names = ["cpu", "wall", "memory", "output", "processes"]
  /// In milliseconds: an hour.
  static let timeRange = 1...3_600_000
  /// In bytes: from 1 MiB to 1 TiB.
  static let memoryRange = 1 << 20...1 << 40
  /// In bytes: at most 1 GiB.
  static let outputRange = 1...1 << 30
  static let processRange = 1...4_096
  /// Where only `cpu` is given, `wall` is at least this many times as long.
  static let wallFactor = 5

  /// The limits of a problem; what is not given keeps its value in `defaults`.
  static func limits(_ field: Field, in fields: Fields, defaults: Limits) -> Limits? {
    guard
      let entries = Fields(
        field.value, at: field.place, of: "“limits”", log: fields.log, problemID: fields.problemID)
    else { return nil }
    entries.checkNames(among: names)
    var limits = defaults
    if let cpu = quantity("cpu", in: entries, timeRange, milliseconds, timeMend) {
      limits.cpuMilliseconds = cpu
      limits.wallMilliseconds = max(limits.wallMilliseconds, wallFactor * cpu)
    }
    if let wall = quantity("wall", in: entries, timeRange, milliseconds, timeMend) {
      limits.wallMilliseconds = wall
    }
    if let memory = quantity("memory", in: entries, memoryRange, bytes, sizeMend) {
      limits.memoryBytes = memory
    }
    if let output = quantity("output", in: entries, outputRange, bytes, sizeMend) {
      limits.outputBytes = output
    }
    if let processes = quantity("processes", in: entries, processRange, { Int($0) }, "16") {
      limits.processes = processes
    }
    return limits
  }

  private static let timeMend = "2, 2s, 500ms or 1.5 min"
  private static let sizeMend = "256MiB, 64KiB, 1GiB or a number of bytes"

  private static func quantity(
    _ name: String, in entries: Fields, _ range: ClosedRange<Int>, _ parse: (String) -> Int?,
    _ mend: String
  ) -> Int? {
    guard let field = entries[name] else { return nil }
    guard let text = Fields.text(field.value, at: field.place), let value = parse(text) else {
      let shown = Fields.text(field.value, at: field.place).map { "“\($0)”" }
      entries.fail(
        field, "\(shown ?? field.value.typeName) is no limit for “\(name)”",
        mend: "write \(mend)")
      return nil
    }
    guard range.contains(value) else {
      entries.fail(
        field, "the limit “\(name)” is out of range",
        mend: "it lies between \(bounds(of: name, range))")
      return nil
    }
    return value
  }

  private static func bounds(of name: String, _ range: ClosedRange<Int>) -> String {
    switch name {
    case "cpu", "wall": "1ms and 60min"
    case "memory", "output":
      "\(ByteCount.text(range.lowerBound)) and \(ByteCount.text(range.upperBound))"
    default: "\(range.lowerBound) and \(range.upperBound)"
    }
  }

  /// A time in milliseconds, rounded up; a bare number is seconds.
  static func milliseconds(_ text: String) -> Int? {
    scaled(text, units: ["": 1_000, "ms": 1, "s": 1_000, "min": 60_000])
  }

  /// A size in bytes, rounded up; a bare number is bytes.
  static func bytes(_ text: String) -> Int? {
    scaled(text, units: ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30])
  }

  private static func scaled(_ text: String, units: [String: Int]) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
    let value = (number * Double(factor)).rounded(.up)
    return value <= Double(1 << 50) ? Int(value) : nil
  }
}
