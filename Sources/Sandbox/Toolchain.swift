internal import Grading

/// How a language is compiled and run.
struct Toolchain: Sendable {
  /// Of ``Grading/Language``.
  var language: String
  /// Programs that must be there; `{0}`, `{1}` in the commands stand for their paths.
  var tools: [String]
  /// The Debian package that has them.
  var package: String
  var sourceName: String
  /// Compiles, or only reads the source; `nil` if that happens while running.
  var compile: [String]?
  /// Whether compiling fills the output directory.
  var makesOutput = false
  var run: [String]
  var version = ["{0}", "--version"]
  var memoryRule = ProcessLimits.MemoryRule.addressSpace
  var environment: [String] = []
  /// Threads that the runtime starts for itself.
  var ownThreads = 0
  var header: PrecompiledHeader?
  var store: CompilerStore?
  var besides: Support?

  /// What is ours in a compilation.
  struct Support: Sendable {
    var name: String
    var text: String
    /// What is added to the source.
    var ending: String
  }

  /// What people call the language.
  var name: String { Language.named(language)?.name ?? language }
}

extension Toolchain {
  /// Every language that can be run, in the order of `Language.all`.
  static let all: [Toolchain] = [
    Toolchain(
      language: "python", tools: ["python3"], package: "python3", sourceName: "solution.py",
      run: PythonDriver.run + ["program", "{source}/solution.py"]),
    Toolchain(
      language: "c", tools: ["gcc"], package: "gcc libc6-dev", sourceName: "solution.c",
      compile: gnu("-std=gnu17", "{source}/solution.c", "-lm"), makesOutput: true,
      run: ["{output}/program"]),
    Toolchain(
      language: "cpp", tools: ["g++"], package: "g++", sourceName: "solution.cpp",
      compile: gnu("-std=gnu++20", "{source}/solution.cpp", "-pthread"), makesOutput: true,
      run: ["{output}/program"],
      header: PrecompiledHeader(
        name: "bits/stdc++.h",
        // Used only by commands with the same options.
        command: [
          "{0}", "-O2", "-std=gnu++20", "-fdiagnostics-color=never", "-pthread", "-x", "c++-header",
          "-o", "{output}/stdc++.h.gch", "{source}/header.h",
        ], target: "header/bits", flags: ["-I/header"])),
    Toolchain(
      language: "javascript", tools: ["node"], package: "nodejs", sourceName: "solution.js",
      compile: ["{0}", "--check", "{source}/{name}"],
      run: ["{0}", "--max-old-space-size={heap}", "{source}/{name}"], memoryRule: .data,
      environment: nodeEnvironment, ownThreads: 16),
    Toolchain(
      language: "typescript", tools: ["node", "tsc"], package: "node-typescript",
      sourceName: "solution.ts",
      compile: [
        "{0}", "{1}", "--outDir", "{output}", "--target", "es2022", "--module", "commonjs",
        "--esModuleInterop", "--strict", "false", "--skipLibCheck",
        "{source}/\(TypeScriptDeclarations.fileName)", "{source}/solution.ts",
      ], makesOutput: true,
      run: ["{0}", "--max-old-space-size={heap}", "{output}/solution.js"],
      version: ["{0}", "{1}", "--version"], memoryRule: .data, environment: nodeEnvironment,
      ownThreads: 16,
      besides: Toolchain.Support(
        name: TypeScriptDeclarations.fileName, text: TypeScriptDeclarations.text,
        ending: TypeScriptDeclarations.ending)),
    Toolchain(
      language: "bash", tools: ["bash"], package: "bash", sourceName: "solution.sh",
      compile: ["{0}", "-n", "{source}/solution.sh"], run: ["{0}", "{source}/solution.sh"]),
    Toolchain(
      language: "java", tools: ["java", "javac"], package: "default-jdk-headless",
      sourceName: "Main.java",
      compile: [
        "{1}", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto", "-proc:none",
        "-encoding", "UTF-8", "-d", "{output}", "{source}/{name}",
      ], makesOutput: true,
      run: [
        "{0}", "-Xmx{heap}m", "-Xss64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Xshare:auto", "-XX:-UsePerfData", "-cp", "{output}", "{class}",
      ], memoryRule: .data, ownThreads: 48),
    Toolchain(
      language: "go", tools: ["go"], package: "golang-go", sourceName: "solution.go",
      compile: ["{0}", "build", "-o", "{output}/program", "{source}/solution.go"],
      makesOutput: true, run: ["{output}/program"], version: ["{0}", "version"],
      memoryRule: .data,
      // As many threads on every machine: the processes that a problem allows must suffice.
      environment: [
        "GOPATH={box}/go", "GO111MODULE=off", "CGO_ENABLED=0", "GOMAXPROCS=2", "GOFLAGS=-p=2",
        "GOTELEMETRY=off", "GOTOOLCHAIN=local",
      ],
      ownThreads: 16, store: CompilerStore(source: goSource, variable: "GOCACHE")),
    Toolchain(
      language: "rust", tools: ["rustc", "cc"], package: "rustc gcc libc6-dev",
      sourceName: "solution.rs",
      compile: [
        "{0}", "-O", "--edition", "2021", "--color", "never", "-o", "{output}/program",
        "{source}/solution.rs",
      ], makesOutput: true, run: ["{output}/program"]),
    Toolchain(
      language: "swift", tools: ["swiftc"], package: "swiftlang", sourceName: "main.swift",
      compile: [
        "{0}", "-O", "-module-cache-path", "{box}/modules", "-o", "{output}/program",
        "{source}/main.swift",
      ], makesOutput: true, run: ["{output}/program"],
      // A crash would otherwise be told with registers and memory, and take half a second.
      environment: ["SWIFT_BACKTRACE=enable=no"]),
    Toolchain(
      language: "ruby", tools: ["ruby"], package: "ruby", sourceName: "solution.rb",
      compile: ["{0}", "-c", "{source}/solution.rb"], run: ["{0}", "{source}/solution.rb"]),
  ]

  /// Node gives up if it finds a configuration of OpenSSL that it may not read.
  private static let nodeEnvironment = ["OPENSSL_CONF=/dev/null"]

  /// Packages that every supported version has.
  private static let goSource: String = {
    let packages = [
      "bufio", "bytes", "container/heap", "container/list", "container/ring", "crypto/md5",
      "crypto/sha256", "encoding/hex", "encoding/json", "errors", "fmt", "hash/fnv", "io", "math",
      "math/big", "math/bits", "math/cmplx", "math/rand", "os", "reflect", "regexp", "runtime",
      "sort", "strconv", "strings", "sync", "sync/atomic", "text/tabwriter", "time", "unicode",
      "unicode/utf16", "unicode/utf8",
    ]
    return "package main\nimport (\n" + packages.map { "\t_ \"\($0)\"\n" }.joined()
      + ")\nfunc main() {}\n"
  }()

  private static func gnu(_ standard: String, _ rest: String...) -> [String] {
    ["{0}", "-O2", standard, "-fdiagnostics-color=never", "-o", "{output}/program"] + rest
  }

  static func of(_ language: String) -> Toolchain? { all.first { $0.language == language } }
}
