internal import CSQLite

/// A failure of the grade book's file.
public struct GradeBookError: Error, Sendable, Hashable {
  public var path: String
  /// SQLite's own words, or ours; one line.
  public var message: String

  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}

extension GradeBook {
  /// The version of the SQLite library in use, for example `3.40.1`.
  public static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}

/// A connection to one SQLite file. Confined to the actor that owns it.
final class Database {
  let path: String
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// Opens or creates the file, in WAL mode with foreign keys on.
  ///
  /// Commits are synced to the disk (`synchronous = FULL`): what was paid for survives a power cut.
  init(path: String) throws(GradeBookError) {
    self.path = path
    _ = Database.isTuned
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let status = sqlite3_open_v2(path, &handle, flags, nil)
    guard let handle else { throw GradeBookError(path: path, message: "out of memory") }
    self.handle = handle
    guard status == SQLITE_OK else { throw failure() }
    sqlite3_busy_timeout(handle, 30_000)
    try execute("PRAGMA journal_mode = WAL")
    try execute("PRAGMA synchronous = FULL")
    // Fewer and larger: pages that change often are copied back once in thousands of commits.
    try execute("PRAGMA wal_autocheckpoint = 8000")
    try execute("PRAGMA cache_size = -\(Database.cacheKilobytes)")
    try execute("PRAGMA secure_delete = OFF")
    try execute("PRAGMA foreign_keys = ON")
    try execute("PRAGMA cell_size_check = ON")
  }

  private static let isTuned = assay_sqlite_without_statistics() == SQLITE_OK

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Runs statements that have no parameters; rows are ignored.
  func execute(_ sql: String) throws(GradeBookError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  /// Runs one statement and ignores its rows.
  func run(_ sql: String, _ values: [SQLValue] = []) throws(GradeBookError) {
    try each(sql, values) { _ in }
  }

  /// A statement that is run many times in a row.
  func inserter(_ sql: String) throws(GradeBookError) -> Inserter {
    Inserter(database: self, statement: try prepared(sql))
  }

  /// Runs a statement over and over with other values.
  struct Inserter {
    fileprivate let database: Database
    fileprivate let statement: Statement

    func insert(_ values: (inout Binding) -> Void) throws(GradeBookError) {
      var binding = Binding(statement)
      values(&binding)
      defer { statement.reset() }
      guard binding.isGood, statement.step() == SQLITE_DONE else { throw database.failure() }
    }
  }

  /// Runs one statement and hands over each row.
  func each(
    _ sql: String, _ values: [SQLValue] = [], row: (Statement) throws(GradeBookError) -> Void
  ) throws(GradeBookError) {
    let statement = try prepared(sql)
    defer { statement.reset() }
    guard statement.bind(values) else { throw failure() }
    while true {
      switch statement.step() {
      case SQLITE_ROW: try row(statement)
      case SQLITE_DONE: return
      default: throw failure()
      }
    }
  }

  /// Runs one statement and makes a value of each row.
  func rows<Value>(
    _ sql: String, _ values: [SQLValue] = [],
    row: (Statement) throws(GradeBookError) -> Value
  ) throws(GradeBookError) -> [Value] {
    var result: [Value] = []
    try each(sql, values) { statement throws(GradeBookError) in
      result.append(try row(statement))
    }
    return result
  }

  private static let cacheKilobytes = 8 << 10
  private static let largeCacheKilobytes = 48 << 10

  /// Runs `body` in a transaction with room for many texts, whose keys come in no order: with less, pages
  /// are written and read back many times before they are full.
  ///
  /// Keys of other tables are not looked up for each row: `body` stores what a row names before the row.
  func largeTransaction<Value>(
    _ body: () throws(GradeBookError) -> Value
  ) throws(GradeBookError) -> Value {
    try execute(
      "PRAGMA cache_size = -\(Database.largeCacheKilobytes); PRAGMA foreign_keys = OFF")
    defer {
      sqlite3_exec(
        handle, "PRAGMA cache_size = -\(Database.cacheKilobytes); PRAGMA foreign_keys = ON", nil,
        nil, nil)
    }
    return try transaction(body)
  }

  /// Runs `body` in a transaction: all of it happens, or nothing.
  func transaction<Value>(
    _ body: () throws(GradeBookError) -> Value
  ) throws(GradeBookError) -> Value {
    try execute("BEGIN IMMEDIATE")
    do throws(GradeBookError) {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  private func prepared(_ sql: String) throws(GradeBookError) -> Statement {
    if let statement = statements[sql] { return statement }
    var pointer: OpaquePointer?
    guard
      sqlite3_prepare_v3(
        handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil) == SQLITE_OK,
      let pointer
    else { throw failure() }
    let statement = Statement(pointer)
    statements[sql] = statement
    return statement
  }

  fileprivate func failure() -> GradeBookError {
    GradeBookError(path: path, message: String(cString: sqlite3_errmsg(handle)))
  }
}

/// A value that is bound to a parameter.
enum SQLValue {
  case null
  case integer(Int)
  case real(Double)
  case text(String)

  static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }
  static func optional(_ value: Int?) -> SQLValue { value.map(SQLValue.integer) ?? .null }
  static func optional(_ value: Double?) -> SQLValue { value.map(SQLValue.real) ?? .null }
}

/// A prepared statement, positioned at a row while rows are handed over.
final class Statement {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { sqlite3_finalize(pointer) }

  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  func step() -> Int32 { sqlite3_step(pointer) }

  func bind(_ values: [SQLValue]) -> Bool {
    var binding = Binding(self)
    for value in values {
      switch value {
      case .null: binding.nulls(1)
      case .integer(let value): binding.integer(value)
      case .real(let value): binding.real(value)
      case .text(let text): binding.text(text)
      }
    }
    return binding.isGood
  }

  fileprivate func bindNull(at position: Int32) -> Int32 { sqlite3_bind_null(pointer, position) }

  fileprivate func bind(_ value: Int, at position: Int32) -> Int32 {
    sqlite3_bind_int64(pointer, position, Int64(value))
  }

  fileprivate func bind(_ value: Double, at position: Int32) -> Int32 {
    sqlite3_bind_double(pointer, position, value)
  }

  /// Binds with an explicit length, so that text with a NUL is kept whole.
  fileprivate func bind(_ text: String, at position: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else {
        return sqlite3_bind_text(pointer, position, "", 0, assay_sqlite_transient())
      }
      return base.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
        sqlite3_bind_text64(
          pointer, position, $0, sqlite3_uint64(buffer.count), assay_sqlite_transient(),
          UInt8(SQLITE_UTF8))
      }
    }
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }

  func real(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(pointer, column) else { return "" }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }

  func optionalReal(_ column: Int32) -> Double? { isNull(column) ? nil : real(column) }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}

/// The values of a statement's parameters, given from the first to the last.
struct Binding {
  private let statement: Statement
  private var position: Int32 = 0
  /// Whether SQLite took all values so far.
  private(set) var isGood = true

  init(_ statement: Statement) { self.statement = statement }

  mutating func text(_ value: String?) {
    guard let value else { return nulls(1) }
    position += 1
    note(statement.bind(value, at: position))
  }

  mutating func integer(_ value: Int?) {
    guard let value else { return nulls(1) }
    position += 1
    note(statement.bind(value, at: position))
  }

  mutating func real(_ value: Double?) {
    guard let value else { return nulls(1) }
    position += 1
    note(statement.bind(value, at: position))
  }

  mutating func nulls(_ count: Int) {
    for _ in 0..<count {
      position += 1
      note(statement.bindNull(at: position))
    }
  }

  private mutating func note(_ status: Int32) {
    if status != SQLITE_OK { isGood = false }
  }
}
