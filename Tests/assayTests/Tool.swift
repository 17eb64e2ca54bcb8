import Foundation
import Glibc
import Grading
import Testing

/// The `assay` that was built with these tests, run as a process like a user runs it.
struct Tool {
  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// Beside the test executable.
  static let binary: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/assay"
  }()

  struct Result {
    var status: Int32
    var output: String
    var messages: String

    /// Each line of the output as JSON.
    func lines() throws -> [JSON] {
      try output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }
  }

  /// Runs to the end.
  @discardableResult
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String = root
  ) async throws -> Result {
    try await Running(arguments, environment: environment, in: folder).wait()
  }

  /// Starts a server and waits for the address that its first message names.
  static func serve(
    _ arguments: [String], environment: [String: String] = [:], in folder: String
  ) async throws -> (process: Running, address: String?) {
    let pipe = Pipe()
    let process = try Running(
      arguments, environment: environment, in: folder, messages: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    let message = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var data = Data()
        while !data.contains(10) {
          let more = pipe.fileHandleForReading.availableData
          if more.isEmpty { break }
          data += more
        }
        continuation.resume(returning: String(decoding: data, as: UTF8.self))
      }
    }
    let address = message.split(separator: " ").first { $0.hasPrefix("http://") }
    return (process, address.map(String.init))
  }

  /// A process under way; its output goes to files, so that no pipe can fill up.
  final class Running: @unchecked Sendable {
    // Sendable: the process is only signalled from elsewhere, by its number.
    private let process = Process()
    private let scratch = Scratch()

    /// - Parameter messages: Where its messages go instead of into a file.
    init(
      _ arguments: [String], environment: [String: String] = [:], in folder: String = root,
      messages: FileHandle? = nil
    ) throws {
      process.executableURL = URL(fileURLWithPath: Tool.binary)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      var variables = ProcessInfo.processInfo.environment
      for name in ["ASSAY_ENDPOINT", "OPENAI_BASE_URL", "OPENAI_API_KEY", "NO_COLOR"] {
        variables[name] = nil
      }
      variables["ASSAY_HOME"] = Tool.root
      variables["SWIFT_BACKTRACE"] = "enable=no"
      process.environment = variables.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try scratch.created("output")
      let file = try scratch.created("messages")
      process.standardError = messages ?? file
      try process.run()
    }

    var number: Int32 { process.processIdentifier }

    func kill() { _ = Glibc.kill(process.processIdentifier, SIGKILL) }

    func interrupt(by signal: Int32 = SIGINT) {
      _ = Glibc.kill(process.processIdentifier, signal)
    }

    /// Waits on a thread of its own: a server that the process talks to may need this one.
    func wait() async throws -> Result {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          self.process.waitUntilExit()
          continuation.resume()
        }
      }
      return Result(
        status: process.terminationStatus, output: try scratch.text("output"),
        messages: try scratch.text("messages"))
    }
  }
}

/// A folder of its own, gone at the end of the test.
final class Scratch: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "assay-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = file(name)
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
  }

  func created(_ name: String) throws -> FileHandle {
    try write(name, "")
    return try FileHandle(forWritingTo: URL(fileURLWithPath: file(name)))
  }
}
