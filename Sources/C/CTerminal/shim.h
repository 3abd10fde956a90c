#pragma once
// ioctl(2) is variadic, and Swift does not import variadic functions.
#include <sys/ioctl.h>

/// The columns of the terminal behind a descriptor, or 0 where there is none.
static inline unsigned ferry_terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
