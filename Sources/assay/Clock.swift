import Glibc

/// The wall clock and the monotonic clock: read here and nowhere else.
enum Clock {
  /// Now, as `YYYY-MM-DDThh:mm:ssZ`.
  static var timestamp: String {
    format("%Y-%m-%dT%H:%M:%SZ", utc: true)
  }

  /// Nanoseconds since 1970.
  static var unixNanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Now in local time, as `YYYYMMDD-hhmmss`: for names.
  static var compactTimestamp: String {
    format("%Y%m%d-%H%M%S", utc: false)
  }

  private static func format(_ pattern: String, utc: Bool) -> String {
    var now = time(nil)
    var parts = tm()
    if utc { gmtime_r(&now, &parts) } else { localtime_r(&now, &parts) }
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, pattern, &parts)
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }

  /// For people: `0.8 s`, `12 s`, `3 min 20 s`, `2 h 05 min`.
  var readable: String {
    let seconds = seconds
    if seconds < 10 { return "\((seconds * 10).rounded() / 10) s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
    return "\(whole / 3_600) h \(padded(whole / 60 % 60)) min"
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
