// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <linux/ethtool.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
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

// bits/socket.h has it only under __USE_MISC.
static const int hardware_sol_netlink = 270;

// Glibc's module lacks eventfd.
static inline int hardware_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline int hardware_eventfd_signal(int descriptor) { return eventfd_write(descriptor, 1); }

// Asks by a union of pointers and a structure that ends in its data. The result is the address's length, or -1.
static inline int hardware_permanent_address(int descriptor, const char *name, unsigned char *address, int limit) {
    struct {
        struct ethtool_perm_addr head;
        unsigned char data[32];
    } question = {.head = {.cmd = ETHTOOL_GPERMADDR, .size = sizeof question.data}};
    struct ifreq request = {.ifr_data = (char *)&question};
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    if (ioctl(descriptor, SIOCETHTOOL, &request) < 0) return -1;
    int count = (int)question.head.size;
    if (count > limit || count > (int)sizeof question.data) return -1;
    memcpy(address, question.head.data, (size_t)count);
    return count;
}
