extension Schema {
  /// How completions were come by, and the names of their requests.
  static let requests = """
    CREATE TABLE requests (
      run INTEGER NOT NULL,
      position INTEGER NOT NULL,
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      -- Of protocol, model, parameters, messages and attempt: equal requests have equal names.
      fingerprint TEXT NOT NULL,
      -- What was sent as X-Request-Id; null if the completion was taken from another run.
      sent_id TEXT,
      status INTEGER,
      queued_ms REAL,
      waited_ms REAL,
      first_byte_ms REAL,
      PRIMARY KEY (run, position, attempt),
      FOREIGN KEY (run, position, attempt) REFERENCES completions ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX requests_by_fingerprint ON requests (fingerprint);
    """
}
