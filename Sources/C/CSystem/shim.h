#pragma once
// System calls that Swift's Glibc module does not show, or that are variadic. One inline per call, no logic.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

static inline int ferry_openat(int directory, const char *name, int flags, mode_t mode) {
    return openat(directory, name, flags, mode);
}

static inline int ferry_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve) {
    struct open_how how = {.flags = flags, .resolve = resolve};
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

static inline int ferry_fchmodat2(int directory, const char *name, mode_t mode, int flags) {
    return (int)syscall(SYS_fchmodat2, directory, name, mode, flags);
}

static inline ssize_t ferry_getdents64(int directory, void *buffer, size_t size) {
    return getdents64(directory, buffer, size);
}

static inline ssize_t ferry_copy_file_range(
    int from, int64_t *from_offset, int to, int64_t *to_offset, size_t length) {
    return copy_file_range(from, from_offset, to, to_offset, length, 0);
}

static inline int ferry_clone(int to, int from) { return ioctl(to, FICLONE, from); }

static inline int ferry_clone_range(int to, int from, uint64_t from_offset, uint64_t length, uint64_t to_offset) {
    struct file_clone_range range = {
        .src_fd = from, .src_offset = from_offset, .src_length = length, .dest_offset = to_offset};
    return ioctl(to, FICLONERANGE, &range);
}

static inline int ferry_syncfs(int file) { return syncfs(file); }

static inline int ferry_punch_hole(int file, int64_t offset, int64_t length) {
    return fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

static inline int ferry_reserve(int file, int64_t length) {
    return fallocate(file, FALLOC_FL_KEEP_SIZE, 0, length);
}

static inline uint32_t ferry_major(uint64_t device) { return major(device); }
static inline uint32_t ferry_minor(uint64_t device) { return minor(device); }
static inline uint64_t ferry_makedev(uint32_t high, uint32_t low) { return makedev(high, low); }

/// The English description of an errno value, whatever the locale; NULL when there is none.
static inline const char *ferry_error_description(int error) { return strerrordesc_np(error); }

static const uint64_t ferry_resolve_beneath_no_symlinks = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
static const int ferry_o_path = O_PATH;
static const int ferry_o_noatime = O_NOATIME;
static const int ferry_o_tmpfile = O_TMPFILE;
static const int ferry_at_empty_path = AT_EMPTY_PATH;
static const int64_t ferry_utime_omit = UTIME_OMIT;
