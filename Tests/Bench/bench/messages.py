# SPDX-License-Identifier: Apache-2.0
"""Requests as consoles send them."""

import base64
import re

CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
ACTIONS = {
    "Get": "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get",
    "Enumerate": "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate",
    "Pull": "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull",
    "Subscribe": "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe",
    "Unsubscribe": "http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe",
}
IDENTIFY = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    b'xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">'
    b"<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>"
)


def envelope(action, resource, selectors="", body=""):
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
        'xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" '
        'xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing" '
        'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header>'
        "<a:To>http://127.0.0.1/wsman</a:To>"
        f'<w:ResourceURI s:mustUnderstand="true">{resource}</w:ResourceURI>'
        "<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
        "</a:Address></a:ReplyTo>"
        f'<a:Action s:mustUnderstand="true">{ACTIONS.get(action, action)}</a:Action>'
        '<w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize>'
        "<a:MessageID>uuid:5d6fe5a4-4a4e-4f6c-9a3c-0b5ad1b1a7c1</a:MessageID>"
        f"<w:OperationTimeout>PT60.000S</w:OperationTimeout>{selectors}"
        f"</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


DIALECTS = {
    "XPath": "http://www.w3.org/TR/1999/REC-xpath-19991116",
    "Selector": "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter",
    "WQL": "http://schemas.microsoft.com/wbem/wsman/1/WQL",
    "CQL": "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf",
}


def filter_element(dialect, content):
    """A filter: text, or the pairs of a selector filter."""
    if isinstance(content, dict):
        selectors = "".join(f'<w:Selector Name="{name}">{value}</w:Selector>' for name, value in content.items())
        content = f"<w:SelectorSet>{selectors}</w:SelectorSet>"
    return f'<w:Filter Dialect="{DIALECTS[dialect]}">{content}</w:Filter>'


def enumerate_body(optimised, batch, mode=None, filter=None):
    return (
        "<n:Enumerate>"
        + (filter or "")
        + ("<w:OptimizeEnumeration/>" if optimised else "")
        + (f"<w:MaxElements>{batch}</w:MaxElements>" if optimised else "")
        + (f"<w:EnumerationMode>{mode}</w:EnumerationMode>" if mode else "")
        + "</n:Enumerate>"
    )


def pull_body(context, batch):
    return (
        f"<n:Pull><n:EnumerationContext>{context}</n:EnumerationContext>"
        f"<n:MaxElements>{batch}</n:MaxElements></n:Pull>"
    )


def post(path, body, account=None, close=False):
    """A whole HTTP request."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"
    if account:
        head += f"Authorization: {basic(account)}\r\n"
    if close:
        head += "Connection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def basic(account):
    return "Basic " + base64.b64encode(":".join(account).encode()).decode()


IDENTIFIER = re.compile(rb"<(?:\w+:)?Identifier[^>/]*>([^<]+)<")
CONTEXT = re.compile(rb"<(?:\w+:)?EnumerationContext[^>/]*>([^<]+)<")
SELECTORS = re.compile(rb"<(?:\w+:)?SelectorSet.*?</(?:\w+:)?SelectorSet>", re.S)
SELECTOR = re.compile(rb"<(?:\w+:)?Selector [^>]*Name=\"([^\"]+)\"[^>]*>([^<]*)<")
END = re.compile(rb"<(?:\w+:)?EndOfSequence")


def key_of(answer, name):
    """The value of a key in the first endpoint reference of an answer."""
    found = SELECTORS.search(answer)
    return dict(SELECTOR.findall(found.group()))[name.encode()].decode()


def selector_set(answer):
    """The selectors of the first endpoint reference in an answer, as a header of the next request."""
    found = SELECTORS.search(answer)
    if not found:
        raise SystemExit(f"bench: no endpoint reference in this answer:\n{answer.decode(errors='replace')[:2000]}")
    pairs = SELECTOR.findall(found.group())
    return (
        "<w:SelectorSet>"
        + "".join(f'<w:Selector Name="{name.decode()}">{value.decode()}</w:Selector>' for name, value in pairs)
        + "</w:SelectorSet>"
    )
