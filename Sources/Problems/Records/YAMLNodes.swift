import Yams

/// Walks the nodes of a YAML file.
enum YAMLNodes {
  static func node(at steps: [Step], in root: Node) -> Node? {
    var node = root
    for step in steps {
      guard let next = child(step, of: node) else { return nil }
      node = next.value
    }
    return node
  }

  /// The line, from 1, of the value at `steps` (of its key, if it has one), or as far as they lead.
  static func line(of steps: [Step], in root: Node) -> Int? {
    var node = root
    var line = root.mark?.line
    for step in steps {
      guard let next = child(step, of: node) else { break }
      node = next.value
      line = next.line ?? line
    }
    return line
  }

  private static func child(_ step: Step, of node: Node) -> (value: Node, line: Int?)? {
    switch (node, step) {
    case (.mapping(let mapping), .key(let name)):
      for (key, value) in mapping where key.scalar?.string == name {
        return (value, key.mark?.line)
      }
      return nil
    case (.sequence(let sequence), .index(let index)):
      guard index < sequence.count else { return nil }
      return (sequence[index], sequence[index].mark?.line)
    default: return nil
    }
  }
}
