// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <linux/openat2.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc has no wrapper for openat2, and Swift cannot call the variadic syscall().
static inline int hardware_openat2(int directory, const char *path, int flags, unsigned long long resolve) {
    struct open_how how = {.flags = (unsigned long long)flags, .resolve = resolve};
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

static const unsigned long long hardware_resolve_in_root = RESOLVE_IN_ROOT;

// Glibc's module lacks pthread_setname_np; the kernel takes the first 15 bytes.
static inline void hardware_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

// fcntl.h has it only under _GNU_SOURCE.
static const int hardware_o_path = 010000000;

// Glibc's module lacks eventfd.
static inline int hardware_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline int hardware_eventfd_signal(int descriptor) { return eventfd_write(descriptor, 1); }
