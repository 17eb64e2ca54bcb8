import Foundation
import Grading
import Problems

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/assay-problems-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// With files of these texts by their names.
  convenience init(_ files: [String: String]) throws {
    try self.init()
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders that it needs, and returns its path.
  @discardableResult func write(_ name: String, _ text: String) throws -> String {
    try write(name, bytes: Array(text.utf8))
  }

  @discardableResult func write(_ name: String, bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + name, withDestinationPath: target)
  }
}

/// Reads a set of one file.
func read(_ text: String, as name: String) throws -> LoadedSet {
  let folder = try TemporaryFolder()
  return try ProblemSetReader().read(try folder.write(name, text))
}

/// The errors of a set of one file, without the folder's path.
func errors(_ text: String, as name: String = "x.yaml") throws -> [String] {
  let folder = try TemporaryFolder()
  try folder.write(name, text)
  return errors(folder, name)
}

/// The errors of what is in a folder, without the folder's path.
func errors(_ folder: TemporaryFolder, _ name: String = "") -> [String] {
  do throws(LoadingErrors) {
    let path = name.isEmpty ? folder.path : folder.path + "/" + name
    _ = try ProblemSetReader().read(path)
    return []
  } catch {
    return error.lines.map {
      $0.replacingOccurrences(of: folder.path + "/", with: "")
        .replacingOccurrences(of: folder.path, with: "set")
    }
  }
}

/// A small generator with a seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
