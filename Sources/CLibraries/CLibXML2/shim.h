// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

/// Sets the structured error callback; its second parameter became const in libxml2 2.12.
static inline void baseboard_set_error_handler(xmlSAXHandler *sax, void (*handler)(void *, const xmlError *)) {
    sax->serror = (xmlStructuredErrorFunc)handler;
}
