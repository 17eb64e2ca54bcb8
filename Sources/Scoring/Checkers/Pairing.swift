/// Pairs things of one side with things of the other where each fits only some.
enum Pairing {
  /// - Parameters:
  ///   - fits: For each thing of one side the positions on the other side that it fits.
  ///   - room: How many positions there are.
  /// - Returns: The first thing that finds no place although others make room as they can; `nil` if
  ///   all find one.
  /// Source: augmenting paths; Kuhn 1955, in Berge's form.
  static func unpaired(_ fits: [[Int]], room: Int) -> Int? {
    var owner = [Int?](repeating: nil, count: room)
    for thing in fits.indices {
      var seen = [Bool](repeating: false, count: room)
      guard place(thing, fits, &owner, &seen) else { return thing }
    }
    return nil
  }

  /// As deep as there are things at most.
  private static func place(
    _ thing: Int, _ fits: [[Int]], _ owner: inout [Int?], _ seen: inout [Bool]
  ) -> Bool {
    for position in fits[thing] where !seen[position] {
      seen[position] = true
      if let other = owner[position] {
        guard place(other, fits, &owner, &seen) else { continue }
      }
      owner[position] = thing
      return true
    }
    return false
  }
}
