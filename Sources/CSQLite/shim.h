#pragma once
#include <sqlite3.h>

// A cast in a macro, which Swift does not import: SQLite copies bound text at once.
static inline sqlite3_destructor_type assay_sqlite_transient(void) { return SQLITE_TRANSIENT; }
