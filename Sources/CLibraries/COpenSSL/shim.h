// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

// As a pointer: Swift imports the macro as a String, whose bytes end with the call while OSSL_PARAM keeps the address.
static const char *const baseboard_mac_param_digest = OSSL_MAC_PARAM_DIGEST;
