// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <crypt.h>

// The type's arrays are too long for Swift to import; callers allocate by this size.
static const int baseboard_crypt_data_size = (int)sizeof(struct crypt_data);
static const int baseboard_crypt_gensalt_size = CRYPT_GENSALT_OUTPUT_SIZE;
