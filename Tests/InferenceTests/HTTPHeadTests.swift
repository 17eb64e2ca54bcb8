import Testing

@testable import Inference

struct HTTPHeadTests {
  private func head(_ lines: String...) -> HTTPHead {
    lines.reduce(into: HTTPHead()) { $0.receive(line: Array($1.utf8)) }
  }

  @Test func linesBecomeHeaders() {
    let head = head("HTTP/1.1 200 OK\r\n", "A:1\r\n", "b-C:  two words \r\n", "D:\r\n", "\r\n")
    #expect(
      head.headers == [HTTPHeader("A", "1"), HTTPHeader("b-C", "two words"), HTTPHeader("D", "")])
    #expect(head.isComplete)
  }

  @Test func onlyTheLastHeadCounts() {
    let head = head("HTTP/1.1 100 Continue\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 200\r\n", "B: 2\r\n")
    #expect(head.headers == [HTTPHeader("B", "2")])
    #expect(!head.isComplete)
  }

  @Test func linesThatAreNoHeadersAreLeftOut() {
    #expect(head("HTTP/1.1 200 OK\r\n", "no colon\r\n", ": no name\r\n").headers.isEmpty)
  }

  @Test func namesAreFoundInWhateverCase() {
    let response = HTTPResponse(status: 200, headers: [HTTPHeader("rEtry-AFTER", "1")])
    #expect(response.header("Retry-After") == "1")
    #expect(response.header("Retry-Afte") == nil)
  }

  @Test func noLineHoweverOddDoesHarm() {
    var random = SmallRandom(seed: 3)
    for _ in 0..<5000 {
      var head = HTTPHead()
      let line: [UInt8] = (0..<Int.random(in: 0..<20, using: &random)).map { _ in
        [0, 9, 10, 13, 32, 58, 65, 255].randomElement(using: &random) ?? 0
      }
      head.receive(line: line)
      #expect(
        head.headers.allSatisfy { header in
          (header.name + header.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        })
    }
  }
}
