// SPDX-License-Identifier: Apache-2.0
#pragma once

// What Glibc's module leaves out.
#include <getopt.h>
#include <malloc.h>
#include <sys/timex.h>

// Swift refuses mutable globals: getopt_long(3)'s are read here.
static inline const char *getopt_argument(void) { return optarg; }
static inline int getopt_index(void) { return optind; }
