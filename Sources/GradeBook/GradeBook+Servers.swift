public import Grading

extension GradeBook {
  /// Stores what is known of a run's servers; what earlier sittings knew is kept beside it.
  public func record(_ cards: [ServerCard], of run: Run) throws(GradeBookError) {
    let number = try number(of: run.id)
    let earlier = try servers(of: run)
    try database.transaction { () throws(GradeBookError) in
      for card in cards {
        let known = earlier.first { $0.endpoint == card.endpoint }
        let merged = known.map { card.merged(into: $0) } ?? card
        try database.run(
          """
          INSERT INTO servers (run, endpoint, card) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET card = excluded.card
          """, [.integer(number), .text(card.endpoint), .text(merged.json.text)])
      }
    }
  }

  /// What is known of a run's servers, by address.
  public func servers(of run: Run) throws(GradeBookError) -> [ServerCard] {
    try database.rows(
      "SELECT card FROM servers WHERE run = ? ORDER BY endpoint",
      [.integer(try number(of: run.id))]
    ) { ServerCard(json: JSON(stored: $0.text(0))) }
  }
}
