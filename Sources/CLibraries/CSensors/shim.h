// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <sensors/error.h>
#include <sensors/sensors.h>

// The hooks and the version are mutable globals, which Swift 6 refuses to touch.
static inline void csensors_set_hooks(void (*parse_error)(const char *, const char *, int),
                                      void (*fatal_error)(const char *, const char *)) {
    sensors_parse_error_wfn = parse_error;
    sensors_fatal_error = fatal_error;
}

static inline const char *csensors_version(void) { return libsensors_version; }
