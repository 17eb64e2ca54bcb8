import Testing

@testable import Grading

@Suite struct SHA256Tests {
  /// Source: FIPS 180-4 examples and the NIST test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedDigestsAreMet(_ text: String, _ digest: String) {
    #expect(SHA256.hex(text) == digest)
  }

  @Test func aMillionLettersHaveThePublishedDigest() {
    #expect(
      SHA256.hex(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Wherever blocks of 64 bytes begin and end.
  @Test func bytesInPiecesAndTheProcessorsInstructionsGiveTheSameDigest() {
    for count in 0...200 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ count) }
      let whole = SHA256.hex(bytes)
      #expect(SHA256.hexInPlainCode(bytes) == whole)
      for cut in [0, 1, count / 2, 63, 64, 65, count] where cut <= count {
        var digest = SHA256()
        digest.update(bytes[..<cut])
        let fork = digest
        digest.update(bytes[cut...])
        #expect(digest.hex == whole)
        #expect(fork.hex == SHA256.hex(bytes[..<cut]))
      }
    }
  }
}

@Suite struct RequestFingerprintTests {
  @Test(arguments: [nil, "Be brief.", "Be \"brief\"."])
  func theNameIsTheDigestOfAllThatIsSent(system: String?) {
    let names = RequestFingerprint(
      protocolName: "p", model: "m", parameters: ["temperature": .int(1)])
    let common = SHA256.hex(
      JSON.array([.string("p"), .string("m"), ["temperature": .int(1)]]).text)
    for number in 1...3 {
      let request = ModelRequest(
        id: AttemptID(problemID: "a", number: number),
        prompt: Prompt(system: system, text: "What is 2 + 2?", images: ["a.png"]))
      let message = JSON.array([
        .optional(system), .string("What is 2 + 2?"), .strings(["a.png"]), .int(number),
      ]).text
      #expect(names.digest(of: request) == SHA256.hex(common + message).prefix(32))
    }
  }
}
