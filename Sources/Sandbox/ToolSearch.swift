internal import Grading

/// Finds compilers and interpreters where people install them: in the system's directories, on
/// `PATH`, and behind the shims of version managers, which themselves would look for their settings
/// in a home that a sandbox does not have.
struct ToolSearch {
  /// Looked at in this order.
  var directories: [String]

  /// Why a tool cannot be had.
  struct Obstacle: Error {
    var tool: String
    /// What was found instead; `nil` if nothing was.
    var reason: String?
  }

  /// The paths to run tools by, in the order of `tools`.
  func paths(of tools: [String]) throws(Obstacle) -> [String] {
    // Tools of one installation belong together: a compiler must not be newer than its runtime.
    if tools.count > 1 {
      for directory in directories {
        let found = tools.compactMap { ToolSearch.path(of: $0, in: directory) }
        if found.count == tools.count { return found }
      }
    }
    var paths: [String] = []
    for tool in tools { paths.append(try path(of: tool)) }
    return paths
  }

  private func path(of tool: String) throws(Obstacle) -> String {
    if tool.hasPrefix("/") {
      guard HostFile.isExecutable(tool), let real = HostFile.realPath(tool) else {
        throw Obstacle(tool: tool)
      }
      guard let manager = manager(of: tool, as: real) else { return real }
      return try manager.path(of: HostFile.name(tool))
    }
    var first: Obstacle?
    for directory in directories {
      if let path = ToolSearch.path(of: tool, in: directory) { return path }
      let shim = "\(directory)/\(tool)"
      guard HostFile.isExecutable(shim), let real = HostFile.realPath(shim),
        let manager = manager(of: shim, as: real)
      else { continue }
      do throws(Obstacle) {
        return try manager.path(of: tool)
      } catch {
        first = first ?? error
      }
    }
    throw first ?? Obstacle(tool: tool)
  }

  /// The path to run a tool by, if it is there and no shim. Its own name decides what it is for
  /// some, so that only directories are resolved, and links that leave the system's directories.
  private static func path(of tool: String, in directory: String) -> String? {
    let path = "\(directory)/\(tool)"
    guard !tool.hasPrefix("/"), !directory.hasSuffix("/shims"), HostFile.isExecutable(path),
      let real = HostFile.realPath(path), Shims.managers[HostFile.name(real)] == nil,
      let folder = HostFile.realPath(directory)
    else { return nil }
    if HostFile.parent(real) == folder || real.hasPrefix("/usr/bin/") { return "\(folder)/\(tool)" }
    return real
  }

  /// Whose shim it is; `nil` if it is none.
  private func manager(of shim: String, as real: String) -> Shims? {
    let name = HostFile.name(real)
    if let manager = Shims.managers[name], name != HostFile.name(shim) {
      let path = manager == name ? real : "\(HostFile.parent(real))/\(manager)"
      return Shims(shim: shim, manager: manager, path: path)
    }
    // ~/.pyenv/shims/python3: the manager is called as its folder is.
    let folder = HostFile.parent(shim)
    guard folder.hasSuffix("/shims") else { return nil }
    let home = HostFile.parent(folder)
    let manager = String(HostFile.name(home).drop { $0 == "." })
    let places = ["\(home)/bin", "\(home)/libexec"] + directories.filter { $0 != folder }
    let path = places.map { "\($0)/\(manager)" }.first(where: HostFile.isExecutable)
    return Shims(shim: shim, manager: manager, path: path)
  }
}

/// A version manager that stands in for tools.
struct Shims {
  var shim: String
  var manager: String
  /// `nil` if it is nowhere to be found.
  var path: String?

  /// Programs that tools' names are links to, and who knows where those tools are.
  static let managers = ["rustup": "rustup", "mise": "mise", "volta-shim": "volta", "snap": "snap"]

  /// Asks the manager for the tool itself.
  func path(of tool: String) throws(ToolSearch.Obstacle) -> String {
    func no(_ reason: String) -> ToolSearch.Obstacle {
      ToolSearch.Obstacle(tool: tool, reason: "\(shim) \(reason)")
    }
    if manager == "snap" { throw no("is a snap, which cannot be run in a sandbox") }
    guard let path else {
      throw no("is a shim of \(manager), which is not in its folder or on PATH")
    }
    // Only what is there already is looked for.
    let answer = HostCommand.run(
      path, ["which", tool], environment: ["RUSTUP_AUTO_INSTALL": "0"])
    guard let answer, answer.status == 0 else {
      let said = answer?.errors.split(separator: "\n").first.map { ": “\($0)”" } ?? ""
      throw no("is a shim of \(manager), and `\(manager) which \(tool)` fails\(said)")
    }
    let line = answer.output.split(separator: "\n").last.map(String.init) ?? ""
    guard line.hasPrefix("/"), HostFile.isExecutable(line), let real = HostFile.realPath(line),
      real != HostFile.realPath(shim), Shims.managers[HostFile.name(real)] == nil
    else { throw no("is a shim of \(manager), which names no program for it") }
    return HostFile.name(real) == tool ? real : line
  }
}
