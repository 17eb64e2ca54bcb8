/// Finds YAML files in which an alias may be part of a key.
///
/// The parser compares keys as whole trees, so a few nested aliases in a key would keep it busy for
/// ever. Such files are refused before they are parsed. The test is coarse, by characters alone: it
/// needs many anchors and aliases and a key that is no plain word, which no problem set has reason
/// for.
struct AliasedKeys {
  /// This many anchors or aliases unfold to too little to do harm.
  static let harmless = 8

  private var anchors = 0
  private var aliases = 0
  private var line = 1
  private var suspect: Int?
  private var before: UInt8 = 10
  /// The last byte that was no space.
  private var solid: UInt8 = 10
  private var alias = Alias.none

  private enum Alias { case none, name, spaces }

  /// The line of the first suspicious key; `nil` if there is nothing to fear.
  static func suspect(in text: String) -> Int? {
    var scan = AliasedKeys()
    var bytes = text.utf8.makeIterator()
    var byte = bytes.next()
    while let current = byte {
      let next = bytes.next()
      scan.look(at: current, next: next)
      byte = next
    }
    return scan.anchors > harmless && scan.aliases > harmless ? scan.suspect : nil
  }

  private mutating func look(at byte: UInt8, next: UInt8?) {
    if byte == UInt8(ascii: ":"), alias != .none || isClosing(solid) { suspect = suspect ?? line }
    if alias != .none { alias = following(alias, byte) }
    switch byte {
    case UInt8(ascii: "&"): if opens, AliasedKeys.isName(next) { anchors += 1 }
    case UInt8(ascii: "*"):
      if opens, AliasedKeys.isName(next) {
        aliases += 1
        alias = .name
      }
    case UInt8(ascii: "?"):
      if opens, AliasedKeys.isSpace(next) || isCollection(next) { suspect = suspect ?? line }
    case 10: line += 1
    default: break
    }
    if !AliasedKeys.isSpace(byte) { solid = byte }
    before = byte
  }

  /// Whether a token may start here.
  private var opens: Bool { AliasedKeys.isSpace(before) || "[{,:-?".utf8.contains(before) }

  private func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  private func following(_ alias: Alias, _ byte: UInt8) -> Alias {
    switch alias {
    case .none: .none
    case .name: AliasedKeys.isName(byte) ? .name : AliasedKeys.isSpace(byte) ? .spaces : .none
    case .spaces: AliasedKeys.isSpace(byte) ? .spaces : .none
    }
  }

  private func isCollection(_ byte: UInt8?) -> Bool {
    byte.map { "[{*&!".utf8.contains($0) } ?? false
  }

  private static func isSpace(_ byte: UInt8?) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13 || byte == nil
  }

  private static func isName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == 45 || byte == 95 || byte > 127
  }
}
