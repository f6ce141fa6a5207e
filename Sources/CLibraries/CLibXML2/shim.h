// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

/// Sets the structured error callback; its second parameter became const in libxml2 2.12.
static inline void baseboard_set_error_handler(xmlSAXHandler *sax, void (*handler)(void *, const xmlError *)) {
    sax->serror = (xmlStructuredErrorFunc)handler;
}

/// Sets the error callback of an XPath context, in place of the one that prints.
static inline void baseboard_set_xpath_error_handler(
    xmlXPathContext *context, void *user, void (*handler)(void *, const xmlError *)) {
    context->userData = user;
    context->error = (xmlStructuredErrorFunc)handler;
}

/// Frees what libxml2 allocated; its `xmlFree` is a variable, which Swift cannot call safely.
static inline void baseboard_xml_free(void *memory) {
    xmlFree(memory);
}
