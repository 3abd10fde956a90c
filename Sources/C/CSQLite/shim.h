#pragma once
#include <sqlite3.h>
#include <sys/vfs.h>

/* SQLITE_TRANSIENT is a cast, which Swift does not import: SQLite copies what is bound. */
static inline int ferry_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 length) {
    return length == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                       : sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
}

/* A write-ahead log that stays when the last connection closes. One that is removed by its name could be another
 * database's by then: the database that it belonged to may have been moved aside. */
static inline int ferry_keep_log(sqlite3 *database) {
    int keep = 1;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
}

/* Whether the file that is open has lost its name. SQLite itself looks only where it has no write-ahead log. */
static inline int ferry_has_moved(sqlite3 *database) {
    int moved = 0;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

/* The kind of file system that a path is on, as statfs(2) numbers them; 0 where that is not known. Swift's Glibc module
 * has no statfs. */
static inline unsigned ferry_file_system_kind(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (unsigned)status.f_type : 0;
}
