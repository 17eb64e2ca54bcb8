#pragma once
#include <sqlite3.h>

// A cast in a macro, which Swift does not import: SQLite copies bound text at once.
static inline sqlite3_destructor_type assay_sqlite_transient(void) { return SQLITE_TRANSIENT; }

// A variadic function. Before the library is first used: no counting of its memory, which takes a lock for
// every allocation and which nobody reads.
static inline int assay_sqlite_without_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
