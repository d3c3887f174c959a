#ifndef MARTLET_CSQLITE_SHIM_H
#define MARTLET_CSQLITE_SHIM_H

#include <sqlite3.h>

/* SQLite counts what it allocates, under one lock for all connections, and Debian's build allocates each small thing by
 * itself: readers would wait for each other more than for the disk. Without effect once SQLite is in use. */
static inline int sqlite_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
