/// Numbers in Chinese characters: `四十五`, `三万零二十`, `七分之三`, `百分之八`.
enum ChineseNumbers {
  private static let digits: [Character: Int] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
  ]
  private static let tens: [Character: Int] = ["十": 10, "百": 100, "千": 1000]

  /// Nothing unless the whole word is a number.
  static func value(of word: String) -> Rational? {
    guard let first = word.unicodeScalars.first, first.value >= 0x3000, word.count <= 24 else {
      return nil
    }
    let name = Array(word)
    let divider = Array("分之")
    for place in name.indices where name[place...].starts(with: divider) {
      let top = integer(name[(place + 2)...])
      let bottom = name[..<place] == ["百"] ? 100 : integer(name[..<place])
      guard let top, let bottom, bottom > 0 else { return nil }
      return Rational(top, bottom)
    }
    return integer(name[...]).map { Rational($0) }
  }

  private static func integer(_ name: ArraySlice<Character>) -> Int? {
    guard !name.isEmpty else { return nil }
    var total = 0
    var section = 0
    var digit: Int?
    for character in name {
      if let value = digits[character] {
        guard digit == nil || digit == 0 else { return nil }
        digit = value
      } else if let scale = tens[character] {
        section += (digit ?? 1) * scale
        digit = nil
      } else if character == "万" || character == "亿" {
        let whole = total + section + (digit ?? 0)
        guard whole < 1_000_000_000 else { return nil }
        total = whole * (character == "万" ? 10_000 : 100_000_000)
        section = 0
        digit = nil
      } else {
        return nil
      }
    }
    return total + section + (digit ?? 0)
  }
}
