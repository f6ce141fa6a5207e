// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// As a pointer: Swift imports the macro as a String, whose bytes end with the call while OSSL_PARAM keeps the address.
static const char *const baseboard_mac_param_digest = OSSL_MAC_PARAM_DIGEST;

// TLS. What follows are macros with casts, which Swift does not import.

static const uint64_t baseboard_tls_options = SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION;

static inline void baseboard_tls_set_modes(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
                                  | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static inline int baseboard_tls_minimum_version(SSL_CTX *context) { return SSL_CTX_get_min_proto_version(context); }

static inline int baseboard_tls_set_minimum_version(SSL_CTX *context, int version) {
    return SSL_CTX_set_min_proto_version(context, version);
}

// Sessions live in tickets that clients keep, so that strangers fill no memory of ours.
static inline void baseboard_tls_keep_no_sessions(SSL_CTX *context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

static inline int baseboard_tls_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

static const int baseboard_bio_retry_flags = BIO_FLAGS_RWS | BIO_FLAGS_SHOULD_RETRY;

static inline int baseboard_error_reason(unsigned long code) { return ERR_GET_REASON(code); }

// Certificates.

// RFC 4514, whose characters beyond ASCII stay what they are.
static const unsigned long baseboard_name_flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;

static inline EVP_PKEY *baseboard_make_p256_key(void) { return EVP_EC_gen("P-256"); }

static inline int baseboard_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

static inline const GENERAL_NAME *baseboard_name_at(const GENERAL_NAMES *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}

static inline int baseboard_write_certificate(BIO *bio, X509 *certificate) {
    return PEM_write_bio_X509(bio, certificate);
}

static inline long baseboard_memory_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
