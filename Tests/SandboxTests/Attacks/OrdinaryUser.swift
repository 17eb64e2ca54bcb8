import Foundation
import Glibc

/// Runs a suite of these tests again as a user with no rights.
enum OrdinaryUser {
  struct Outcome {
    var status: Int32
    var output: String
  }

  /// - Returns: `nil` where the tests cannot be run so: without `setpriv`, or where others may not
  ///   read what was built.
  static func run(suite: String) -> Outcome? {
    let setpriv = "/usr/bin/setpriv"
    guard access(setpriv, X_OK) == 0,
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      isOpenToAll(program)
    else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: setpriv)
    process.arguments = [
      "--reuid", "65534", "--regid", "65534", "--clear-groups", "--", program,
      "--testing-library", "swift-testing", "--filter", suite,
    ]
    var environment = ProcessInfo.processInfo.environment
    environment["ASSAY_ATTACKS_AS"] = "nobody"
    environment["HOME"] = "/tmp"
    environment["TMPDIR"] = "/tmp"
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: output)
  }

  private static func isOpenToAll(_ path: String) -> Bool {
    var part = path
    var info = stat()
    guard stat(part, &info) == 0, info.st_mode & S_IXOTH != 0 else { return false }
    while part != "/" {
      part = (part as NSString).deletingLastPathComponent
      guard stat(part, &info) == 0, info.st_mode & S_IXOTH != 0 else { return false }
    }
    return true
  }
}
