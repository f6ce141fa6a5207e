// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <security/pam_appl.h>

// The library is loaded when it is configured, not linked: only the types of its functions are needed.
typedef int (*baseboard_pam_start)(const char *service, const char *user, const struct pam_conv *conversation,
                                   pam_handle_t **handle);
typedef int (*baseboard_pam_start_confdir)(const char *service, const char *user, const struct pam_conv *conversation,
                                           const char *directory, pam_handle_t **handle);
typedef int (*baseboard_pam_end)(pam_handle_t *handle, int status);
typedef int (*baseboard_pam_set_item)(pam_handle_t *handle, int item, const void *value);
typedef int (*baseboard_pam_get_item)(const pam_handle_t *handle, int item, const void **value);
typedef int (*baseboard_pam_step)(pam_handle_t *handle, int flags);

// Casts that Swift does not import.
static const int baseboard_pam_flags = PAM_SILENT | PAM_DISALLOW_NULL_AUTHTOK;

// Modules that failed ask for seconds of sleep, which would hold up everybody's passwords: we slow guesses ourselves.
static inline void baseboard_pam_no_delay(int status, unsigned microseconds, void *data) {
    (void)status;
    (void)microseconds;
    (void)data;
}

static inline int baseboard_pam_do_not_sleep(baseboard_pam_set_item set, pam_handle_t *handle) {
    return set(handle, PAM_FAIL_DELAY, (const void *)baseboard_pam_no_delay);
}
