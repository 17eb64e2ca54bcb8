/// The tables of a grade book, as numbered migrations: append only, never edited once released.
enum Schema {
  /// Brings a file up to the newest version, each migration in a transaction of its own.
  ///
  /// - Throws: if the file was written by a newer Assay.
  static func migrate(_ database: Database) throws(GradeBookError) {
    var version = 0
    try database.each("PRAGMA user_version") { version = $0.integer(0) }
    guard version <= migrations.count else {
      throw GradeBookError(
        path: database.path,
        message: "written by a newer Assay (format \(version), this one knows \(migrations.count))")
    }
    for (index, migration) in migrations.enumerated().dropFirst(version) {
      try database.transaction { () throws(GradeBookError) in
        // Another process may have been first.
        var current = 0
        try database.each("SELECT user_version FROM pragma_user_version") {
          current = $0.integer(0)
        }
        guard current == index else { return }
        try database.execute(migration)
        try database.execute("PRAGMA user_version = \(index + 1)")
      }
    }
  }

  static let migrations = [initial, requests, wire]

  private static let initial = """
    -- Prompts, problems and rubrics by the digest of their text: each is stored once.
    CREATE TABLE texts (
      hash TEXT PRIMARY KEY,
      body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL UNIQUE,
      fingerprint TEXT NOT NULL,
      started_at TEXT NOT NULL,
      finished_at TEXT,
      set_name TEXT NOT NULL,
      set_path TEXT NOT NULL,
      set_hash TEXT NOT NULL,
      model TEXT NOT NULL,
      source TEXT NOT NULL,
      protocol TEXT NOT NULL,
      parameters TEXT NOT NULL CHECK (json_valid(parameters)),
      prompts TEXT NOT NULL CHECK (json_valid(prompts)),
      attempts INTEGER NOT NULL CHECK (attempts >= 1),
      version TEXT NOT NULL
    ) STRICT;
    CREATE INDEX runs_by_fingerprint ON runs (fingerprint);

    -- The problems of a run with the prompts that they were asked by.
    CREATE TABLE problems (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      problem_id TEXT NOT NULL,
      document TEXT NOT NULL REFERENCES texts,
      system TEXT REFERENCES texts,
      prompt TEXT NOT NULL REFERENCES texts,
      images TEXT NOT NULL CHECK (json_valid(images)),
      rubric TEXT REFERENCES texts,
      PRIMARY KEY (run, position),
      UNIQUE (run, problem_id)
    ) STRICT, WITHOUT ROWID;

    -- What was paid for: written before it is marked, never changed.
    CREATE TABLE completions (
      run INTEGER NOT NULL,
      position INTEGER NOT NULL,
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      content TEXT NOT NULL,
      reasoning TEXT,
      finish_reason TEXT NOT NULL,
      prompt_tokens INTEGER,
      completion_tokens INTEGER,
      latency_ms REAL,
      tries INTEGER NOT NULL CHECK (tries >= 0),
      endpoint TEXT,
      served_model TEXT,
      request_id TEXT,
      PRIMARY KEY (run, position, attempt),
      FOREIGN KEY (run, position) REFERENCES problems ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE markings (
      number INTEGER NOT NULL CHECK (number >= 1),
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      started_at TEXT NOT NULL,
      scorers TEXT NOT NULL CHECK (json_valid(scorers)),
      rubric_name TEXT NOT NULL,
      rubric TEXT NOT NULL REFERENCES texts,
      isolation TEXT NOT NULL CHECK (json_valid(isolation)),
      limits TEXT NOT NULL CHECK (json_valid(limits)),
      PRIMARY KEY (run, number)
    ) STRICT, WITHOUT ROWID;

    -- One row an attempt and marking: a score or a fault, never both.
    CREATE TABLE grades (
      run INTEGER NOT NULL,
      marking INTEGER NOT NULL,
      position INTEGER NOT NULL,
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      verdict TEXT CHECK (
        verdict IN ('correct', 'partial', 'incorrect', 'undecided', 'unanswered')),
      reason TEXT,
      points REAL CHECK (points BETWEEN 0 AND 1),
      criteria TEXT CHECK (criteria IS NULL OR json_valid(criteria)),
      evidence TEXT CHECK (evidence IS NULL OR json_valid(evidence)),
      answer TEXT,
      answer_rule TEXT,
      answer_start INTEGER,
      answer_end INTEGER,
      answer_source TEXT CHECK (answer_source IN ('content', 'reasoning')),
      answer_confidence TEXT CHECK (answer_confidence IN ('high', 'low')),
      answer_language TEXT,
      fault TEXT,
      fault_message TEXT,
      fault_tries INTEGER,
      PRIMARY KEY (run, marking, position, attempt),
      FOREIGN KEY (run, position) REFERENCES problems ON DELETE CASCADE,
      FOREIGN KEY (run, marking) REFERENCES markings (run, number) ON DELETE CASCADE,
      CHECK ((verdict IS NULL) <> (fault IS NULL)),
      CHECK ((verdict IS NULL) = (reason IS NULL)),
      CHECK ((verdict IS NULL) = (points IS NULL)),
      CHECK ((verdict IS NULL) = (evidence IS NULL))
    ) STRICT, WITHOUT ROWID;
    """
}
