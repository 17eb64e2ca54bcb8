import Grading
import Testing

@testable import Sandbox

/// What the other side of a pipe may say is anything at all. Seeded: each run tries the same.
@Suite struct FuzzTests {
  /// A small generator (SplitMix64), so that failures can be repeated.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    mutating func bytes(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
    /// A few bytes changed, dropped or doubled.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &self)
        switch Int.random(in: 0..<4, using: &self) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(bytes[index], at: index)
        default: bytes.removeLast(bytes.count - index)
        }
      }
      return bytes
    }
  }

  @Test func framesAreTheSameHoweverTheyArriveAndRubbishEndsThem() {
    var random = Generator(state: 1)
    for _ in 0..<300 {
      let frames = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        random.bytes(Int.random(in: 0...40, using: &random))
      }
      var stream = frames.flatMap(FrameBuffer.frame)
      let isBroken = Bool.random(using: &random)
      if isBroken { stream += [255, 255, 255, 255 - UInt8.random(in: 0...60, using: &random)] }
      var buffer = FrameBuffer()
      var found: [[UInt8]] = []
      var rest = stream[...]
      while !rest.isEmpty {
        let part = rest.prefix(Int.random(in: 1...9, using: &random))
        rest = rest.dropFirst(part.count)
        buffer.append(part)
        while let frame = buffer.next() { found.append(frame) }
      }
      #expect(found == frames)
      #expect(buffer.isBroken == isBroken)
    }
  }

  @Test func whateverADriverSaysIsAFrameOrNone() throws {
    var random = Generator(state: 2)
    let seeds = [
      "r", "l", "sSyntaxError", "mname", "p", "fno", "bbad", "u", "nname", "v[1,2.5,null,true]",
      #"v{"$tuple":[1,{"$dict":[["a",{"$set":[1]}]]}]}"#, #"w[1,[2],{"$dict":[]}]"#,
      #"c["f",[{"$float":"nan"},{"$bytes":"00ff"}],{"$dict":[]},true]"#,
      #"x["ValueError","why","trace",["ValueError","Exception"]]"#,
      #"v{"$complex":[1.5,"inf"]}"#, "v" + String(repeating: "[", count: 600),
    ].map { Array($0.utf8) }
    var understood = 0
    for round in 0..<4_000 {
      let seed = seeds[round % seeds.count]
      let frame = round < 200 ? random.bytes(round % 50) : random.mutated(seed)
      guard let meaning = DriverFrame(frame) else { continue }
      understood += 1
      // A value that was understood can be told on, and is then understood alike.
      if case .returned(let value) = meaning {
        let again = try #require(DriverFrame(Array("v".utf8) + Array(value.json.text.utf8)))
        guard case .returned(let same) = again else {
          Issue.record("\(frame)")
          continue
        }
        #expect(same.json.text == value.json.text)
      }
    }
    #expect(understood > 500)
  }

  @Test func whateverAReportSaysIsAnEndingOrAFault() throws {
    var random = Generator(state: 3)
    var endings = 0
    for round in 0..<4_000 {
      var bytes = random.bytes(Helper.reportSize)
      if round % 8 != 0 { bytes.replaceSubrange(0..<4, with: [Helper.protocolVersion, 0, 0, 0]) }
      if round % 2 == 0 {
        // Complete, and no failure of setting up: what is left decides.
        for index in 12..<36 { bytes[index] = 0 }
        bytes[12] = UInt8(round / 2 % 8)
        bytes[32] = 1
      }
      do throws(Fault) {
        guard let ending = try Helper.ending(ofReport: bytes) else { continue }
        endings += 1
        #expect(Usage(ending).cpuMilliseconds >= 0 && ending.peakBytes >= 0)
      } catch {
        #expect(error.kind == .sandbox)
      }
    }
    let short = try Helper.ending(ofReport: [1, 2, 3])
    #expect(short?.exitCode == nil && short?.signal == nil)
    var good = [UInt8](repeating: 0, count: Helper.reportSize)
    good[0] = Helper.protocolVersion
    good[32] = 1
    let ending = try #require(try Helper.ending(ofReport: good))
    #expect(ending.exitCode == 0)
    #expect(endings >= 1_000)
  }

  @Test func aRequestThatWasTamperedWithIsRefusedOrHarmless() throws {
    var random = Generator(state: 4)
    let jail = Jail(
      level: .full, uid: 2_000_000_000, stage: "/tmp/stage", work: "/tmp/work",
      system: Jail.systemMounts())
    var spec = jail.spec(
      ["/usr/bin/python3", "-S", "{source}/x"], belongings: Jail.Belongings(),
      limits: ProcessLimits())
    spec.mounts.append(Mount(kind: .ownReadOnly, source: "/tmp/work/abc", target: "source"))
    let request = try Helper.request(for: spec)
    #expect(Helper.takes(request: request))
    for count in 0..<min(request.count, 200) {
      #expect(!Helper.takes(request: Array(request.prefix(count))))
    }
    for _ in 0..<3_000 { _ = Helper.takes(request: random.mutated(request)) }
    for round in 0..<500 { #expect(!Helper.takes(request: random.bytes(round))) }
    for source in ["/tmp/work", "/tmp/worker/x", "/etc", "/tmp/work/../x"] {
      spec.mounts[spec.mounts.count - 1].source = source
      #expect(!Helper.takes(request: try Helper.request(for: spec)), "\(source)")
    }
  }

  @Test func valuesOfAnyShapeComeBackFromPythonAsTheyWent() async throws {
    var random = Generator(state: 5)
    let sandbox = try await Shared.sandbox()
    let values = (0..<150).map { _ in FuzzTests.value(&random, depth: 0) }
    let runs = try await sandbox.call("def f(x): return x", "f", values.map { [$0] })
    #expect(runs.count == values.count)
    for (run, value) in zip(runs, values) {
      guard case .returned(let back) = run.product else {
        Issue.record("\(value): \(run)")
        continue
      }
      #expect(back.json.text == value.json.text)
    }
  }

  private static func value(_ random: inout Generator, depth: Int) -> TypedValue {
    func several(_ random: inout Generator) -> [TypedValue] {
      (0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth + 1) }
    }
    switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &random) {
    case 0: return .none
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .int("\(Int64.random(in: .min ... .max, using: &random))\(random.next())")
    case 3: return .float(Double.random(in: -1e9...1e9, using: &random))
    case 4:
      let scalars = (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 1...0x1_0FFF, using: &random))
      }
      return .text(String(String.UnicodeScalarView(scalars)))
    case 5: return .bytes(random.bytes(Int.random(in: 0...6, using: &random)))
    case 6: return .list(several(&random))
    case 7: return .tuple(several(&random))
    default:
      return .dictionary(
        (0..<Int.random(in: 0...3, using: &random)).map { index in
          TypedValue.Entry(.text("k\(index)"), value(&random, depth: depth + 1))
        })
    }
  }
}
