# SPDX-License-Identifier: Apache-2.0
"""A service with one fan over HTTPS, on Python's own HTTP, TLS and hashes; it logs in by Digest (RFC 7616).

Offers MD5 and SHA-256, and takes each nonce twice, by rising numbers. Ends with the first connection, and prints what it
has seen on it.

Usage: digest_server.py CERTIFICATE KEY PORTFILE
"""

import hashlib
import http.server
import json
import os
import re
import secrets
import ssl
import sys

ACCOUNT = ("ann", "secret")
REALM = 'a "quoted" realm'
USES = 2
SCHEMA = ">wsman:system/catalog/2005/06/XMLSchema<"

SOAP = ('<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>%s</s:Body></s:Envelope>')
FAN = ('<p:BB_FanView xmlns:p="urn:fan"><p:CurrentSpeed>1200</p:CurrentSpeed><p:DeviceID>f1</p:DeviceID>'
       '</p:BB_FanView>')
FAULT = ('<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>'
         '<s:Reason><s:Text xml:lang="en-US">There is no schema.</s:Text></s:Reason></s:Fault>')

seen = {"requests": [], "end": None}


def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    nonce, uses = None, 0

    def log_message(self, *arguments):
        pass

    def verdict(self):
        """What is wrong with the credentials; nothing when they are right."""
        field = self.headers.get("Authorization")
        if field is None:
            return "none"
        if not field.startswith("Digest "):
            return "not Digest"
        values = {}
        for name, string, token in re.findall(r'([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', field):
            values[name] = re.sub(r"\\(.)", r"\1", string) if string else token
        if values["algorithm"] != "SHA-256":
            return "weak"
        if values["nonce"] != self.nonce or self.uses >= USES:
            return "stale"
        if int(values["nc"], 16) != self.uses + 1 or len(values["nc"]) != 8:
            return "wrong number"
        secret = sha256("%s:%s:%s" % (ACCOUNT[0], REALM, ACCOUNT[1]))
        request = sha256("%s:%s" % (self.command, self.path))
        expected = sha256(":".join(
            [secret, self.nonce, values["nc"], values["cnonce"], values["qop"], request]))
        if values["username"] != ACCOUNT[0] or values["uri"] != self.path or values["response"] != expected:
            return "wrong"
        self.uses += 1
        return None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        verdict = self.verdict()
        seen["requests"].append(verdict or "right")
        if verdict:
            self.nonce, self.uses = secrets.token_urlsafe(12), 0
            answer = b""
            self.send_response(401)
            for algorithm in "SHA-256", "MD5":
                self.send_header("WWW-Authenticate", "Digest realm=%s, nonce=%s, qop=\"auth, auth-int\", algorithm=%s%s" % (
                    quoted(REALM), quoted(self.nonce), algorithm, ", stale=true" if verdict == "stale" else ""))
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
        else:
            answer = (SOAP % (FAULT if SCHEMA in body else FAN)).encode()
            self.send_response(400 if SCHEMA in body else 200)
            self.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def handle(self):
        try:
            super().handle()
            seen["end"] = "close_notify"
        except ssl.SSLEOFError:
            seen["end"] = "cut off"


def main():
    certificate, key, port_file = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.timeout = 30
    # So that an end without close_notify is told from one with it.
    server.socket = context.wrap_socket(server.socket, server_side=True, suppress_ragged_eofs=False)
    with open(port_file + ".new", "w") as file:
        file.write(str(server.server_address[1]))
    os.rename(port_file + ".new", port_file)
    server.handle_request()
    json.dump(seen, sys.stdout)


main()
