import Grading
import Testing

@testable import Problems

/// Outputs of other tools are matched with the problems that they are about.
@Suite struct ForeignOutputTests {
  private static let set = """
    {"task_id":"HumanEval/0","prompt":"def a():\\n","entry_point":"a","canonical_solution":"    pass\\n","test":"def check(c): pass"}
    {"task_id":"HumanEval/1","prompt":"def b():\\n","entry_point":"b","canonical_solution":"    pass\\n","test":"def check(c): pass"}
    """
  private static let sums = """
    {"question":"One and one?","answer":"#### 2"}
    {"question":"One and two?","answer":"#### 3"}
    """

  private func outputs(
    _ text: String, as name: String, of set: String = sums, skipUnknown: Bool = false
  ) throws -> [StoredOutput] {
    try outputs(Array(text.utf8), as: name, of: set, skipUnknown: skipUnknown)
  }

  private func outputs(
    _ bytes: [UInt8], as name: String, of set: String = sums, skipUnknown: Bool = false
  ) throws -> [StoredOutput] {
    let folder = try TemporaryFolder()
    let problems = try ProblemSetReader().read(try folder.write("set.jsonl", set)).set
    return try StoredOutput.read(
      try folder.write(name, bytes: bytes), of: problems, skipUnknown: skipUnknown)
  }

  private func facts(_ outputs: [StoredOutput]) -> [String] {
    outputs.map { "\($0.problemID) \($0.attempt) \($0.failure ?? $0.completion.content)" }
  }

  @Test func humanEvalSamplesCountTheirAttempts() throws {
    let text = """
      {"task_id":"HumanEval/1","completion":"    return 1"}
      {"task_id":"HumanEval/1","solution":"def b():\\n    return 2"}
      """
    #expect(
      facts(try outputs(text, as: "samples.jsonl", of: Self.set)) == [
        "HumanEval/1 1     return 1", "HumanEval/1 2 def b():\n    return 2",
      ])
  }

  @Test func evalPlusFoldersHoldAFileForEachSample() throws {
    let folder = try TemporaryFolder()
    let problems = try ProblemSetReader().read(try folder.write("set.jsonl", Self.set)).set
    try folder.write("samples/HumanEval_0/0.py", "def a(): return 1")
    try folder.write("samples/HumanEval_0/1.py", "def a(): return 2")
    let read = try StoredOutput.read(folder.path + "/samples", of: problems)
    #expect(
      facts(read) == [
        "HumanEval/0 1 ```python\ndef a(): return 1\n```",
        "HumanEval/0 2 ```python\ndef a(): return 2\n```",
      ])
  }

  @Test func liveCodeBenchListsHoldCode() throws {
    let set = Fixtures.contests[0].text
    let text = #"[{"question_id":"abc1_a","code_list":["print(1)",""]}]"#
    #expect(
      facts(try outputs(text, as: "lcb.json", of: set)) == [
        "abc1_a 1 ```python\nprint(1)\n```", "abc1_a 2 ",
      ])
  }

  @Test func bigcodeGenerationsFollowTheSet() throws {
    let text = #"[["def a(): 1","def a(): 2"],["def b(): 3"]]"#
    #expect(
      facts(try outputs(text, as: "generations.json", of: Self.set)) == [
        "HumanEval/0 1 ```\ndef a(): 1\n```", "HumanEval/0 2 ```\ndef a(): 2\n```",
        "HumanEval/1 1 ```\ndef b(): 3\n```",
      ])
  }

  @Test func lmEvaluationSamplesAreFoundByTheirDocument() throws {
    let text = """
      {"doc_id":0,"doc":{"question":"One  and two?","answer":"#### 3"},"resps":[["3","4"]],"target":"3"}
      """
    let read = try outputs(text, as: "samples_gsm8k.jsonl")
    #expect(read.map(\.attempt) == [1, 2])
    #expect(read.map(\.completion.content) == ["3", "4"])
    #expect(Set(read.map(\.problemID)) == ["gsm8k-" + SHA256.hex("One and two?").prefix(12)])
  }

  @Test func nemoOutputsAreFoundByTheirProblem() throws {
    let text =
      #"{"problem":"One and one?","expected_answer":"2","generation":"It is 2.","#
      + #""num_generated_tokens":4}"#
    let read = try outputs(text, as: "output-rs0.jsonl")
    #expect(read.map(\.completion.content) == ["It is 2."])
    #expect(read.first?.completion.completionTokens == 4)
  }

  private static let sample =
    #"{"id":1,"epoch":2,"input":"One and one?","target":"2","output":{"model":"m","choices":"#
    + #"[{"message":{"role":"assistant","content":[{"type":"reasoning","reasoning":"hm"},"#
    + #"{"type":"text","text":"2"}]},"stop_reason":"stop"}],"#
    + #""usage":{"input_tokens":3,"output_tokens":4},"time":0.5}}"#

  @Test func inspectLogsAreReadAsJSONAndAsArchives() throws {
    let json = #"{"version":2,"status":"success","eval":{},"samples":[\#(Self.sample)]}"#
    let archive = Packing.zip([
      ("header.json", Array("{}".utf8), 8), ("samples/1_epoch_2.json", Array(Self.sample.utf8), 93),
    ])
    for read in [try outputs(json, as: "log.json"), try outputs(archive, as: "log.eval")] {
      #expect(
        read.map(\.completion) == [
          Completion(
            content: "2", reasoning: "hm", promptTokens: 3, completionTokens: 4,
            latencyMilliseconds: 500, servedModel: "m")
        ])
      #expect(read.map(\.attempt) == [2])
    }
  }

  @Test func batchResultsCarryFailuresAsFailures() throws {
    let text = """
      {"id":"r1","custom_id":"HumanEval/1#2","response":{"status_code":200,"request_id":"q","body":{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x","reasoning_content":"y"},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}},"error":null}
      {"id":"r2","custom_id":"HumanEval/0#1","response":null,"error":{"code":"batch_expired","message":"too late"}}
      {"id":"r3","custom_id":"HumanEval/1#1","response":{"status_code":429,"body":{"error":{"message":"slow down"}}},"error":null}
      """
    let read = try outputs(text, as: "results.jsonl", of: Self.set)
    #expect(
      facts(read) == [
        "HumanEval/1 2 x", "HumanEval/0 1 the request failed: too late",
        "HumanEval/1 1 the server answered 429: slow down",
      ])
    #expect(read[0].completion.finishReason == .length)
    #expect(read[0].completion.reasoning == "y")
  }

  @Test func anUnknownProblemIsAnErrorUnlessItIsPassedOver() throws {
    let text = #"{"question_id":"lost","code_list":["x"]}"#
    let error = #expect(throws: LoadingErrors.self) { try outputs(text, as: "x.jsonl") }
    #expect(error?.errors.first?.line == 1)
    #expect(error?.errors.first?.message == "“lost” is no problem of the set")
    #expect(try outputs(text, as: "x.jsonl", skipUnknown: true).isEmpty)
  }
}
