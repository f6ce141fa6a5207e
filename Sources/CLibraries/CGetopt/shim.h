// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <getopt.h>

// Glibc's module leaves getopt_long(3) out, and Swift refuses its globals: they are read here.
static inline const char *getopt_argument(void) { return optarg; }
static inline int getopt_index(void) { return optind; }
