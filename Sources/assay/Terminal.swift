import Glibc
import Grading
import Reports

/// Standard output for results, standard error for messages and progress.
///
/// The only place that writes to either. Results are buffered and written in order; a message
/// clears a progress line that stands on the terminal.
final class Terminal: Sendable {
  static let standard = Terminal()

  /// Whether standard error is a terminal that can redraw a line.
  let isInteractive: Bool
  /// Whether results may be coloured.
  let coloursResults: Bool
  /// Whether messages may be coloured.
  let coloursMessages: Bool

  private struct State {
    var results: [UInt8] = []
    var progressIsShown = false
    var isQuiet = false
  }
  private let state = Locked(State())

  private init() {
    let dumb = environment("TERM") == "dumb"
    let colourless = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    isInteractive = isatty(2) == 1 && !dumb
    coloursResults = isatty(1) == 1 && !dumb && !colourless
    coloursMessages = isInteractive && !colourless
  }

  /// Leaves out progress and remarks from now on; errors are still printed.
  func beQuiet() { state.withLock { $0.isQuiet = true } }

  /// The width of the terminal in columns; 80 where there is none.
  var width: Int {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0 || ioctl(2, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return 80 }
    return Int(size.ws_col)
  }

  /// The lines of the terminal; `nil` where there is none.
  var height: Int? {
    var size = winsize()
    guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else {
      return nil
    }
    return Int(size.ws_row)
  }

  /// Writes a table: within the width of a terminal, whole into a file or a pipe.
  func table(_ rows: [[String]], numeric: Set<Int> = []) {
    let width = isatty(1) == 1 ? width : 100_000
    for line in TerminalTable.lines(rows, numeric: numeric, width: width) { result(line) }
  }

  /// Writes a line of results to standard output.
  func result(_ text: String) { result(Array(text.utf8)) }

  /// Writes results that are bytes already; ends them by a line feed if they have none.
  func result(_ bytes: [UInt8]) {
    state.withLock { state in
      state.results.append(contentsOf: bytes)
      if bytes.last != 10 { state.results.append(10) }
      if state.results.count > 1 << 16 { drain(&state) }
    }
  }

  /// Writes what is buffered.
  func flush() {
    state.withLock { state in
      drain(&state)
      clearProgress(&state)
    }
  }

  /// Writes a line to standard error, quiet or not: errors.
  func message(_ text: String) {
    state.withLock { state in
      drain(&state)
      clearProgress(&state)
      emit(2, Array((VisibleText.of(text) + "\n").utf8))
    }
  }

  /// Writes a line to standard error unless quiet: remarks.
  func remark(_ text: String) {
    guard !state.withLock({ $0.isQuiet }) else { return }
    message(text)
  }

  /// Redraws the progress line; does nothing where it cannot be redrawn.
  func progress(_ line: String) {
    guard isInteractive else { return }
    state.withLock { state in
      guard !state.isQuiet else { return }
      emit(2, Array("\r\u{1B}[2K\(line)".utf8))
      state.progressIsShown = true
    }
  }

  private func clearProgress(_ state: inout State) {
    guard state.progressIsShown else { return }
    emit(2, Array("\r\u{1B}[2K".utf8))
    state.progressIsShown = false
  }

  private func drain(_ state: inout State) {
    guard !state.results.isEmpty else { return }
    clearProgress(&state)
    emit(1, state.results)
    state.results.removeAll(keepingCapacity: true)
  }

  /// Writes all bytes; gives up when the reader has gone, like every other program in a pipe.
  private func emit(_ descriptor: Int32, _ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR && errno != EAGAIN {
        return
      }
    }
  }
}

/// An environment variable's value.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

extension TerminalSummary.Style {
  /// What standard output shows.
  static var terminal: TerminalSummary.Style {
    .init(
      colour: Terminal.standard.coloursResults, width: min(Terminal.standard.width, 100),
      height: Terminal.standard.height)
  }

  /// As ``terminal``, but nothing is cut in a file or a pipe.
  static var uncut: TerminalSummary.Style {
    isatty(1) == 1
      ? .terminal : .init(colour: Terminal.standard.coloursResults, width: 100_000)
  }
}
