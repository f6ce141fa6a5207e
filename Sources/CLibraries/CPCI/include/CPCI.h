// SPDX-License-Identifier: Apache-2.0

#ifndef CPCI_H
#define CPCI_H

#include <stddef.h>

// libpci's names of PCI ids, without its error callback, which ends the process.

typedef struct pci_names pci_names;

enum pci_name_kind {
    pci_name_vendor,           // ids: vendor
    pci_name_device,           // ids: vendor, device
    pci_name_subsystem_vendor, // ids: subsystem's vendor
    pci_name_subsystem,        // ids: vendor, device, subsystem's vendor, subsystem
    pci_name_class,            // ids: class and subclass in 16 bits
};

/// Opens the list of names at `path`; NULL without memory. A list that cannot be read has no names.
pci_names *pci_names_open(const char *path);

/// Writes a name and its NUL into `buffer`; 0 where there is no such name or it does not fit.
int pci_names_find(pci_names *names, enum pci_name_kind kind, const unsigned ids[4], char *buffer, size_t size);

/// How often libpci called its error callback, which here ends the one call alone.
unsigned pci_names_errors(const pci_names *names);

void pci_names_close(pci_names *names);

#endif
