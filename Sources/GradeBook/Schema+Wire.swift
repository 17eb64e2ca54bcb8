extension Schema {
  /// How completions came, what broken streams had brought, and who the servers were.
  static let wire = """
    ALTER TABLE completions ADD COLUMN wire TEXT CHECK (wire IS NULL OR json_valid(wire));
    ALTER TABLE grades ADD COLUMN fault_received TEXT;

    CREATE TABLE servers (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      endpoint TEXT NOT NULL,
      card TEXT NOT NULL CHECK (json_valid(card)),
      PRIMARY KEY (run, endpoint)
    ) STRICT, WITHOUT ROWID;
    """
}
