import Grading

/// A long text cut into what is shown: plain pieces, the marked answer, and gaps.
///
/// Ranges of answers count UTF-8 bytes; cutting here, where that is natural, leaves the page's script
/// nothing to count.
struct Passage: Equatable {
  enum Piece: Equatable {
    case plain(String)
    case marked(String)
    /// That many bytes are left out.
    case gap(Int)
  }

  var pieces: [Piece]

  init(pieces: [Piece]) { self.pieces = pieces }

  /// - Parameters:
  ///   - mark: The bytes to mark; `nil` or a range that does not fit the text marks nothing.
  ///   - limit: About how many bytes are shown. The beginning, the end and the surroundings of the
  ///     mark share them; the rest becomes gaps.
  init(_ text: String, mark: Range<Int>?, limit: Int) {
    var text = text
    let bytes = text.withUTF8 { Array($0) }
    let mark = mark.flatMap { $0.upperBound <= bytes.count && !$0.isEmpty ? $0 : nil }
    var pieces: [Piece] = []

    func add(_ range: Range<Int>, _ piece: (String) -> Piece) {
      let start = Passage.boundary(bytes, range.lowerBound)
      let end = Passage.boundary(bytes, range.upperBound)
      if start < end { pieces.append(piece(String(decoding: bytes[start..<end], as: UTF8.self))) }
    }
    func addShortened(_ range: Range<Int>, _ limit: Int, _ piece: (String) -> Piece) {
      guard range.count > limit + 256 else { return add(range, piece) }
      let head = Passage.boundary(bytes, range.lowerBound + limit / 2)
      let tail = Passage.boundary(bytes, range.upperBound - limit / 2)
      add(range.lowerBound..<head, piece)
      pieces.append(.gap(tail - head))
      add(tail..<range.upperBound, piece)
    }

    if let mark {
      addShortened(0..<mark.lowerBound, limit / 3, Piece.plain)
      addShortened(mark, limit / 3, Piece.marked)
      addShortened(mark.upperBound..<bytes.count, limit / 3, Piece.plain)
    } else {
      addShortened(0..<bytes.count, limit, Piece.plain)
    }
    self.pieces = pieces
  }

  /// The place itself, or the beginning of the character that it would cut.
  private static func boundary(_ bytes: [UInt8], _ place: Int) -> Int {
    var place = min(max(place, 0), bytes.count)
    while place > 0, place < bytes.count, bytes[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }

  /// Strings are plain, `{"mark"}` is marked, `{"gap"}` says how much is left out.
  var json: JSON {
    .array(
      pieces.map { piece in
        switch piece {
        case .plain(let text): .string(text)
        case .marked(let text): ["mark": .string(text)]
        case .gap(let bytes): ["gap": .string(Format.bytes(bytes))]
        }
      })
  }
}
