/// Letters that stand for complex numbers where a conjugate or a part of them is taken: `z`, `w`.
enum ComplexLetters {
  /// Whether a conjugate, a real or imaginary part or an argument of such a letter is taken.
  static func matter(_ node: Node) -> Bool {
    node.contains { part in
      switch part {
      case .call(.conjugate, _), .call(.realPart, _), .call(.imaginaryPart, _), .call(.argument, _):
        part.symbols.contains(where: isComplex)
      default: false
      }
    }
  }

  private static func isComplex(_ name: String) -> Bool {
    name == "z" || name == "w" || name.hasPrefix("z_") || name.hasPrefix("w_")
  }

  /// Each such letter as a real and an imaginary part.
  static func split(_ node: Node) -> Node {
    node.symbols.filter(isComplex).reduce(node) { whole, name in
      whole.replacing(
        name,
        by: .sum([
          .symbol("real part of " + name),
          .product([.constant(.i), .symbol("imaginary part of " + name)]),
        ]))
    }
  }
}
