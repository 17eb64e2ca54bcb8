internal import Glibc

/// Asks a program of the user's own, one that is trusted, for a few lines.
enum HostCommand {
  struct Answer {
    /// `nil` if a signal ended it, ours among them.
    var status: Int32?
    var output: String
    var errors: String
  }

  private static let mostBytes = 16 << 10
  private static let mostMilliseconds = 10_000
  private static let pauseMilliseconds = 2

  /// Runs a program in the root directory, without input, for 10 s at most; blocks.
  ///
  /// - Parameter more: Variables beside ours.
  /// - Returns: `nil` if it cannot be started.
  static func run(
    _ path: String, _ arguments: [String], environment more: [String: String] = [:]
  ) -> Answer? {
    // Into files: what it says waits there, however much it is.
    guard let output = namelessFile(), let errors = namelessFile(),
      let pid = spawn(path, arguments, inherited(with: more), output, errors)
    else { return nil }
    let status = wait(for: pid)
    return Answer(status: status, output: text(in: output), errors: text(in: errors))
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String], _ output: Descriptor,
    _ errors: Descriptor
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.number, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.number, 2)
    // From the root directory: managers heed files of the folder that they are called in.
    let command = ["sh", "-c", "cd / && exec \"$0\" \"$@\"", path] + arguments
    var words = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var pid: pid_t = 0
    return posix_spawn(&pid, "/bin/sh", &actions, nil, &words, &variables) == 0 ? pid : nil
  }

  private static func inherited(with more: [String: String]) -> [String] {
    var lines: [String] = []
    var next = environ
    while let text = next.pointee {
      let line = String(cString: text)
      if more[String(line.prefix { $0 != "=" })] == nil { lines.append(line) }
      next += 1
    }
    return lines + more.map { "\($0.key)=\($0.value)" }
  }

  private static func wait(for pid: pid_t) -> Int32? {
    var status: Int32 = 0
    var left = mostMilliseconds
    while true {
      let ended = waitpid(pid, &status, left > 0 ? WNOHANG : 0)
      if ended == pid { break }
      if ended < 0 && errno != EINTR { return nil }
      guard ended == 0 else { continue }
      left -= pauseMilliseconds
      if left <= 0 { kill(pid, SIGKILL) }
      usleep(UInt32(pauseMilliseconds * 1_000))
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
  }

  private static func namelessFile() -> Descriptor? {
    var path = Array("/tmp/assay-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { return nil }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    unlink(path)
    return Descriptor(file)
  }

  private static func text(in file: Descriptor) -> String {
    var bytes = [UInt8](repeating: 0, count: mostBytes)
    let count = pread(file.number, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
