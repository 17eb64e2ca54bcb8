import Foundation
import Testing

/// Conversion writes what was asked for and nothing else.
@Suite struct ConvertTests {
  @Test func aSetThatIsNotHeldBecomesTheSameLines() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Exam.set)
    let held = try await desk.assay("convert", "set.jsonl", "--out", "held.jsonl")
    let streamed = try await desk.assay(
      "convert", "set.jsonl", "--out", "streamed.jsonl", "--most-held-bytes", "1")
    #expect(held.status == 0 && streamed.status == 0, "\(streamed.messages)")
    #expect(streamed.messages == held.messages)
    let text = try desk.text("streamed.jsonl")
    #expect(text.split(separator: "\n").count == 5)
    #expect(try text == desk.text("held.jsonl"))
  }

  @Test func aSlipInASetThatIsNotHeldLeavesNoFile() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Exam.set + "{\"id\":\"x\"}\n" + Exam.set)
    let result = try await desk.assay(
      "convert", "set.jsonl", "--out", "out.jsonl", "--most-held-bytes", "1")
    #expect(result.status == 2)
    #expect(result.messages.contains("set.jsonl:6: x: “kind” is missing"))
    #expect(result.messages.contains("set.jsonl:7: sum: the id stands twice"))
    #expect(desk.files == ["set.jsonl"])
  }

  /// A pipe stands here for all that is no regular file, `/dev/null` among them.
  @Test func whatIsNoRegularFileIsWrittenToAndNotReplaced() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let pipe = desk.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let result = try await desk.assay("convert", "set.jsonl", "--out", "pipe")
    #expect(result.status == 0, "\(result.messages)")
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = read(descriptor, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).hasPrefix(#"{"id":"p1""#))
    var status = stat()
    #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }
}
