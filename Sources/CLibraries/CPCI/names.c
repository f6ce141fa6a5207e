// SPDX-License-Identifier: Apache-2.0

#include "CPCI.h"

#include <pci/pci.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct pci_names {
    struct pci_access *access;
    unsigned errors;
};

// libpci's callbacks get no context, and its error callback must not return.
static _Thread_local jmp_buf escape;

static void fail(char *message, ...) __attribute__((noreturn));

static void fail(char *message, ...) {
    (void)message;
    longjmp(escape, 1);
}

static void ignore(char *message, ...) { (void)message; }

pci_names *pci_names_open(const char *path) {
    pci_names *names = calloc(1, sizeof *names);
    char *copy = strdup(path);
    // pci_init, which looks for a way to devices, is never called: names need none.
    if (names && copy) names->access = pci_alloc();
    if (!names || !copy || !names->access) {
        free(copy);
        free(names);
        return NULL;
    }
    names->access->error = fail;
    names->access->warning = ignore;
    names->access->debug = ignore;
    // Neither a cache file in somebody's home nor the network.
    names->access->id_lookup_mode = 0;
    pci_set_name_list_path(names->access, copy, 1);
    return names;
}

int pci_names_find(pci_names *names, enum pci_name_kind kind, const unsigned ids[4], char *buffer, size_t size) {
    const int flags = PCI_LOOKUP_NO_NUMBERS | PCI_LOOKUP_NO_HWDB;
    struct pci_access *access = names->access;
    const int room = size > 4096 ? 4096 : (int)size;
    if (room == 0) return 0;
    if (setjmp(escape)) {
        // A line that cannot be parsed ends the loading of the list; what stands above it is known from now on.
        names->errors++;
        return 0;
    }
    char *found = NULL;
    switch (kind) {
    case pci_name_vendor: found = pci_lookup_name(access, buffer, room, flags | PCI_LOOKUP_VENDOR, ids[0]); break;
    case pci_name_device:
        found = pci_lookup_name(access, buffer, room, flags | PCI_LOOKUP_DEVICE, ids[0], ids[1]);
        break;
    case pci_name_subsystem_vendor:
        found = pci_lookup_name(access, buffer, room, flags | PCI_LOOKUP_SUBSYSTEM | PCI_LOOKUP_VENDOR, ids[0]);
        break;
    case pci_name_subsystem:
        found = pci_lookup_name(
            access, buffer, room, flags | PCI_LOOKUP_SUBSYSTEM | PCI_LOOKUP_DEVICE, ids[0], ids[1], ids[2], ids[3]);
        break;
    case pci_name_class: found = pci_lookup_name(access, buffer, room, flags | PCI_LOOKUP_CLASS, ids[0]); break;
    }
    // What is not in the buffer is a complaint about its size.
    return found == buffer;
}

unsigned pci_names_errors(const pci_names *names) { return names->errors; }

void pci_names_close(pci_names *names) {
    if (!names) return;
    if (!setjmp(escape)) pci_cleanup(names->access);
    free(names);
}
