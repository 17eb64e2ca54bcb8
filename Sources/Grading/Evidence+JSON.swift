extension Evidence {
  /// The form in which evidence is stored and exported; absent parts are left out.
  public var json: JSON {
    var members: [JSON.Member] = [.init("remark", .string(remark))]
    if let expected { members.append(.init("expected", .string(expected))) }
    if !steps.isEmpty { members.append(.init("steps", .strings(steps))) }
    if !tests.isEmpty { members.append(.init("tests", .array(tests.map(\.json)))) }
    if testsSkipped > 0 { members.append(.init("tests_skipped", .int(testsSkipped))) }
    if let diagnostics { members.append(.init("diagnostics", .string(diagnostics))) }
    if let isolationLevel {
      members.append(.init("isolation_level", .int(isolationLevel)))
      if isolationLevel == 0 { members.append(.init("unsafe", .bool(true))) }
    }
    if let integrity { members.append(.init("integrity", .string(integrity))) }
    if let override { members.append(.init("override", override.json)) }
    return .object(members)
  }

  /// Reads the stored form.
  public init(json: JSON) {
    self.init(
      remark: json["remark"]?.string ?? "",
      expected: json["expected"]?.string,
      steps: json["steps"]?.array?.compactMap(\.string) ?? [],
      tests: json["tests"]?.array?.compactMap(TestEvidence.init(json:)) ?? [],
      testsSkipped: json["tests_skipped"]?.int ?? 0,
      diagnostics: json["diagnostics"]?.string,
      isolationLevel: json["isolation_level"]?.int,
      integrity: json["integrity"]?.string,
      override: json["override"].flatMap(Override.init(json:)))
  }
}

extension TestEvidence {
  public var json: JSON {
    var members: [JSON.Member] = [
      .init("name", .string(name)), .init("reason", .string(reason.rawValue)),
      .init("points", .double(points)), .init("remark", .string(remark)),
    ]
    if let share { members.append(.init("share", .double(share))) }
    if let checkerMessage { members.append(.init("checker", .string(checkerMessage))) }
    if hidden { members.append(.init("hidden", .bool(true))) }
    if let input { members.append(.init("input", input.json)) }
    if let expected { members.append(.init("expected", expected.json)) }
    if let actual { members.append(.init("actual", actual.json)) }
    if let difference { members.append(.init("difference", difference.json)) }
    if let transcript { members.append(.init("transcript", .string(transcript))) }
    if let exitStatus { members.append(.init("exit_status", .int(exitStatus))) }
    if let signal { members.append(.init("signal", .int(signal))) }
    if let cpuMilliseconds { members.append(.init("cpu_ms", .double(cpuMilliseconds))) }
    if let wallMilliseconds { members.append(.init("wall_ms", .double(wallMilliseconds))) }
    if let idleMilliseconds { members.append(.init("idle_ms", .double(idleMilliseconds))) }
    if let memoryPeakBytes { members.append(.init("memory_bytes", .int(memoryPeakBytes))) }
    if let errorOutput { members.append(.init("stderr", .string(errorOutput))) }
    if isRepeated { members.append(.init("run_again_alone", .bool(true))) }
    return .object(members)
  }

  public init?(json: JSON) {
    guard let name = json["name"]?.string,
      let reason = json["reason"]?.string.flatMap(Reason.init(rawValue:))
    else { return nil }
    self.init(
      name: name, reason: reason, points: json["points"]?.double ?? 1,
      hidden: json["hidden"]?.bool ?? false, input: json["input"].map(Excerpt.init(json:)),
      expected: json["expected"].map(Excerpt.init(json:)),
      actual: json["actual"].map(Excerpt.init(json:)), remark: json["remark"]?.string ?? "",
      cpuMilliseconds: json["cpu_ms"]?.double, wallMilliseconds: json["wall_ms"]?.double,
      memoryPeakBytes: json["memory_bytes"]?.int, errorOutput: json["stderr"]?.string)
    isRepeated = json["run_again_alone"]?.bool ?? false
    share = json["share"]?.double
    checkerMessage = json["checker"]?.string
    difference = json["difference"].flatMap(FirstDifference.init(json:))
    transcript = json["transcript"]?.string
    exitStatus = json["exit_status"]?.int
    signal = json["signal"]?.int
    idleMilliseconds = json["idle_ms"]?.double
  }
}

extension FirstDifference {
  public var json: JSON {
    [
      "line": .int(line), "token": .int(token), "expected": .optional(expected),
      "actual": .optional(actual),
    ]
  }

  public init?(json: JSON) {
    guard let line = json["line"]?.int else { return nil }
    self.init(
      line: line, token: json["token"]?.int ?? 0, expected: json["expected"]?.string,
      actual: json["actual"]?.string)
  }
}

extension Excerpt {
  /// Text that is whole is just a string; else an object with the whole's length.
  public var json: JSON {
    isWhole ? .string(text) : ["text": .string(text), "bytes": .int(byteCount)]
  }

  public init(json: JSON) {
    let text = json.string ?? json["text"]?.string ?? ""
    self.init(text: text, byteCount: json["bytes"]?.int ?? text.utf8.count)
  }
}

extension CriterionScore {
  public var json: JSON {
    [
      "id": .string(id), "title": .string(title), "earned": .double(earned),
      "possible": .double(possible), "remark": .string(remark),
    ]
  }

  public init?(json: JSON) {
    guard let id = json["id"]?.string, let earned = json["earned"]?.double,
      let possible = json["possible"]?.double
    else { return nil }
    self.init(
      id: id, title: json["title"]?.string ?? id, earned: earned, possible: possible,
      remark: json["remark"]?.string ?? "")
  }
}
