// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target of ours is compiled with these.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// For what thousands of attempts a second go through: asynchronous functions stay on their caller's
/// executor, where each call would otherwise ask which one to run on.
let callersExecutor: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

/// A library that imports nothing of ours but `Grading` and what is named.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + settings)
}

/// The tests of one library.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    exclude: exclude, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "assay-grader",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .executable(name: "assay-sandbox", targets: ["assay-sandbox"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
  ],
  targets: [
    // The order of docs/architecture.md: arrows point down only.
    .executableTarget(
      name: "assay",
      dependencies: [
        "Problems", "Inference", "Scoring", "Sandbox", "GradeBook", "Statistics", "Reports",
        "ModelServer", "Grading", "MathEquivalence", argumentParser, "assay-sandbox",
      ],
      swiftSettings: strict),

    library("Problems", ["Grading", "CCompression", yams]),
    library("Inference", ["Grading", "CCurl"], callersExecutor),
    library("Scoring", ["Grading", "MathEquivalence"]),
    library("Sandbox", ["Grading", "CSandbox"]),
    library("GradeBook", ["Grading", "CSQLite"], callersExecutor),
    library("Statistics", ["Grading"]),
    library("Reports", ["Grading"]),

    library("MathEquivalence", [bigInt]),
    library("Grading", ["CDigest"], callersExecutor),

    // Each C target is imported by one Swift file.
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CCompression", pkgConfig: "libzstd",
      providers: [.apt(["zlib1g-dev", "libzstd-dev"])]),
    .target(name: "CDigest"),
    .target(name: "CSandbox", cSettings: [.define("_GNU_SOURCE")]),
    // Starts what it is told to from a small process; looked for beside the running program.
    .executableTarget(
      name: "assay-sandbox", dependencies: ["CSandbox"], path: "Sources/CSandboxHelper"),

    // Called by scripts/bench.
    .executableTarget(
      name: "judge-benchmark", dependencies: ["Sandbox", "Grading", "assay-sandbox"],
      path: "Benchmarks/Judge", swiftSettings: strict),

    // For tests and demonstrations.
    library("ModelServer", ["Grading", flyingFox]),
    library("GradingTesting", ["Grading"]),

    tests("Grading", ["GradingTesting"]),
    tests("MathEquivalence"),
    tests("Problems", ["Grading", "CCompression"]),
    tests("Inference", ["Grading", "ModelServer"]),
    tests("Scoring", ["Grading", "GradingTesting"], exclude: ["Fixtures"]),
    tests("Sandbox", ["Grading", "assay-sandbox"]),
    tests("GradeBook", ["Grading", "GradingTesting"]),
    tests("Statistics", ["Grading"], exclude: ["Fixtures"]),
    tests(
      "Reports", ["Grading", "GradingTesting", "Statistics"], exclude: ["Browser", "Fixtures"]),
    tests(
      "assay",
      [
        "Problems", "Inference", "Scoring", "Sandbox", "GradeBook", "Statistics", "Reports",
        "ModelServer", "Grading", "GradingTesting",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
