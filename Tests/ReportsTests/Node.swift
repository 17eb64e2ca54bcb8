import Foundation

/// Node, which runs what is JavaScript in these tests.
enum Node {
  static let path = Program.path(of: ["node", "nodejs"])

  /// - Returns: What a script prints, and how it ended if that was not well.
  static func run(_ arguments: [String], input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path ?? "")
    process.arguments = arguments
    // A file: a pipe would have to be filled while the output is read.
    let file = URL.temporaryDirectory.appending(path: "assay-input-\(UUID().uuidString)")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text : text + "exit \(process.terminationStatus)"
  }
}

enum Program {
  /// The first of the names that is found in `PATH`.
  static func path(of names: [String]) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.lazy.flatMap { name in folders.lazy.map { "\($0)/\(name)" } }
      .first(where: FileManager.default.isExecutableFile)
  }
}
