// HTTP is ASCII: these compare and cut bytes, without Unicode's rules and their cost.

extension String {
  /// Whether both are the same but for the case of ASCII letters.
  func equalsIgnoringCase(_ other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
  }

  /// Whether `words`, in lower case, stands somewhere in the text, in whatever case.
  func containsIgnoringCase(_ words: String) -> Bool {
    let text = utf8.map(\.asciiLowercased)
    let pattern = Array(words.utf8)
    guard !pattern.isEmpty, text.count >= pattern.count else { return pattern.isEmpty }
    return (0...(text.count - pattern.count)).contains { start in
      text[start...].starts(with: pattern)
    }
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { 65...90 ~= self ? self | 0x20 : self }

  var isASCIISpace: Bool { self == 0x20 || 0x09...0x0D ~= self }
}

extension Collection<UInt8> {
  /// Without white space at either end.
  var trimmingASCIISpace: SubSequence {
    let front = drop(while: \.isASCIISpace)
    var end = front.endIndex
    var last = front.startIndex
    var index = front.startIndex
    while index < front.endIndex {
      let next = front.index(after: index)
      if !front[index].isASCIISpace { last = next }
      index = next
    }
    end = last
    return front[..<end]
  }
}
