/// Numbers as people read them; the same in every report.
enum Format {
  /// A number with exactly `digits` digits after the point, rounded half away from zero.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let whole = Int(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return sign + String(whole) }
    let fraction = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
    return sign + String(whole / Int(scale)) + "." + zeros + fraction
  }

  /// `73.3%`.
  static func percent(_ share: Double) -> String { fixed(share * 100, 1) + "%" }

  /// `62.7–90.5%`.
  static func interval(_ low: Double, _ high: Double) -> String {
    fixed(low * 100, 1) + "–" + fixed(high * 100, 1) + "%"
  }

  /// At most two digits after the point, none that say nothing: `1`, `0.5`, `0.67`.
  static func short(_ value: Double) -> String {
    var text = fixed(value, 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// `12,345`.
  static func count(_ value: Int) -> String {
    let digits = Array(String(abs(value)).utf8)
    var bytes: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(digit)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `1 attempt`, `3 attempts`.
  static func counted(_ value: Int, _ noun: String, plural: String? = nil) -> String {
    count(value) + " " + (value == 1 ? noun : plural ?? noun + "s")
  }

  /// `812 ms`, `3.4 s`, `2 min 5 s`, `1 h 3 min`.
  static func milliseconds(_ value: Double) -> String {
    switch value {
    case ..<999.5: return fixed(value, value < 9.95 ? 1 : 0) + " ms"
    case ..<59_950: return fixed(value / 1_000, 1) + " s"
    case ..<3_599_500:
      let seconds = Int((value / 1_000).rounded())
      return "\(seconds / 60) min \(seconds % 60) s"
    default:
      let minutes = value / 60_000
      guard minutes < 1e12 else { return fixed(minutes, 0) + " min" }
      return "\(Int(minutes.rounded()) / 60) h \(Int(minutes.rounded()) % 60) min"
    }
  }

  /// `512 B`, `12.3 KiB`, `4.0 MiB`.
  static func bytes(_ value: Int) -> String {
    if value < 1_024 { return "\(value) B" }
    let kibibytes = Double(value) / 1_024
    if kibibytes < 1_024 { return fixed(kibibytes, 1) + " KiB" }
    if kibibytes < 1_048_576 { return fixed(kibibytes / 1_024, 1) + " MiB" }
    return fixed(kibibytes / 1_048_576, 1) + " GiB"
  }
}

/// Time between two stamps of the form `YYYY-MM-DDThh:mm:ssZ`.
enum Stamp {
  /// - Returns: `nil` if one of them has another form, or the end is before the beginning.
  static func seconds(from start: String, to end: String) -> Int? {
    guard let start = seconds(start), let end = seconds(end), end >= start else { return nil }
    return end - start
  }

  private static func seconds(_ stamp: String) -> Int? {
    let bytes = Array(stamp.utf8)
    guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month)
    else { return nil }
    // Days since a March 1st, so that the leap day is a year's last.
    let years = month > 2 ? year : year - 1
    let months = month > 2 ? month - 3 : month + 9
    let days = years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day
    return ((days * 24 + hour) * 60 + minute) * 60 + second
  }
}
