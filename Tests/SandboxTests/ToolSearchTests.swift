import Foundation
import Grading
import Testing

@testable import Sandbox

/// Where compilers are found, on made-up installations.
@Suite struct ToolSearchTests {
  /// A folder with programs, gone when it is released.
  final class Place {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "assay-tools-\(UUID().uuidString)"
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func program(_ name: String, _ text: String = "exit 0") throws -> String {
      let file = "\(path)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try "#!/bin/sh\n\(text)\n".write(toFile: file, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
      // A process that another test started meanwhile may hold it open for writing: then it is busy.
      for _ in 0..<1_000 where HostCommand.run(file, [])?.status == 126 {}
      return file
    }

    func link(_ name: String, to target: String) throws {
      try FileManager.default.createDirectory(
        atPath: ("\(path)/\(name)" as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    func paths(_ tools: [String], in folders: [String]) throws -> [String] {
      try ToolSearch(directories: folders.map { "\(path)/\($0)" }).paths(of: tools).map {
        $0.replacing(path, with: "")
      }
    }
  }

  @Test func theFirstFolderWinsAndToolsOfOneInstallationStayTogether() throws {
    let place = try Place()
    try place.program("a/java")
    try place.program("b/java")
    try place.program("b/javac")
    #expect(try place.paths(["java"], in: ["a", "b"]) == ["/a/java"])
    #expect(try place.paths(["java", "javac"], in: ["a", "b"]) == ["/b/java", "/b/javac"])
    #expect(try place.paths(["javac", "java"], in: ["b", "a"]) == ["/b/javac", "/b/java"])
    #expect(throws: ToolSearch.Obstacle.self) {
      try place.paths(["javac", "tsc"], in: ["a", "b"])
    }
  }

  @Test func aLinkToAManagerIsAskedForTheToolItself() throws {
    let place = try Place()
    let real = try place.program("toolchains/stable/bin/rustc")
    try place.program(
      "cargo/rustup", "[ \"$1 $2 $RUSTUP_AUTO_INSTALL $PWD\" = 'which rustc 0 /' ] && echo \(real)")
    try place.link("cargo/rustc", to: "rustup")
    #expect(try place.paths(["rustc"], in: ["cargo"]) == ["/toolchains/stable/bin/rustc"])
    // A program of another folder that is none comes first.
    try place.program("plain/rustc")
    #expect(try place.paths(["rustc"], in: ["plain", "cargo"]) == ["/plain/rustc"])
  }

  @Test func aFolderOfShimsBelongsToTheManagerThatItsHomeIsNamedAfter() throws {
    let place = try Place()
    let real = try place.program(".rbenv/versions/3.3/bin/ruby")
    try place.program(".rbenv/shims/ruby", "exit 9")
    try place.program(".rbenv/bin/rbenv", "echo \(real)")
    #expect(try place.paths(["ruby"], in: [".rbenv/shims"]) == ["/.rbenv/versions/3.3/bin/ruby"])
    // asdf may lie anywhere on PATH.
    try place.program(".asdf/shims/node", "exit 9")
    try place.program("bin/asdf", "echo \(try place.program("node/20/bin/node"))")
    #expect(try place.paths(["node"], in: [".asdf/shims", "bin"]) == ["/node/20/bin/node"])
  }

  static let useless: [(script: String?, says: String)] = [
    ("echo 'no version is set' >&2; exit 1", "“no version is set”"),
    ("echo relative/path", "which names no program for it"),
    (nil, "which is not in its folder or on PATH"),
  ]

  @Test(arguments: useless)
  func aShimThatLeadsNowhereIsSaid(script: String?, says: String) async throws {
    let place = try Place()
    try place.program(".rbenv/shims/ruby")
    if let script { try place.program(".rbenv/bin/rbenv", script) }
    do {
      _ = try FoundToolchain(
        try #require(Toolchain.of("ruby")), searchPaths: ["\(place.path)/.rbenv/shims"])
      Issue.record("it was found")
    } catch let fault as Fault {
      #expect(fault.kind == .missingToolchain)
      #expect(
        fault.message.hasPrefix("Ruby needs ruby, which is not installed (\(place.path)"))
      #expect(fault.message.contains("is a shim of rbenv"))
      #expect(fault.message.contains(says), "\(fault.message)")
      #expect(fault.message.hasSuffix("apt install ruby"))
    }
  }

  @Test func aManagerThatSaysTooMuchIsCutShort() throws {
    let place = try Place()
    let path = try place.program("talker", "head -c 3000000 /dev/zero; echo $1 >&2; exit 4")
    let answer = try #require(HostCommand.run(path, ["word"]))
    #expect(answer.status == 4 && answer.errors == "word\n")
    #expect(answer.output.utf8.count <= 64 << 10)
    #expect(HostCommand.run("/nowhere/program", [])?.status == 127)
  }

  static let roots: [(program: String, root: String?)] = [
    ("/opt/swift/usr/bin/swift-driver", "/opt/swift/usr"),
    ("/home/ada/.rustup/toolchains/stable/bin/rustc", "/home/ada/.rustup/toolchains/stable"),
    ("/home/ada/.nvm/versions/node/v20/bin/node", "/home/ada/.nvm/versions/node/v20"),
    ("/home/ada/.local/bin/node", nil), ("/home/ada/bin/node", nil), ("/root/bin/go", nil),
    ("/root/go", nil), ("/opt/bin/go", nil), ("/go", nil),
    ("/nix/store/abc-go/bin/go", "/nix/store"),
    ("/home/linuxbrew/.linuxbrew/Cellar/go/1.22/bin/go", "/home/linuxbrew/.linuxbrew"),
  ]

  @Test(arguments: roots)
  func whatIsShownOfAnInstallationIsNoHome(program: String, root: String?) {
    #expect(Installation.root(of: program) == root)
  }

  @Test func aToolWhereSubmissionsHaveTheirOwnFilesIsSaid() throws {
    let place = try Place()
    try place.program("ruby/bin/ruby")
    guard place.path.hasPrefix("/tmp/") else { return }
    #expect {
      try FoundToolchain(
        try #require(Toolchain.of("ruby")), searchPaths: ["\(place.path)/ruby/bin"])
    } throws: {
      ($0 as? Fault)?.message.contains("submissions do not see the host's /tmp;") == true
    }
  }
}
