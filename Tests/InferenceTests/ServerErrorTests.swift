import Testing

@testable import Inference

struct ServerErrorTests {
  @Test(
    arguments: [
      // body, message, type, code
      (
        #"{"error":{"message":"The model `z` does not exist","type":"NotFoundError","code":404}}"#,
        "The model `z` does not exist", "NotFoundError", "404"
      ),
      (#"{"error":"Unauthorized"}"#, "Unauthorized", nil, nil),
      (#"{"message":"not in the list","object":"error"}"#, "not in the list", nil, nil),
      (
        #"{"object":"error","message":"gone","type":"x","code":40303}"#, "gone", "x", "40303"
      ),
      (#"{"detail":"Not Found"}"#, "Not Found", nil, nil),
      (
        #"{"detail":[{"type":"missing","loc":["body","prompt"],"msg":"Field required"}]}"#,
        "body.prompt: Field required", nil, nil
      ),
      (
        #"[{"error":{"code":429,"message":"slow down","status":"RESOURCE_EXHAUSTED"}}]"#,
        "slow down", "RESOURCE_EXHAUSTED", "429"
      ),
      (
        #"{"error":{"message":"none left","type":"internal_server_error","code":"429"}}"#,
        "none left", "internal_server_error", "429"
      ),
      (
        #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
        "Overloaded", "overloaded_error", nil
      ),
      (#"{"error":{"error":{"message":"deep"}}}"#, "deep", nil, nil),
      (#"{"error":{"what":1}}"#, #"{"what":1}"#, nil, nil),
      ("Internal Server Error", "Internal Server Error", nil, nil),
      (
        "<html>\r\n<head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>",
        "502 Bad Gateway", nil, nil
      ),
      ("<p>Too many</p><b>requests</b>", "Too many requests", nil, nil),
      ("<html><title></title>text</html>", "text", nil, nil),
      ("", "", nil, nil), ("  \n ", "", nil, nil),
      ("{\"error\": \"cut", "{\"error\": \"cut", nil, nil),
      ("a\u{7}b\n\n   c\u{1B}[31m", "ab c[31m", nil, nil),
    ] as [(String, String, String?, String?)])
  func everyFormOfErrorIsRead(body: String, message: String, type: String?, code: String?) {
    #expect(
      ServerError(body: Array(body.utf8)) == ServerError(message: message, type: type, code: code))
  }

  @Test func longMessagesAreCut() {
    let message = ServerError(body: Array(String(repeating: "é", count: 100_000).utf8)).message
    #expect(message == String(repeating: "é", count: ServerError.longestMessage) + "…")
  }
}
