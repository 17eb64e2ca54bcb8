/// When a server's count of requests or tokens begins anew, from the headers that tell it.
///
/// `x-ratelimit-reset-requests` and `-tokens` (OpenAI, vLLM, LiteLLM) are durations as Go writes them;
/// `anthropic-ratelimit-…-reset` is a time; `x-ratelimit-reset` and `ratelimit-reset` are seconds, or a
/// time since 1970. Nobody agrees, so each form is read wherever it stands.
enum RateLimitReset {
  /// How long to wait until the exhausted count begins anew; if none is said to be exhausted, the
  /// shortest that is told. `nil` if nothing is.
  static func wait(_ response: HTTPResponse, unixSeconds: Int) -> Duration? {
    var exhausted: [Duration] = []
    var others: [Duration] = []
    for header in response.headers {
      guard let name = reset(header.name),
        let wait = duration(header.value, unixSeconds: unixSeconds)
      else { continue }
      if response.header(name.remaining).flatMap({ Double($0) }) == 0 {
        exhausted.append(wait)
      } else {
        others.append(wait)
      }
    }
    return exhausted.max() ?? others.min()
  }

  /// The header that tells how many are left, for one that tells when it begins anew.
  private static func reset(_ name: String) -> (reset: String, remaining: String)? {
    let name = name.lowercased()
    guard name.utf8.count <= 80, name.contains("ratelimit") else { return nil }
    for word in ["-reset", "reset"] where name.hasSuffix(word) {
      return (name, name.dropLast("reset".count) + "remaining")
    }
    guard let range = name.firstRange(of: "-reset-") else { return nil }
    return (name, name.replacingCharacters(in: range))
  }

  /// At least 0, at most a thousand million seconds; `nil` for what is no time.
  static func duration(_ text: String, unixSeconds: Int) -> Duration? {
    if let number = Double(text) {
      guard number.isFinite, number >= 0 else { return nil }
      if number > 1e11 { return seconds(number / 1000 - Double(unixSeconds)) }
      return seconds(number > 5e8 ? number - Double(unixSeconds) : number)
    }
    if let time = RFC3339.unixSeconds(text) { return seconds(time - Double(unixSeconds)) }
    if let time = HTTPDate.unixSeconds(text) { return seconds(Double(time - unixSeconds)) }
    return goDuration(text)
  }

  private static func seconds(_ value: Double) -> Duration {
    .milliseconds(Int(max(0, min(value, 1e9)) * 1000))
  }

  /// `1h2m3.5s`, `6m0s`, `192ms`.
  private static func goDuration(_ text: String) -> Duration? {
    var rest = Substring(text)
    var total = 0.0
    guard !rest.isEmpty, rest.utf8.count <= 40 else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      guard let number = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      switch unit {
      case "h": total += number * 3600
      case "m": total += number * 60
      case "s": total += number
      case "ms": total += number / 1000
      case "us", "µs", "ns": break
      default: return nil
      }
    }
    return total.isFinite ? seconds(total) : nil
  }
}

extension String {
  fileprivate func firstRange(of word: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
      start = index(after: start)
    }
    return nil
  }

  /// `-remaining-` in the place of that range.
  fileprivate func replacingCharacters(in range: Range<String.Index>) -> String {
    self[..<range.lowerBound] + "-remaining-" + self[range.upperBound...]
  }
}

/// Times such as `2026-11-21T13:00:05Z`, `…+01:00`, with fractions of a second.
///
/// Source: RFC 3339, section 5.6.
enum RFC3339 {
  static func unixSeconds(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard 20...40 ~= bytes.count, bytes[4] == 45, bytes[7] == 45, bytes[13] == 58, bytes[16] == 58
    else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      Int(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      1970...9999 ~= year, 1...12 ~= month, 1...31 ~= day, 0...23 ~= hour, 0...59 ~= minute,
      0...60 ~= second
    else { return nil }
    var index = 19
    var fraction = 0.0
    if bytes[index] == UInt8(ascii: ".") {
      let digits = bytes[(index + 1)...].prefix { 48...57 ~= $0 }
      fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
      index += 1 + digits.count
    }
    guard let offset = offset(bytes[index...]) else { return nil }
    let days = HTTPDate.days(year, month, day)
    return Double(((days * 24 + hour) * 60 + minute) * 60 + second - offset) + fraction
  }

  /// Seconds east of Greenwich.
  private static func offset(_ zone: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: zone, as: UTF8.self)
    if text == "Z" || text == "z" { return 0 }
    let parts = text.dropFirst().split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hours = parts[0], let minutes = parts[1], 0...23 ~= hours,
      0...59 ~= minutes
    else { return nil }
    switch text.first {
    case "+": return (hours * 60 + minutes) * 60
    case "-": return -(hours * 60 + minutes) * 60
    default: return nil
    }
  }
}
