# SPDX-License-Identifier: Apache-2.0
"""A sink of events on Python's own HTTP server: writes a line of JSON for each message, then answers it.

A message that asks for it is acknowledged; others get 202. Where there is an account, a request without it gets 401.

How it answers is what the file of --answers says at that moment, so that a test can change its mind: ack, none (202 to
everything), refused, fault, 500, 503, or hang.

Usage: event_sink.py PORTFILE MESSAGESFILE [--host ADDRESS] [--port N] [--certificate FILE --key FILE] [--authority FILE]
       [--account NAME:PASSWORD [--digest]] [--answers FILE]
"""

import argparse
import base64
import hashlib
import http.server
import json
import os
import re
import socket
import ssl
import threading
import time

SOAP = "http://www.w3.org/2003/05/soap-envelope"
MANAGEMENT = "http://schemas.dmtf.org/wbem/wsman/1/wsman"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"

parser = argparse.ArgumentParser()
parser.add_argument("portfile")
parser.add_argument("messages")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--authority")
parser.add_argument("--account")
parser.add_argument("--digest", action="store_true")
parser.add_argument("--answers")
options = parser.parse_args()
lock = threading.Lock()


def envelope(action, related, body):
    return ('<s:Envelope xmlns:s="%s" xmlns:a="%s"><s:Header><a:To>%s/role/anonymous</a:To><a:Action>%s</a:Action>'
            '<a:RelatesTo>%s</a:RelatesTo></s:Header><s:Body>%s</s:Body></s:Envelope>'
            % (SOAP, ADDRESSING, ADDRESSING, action, related, body))


def fault(subcode):
    return ('<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value xmlns:w="%s.xsd">w:%s</s:Value>'
            '</s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Not now.</s:Text></s:Reason></s:Fault>'
            % (MANAGEMENT, subcode))


def answer():
    try:
        with open(options.answers) as file:
            return file.read().strip()
    except (OSError, TypeError):
        return "ack"


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def has_digest(field):
    """Whether a field of Authorization answers our challenge (RFC 7616, MD5 with qop=auth)."""
    given = dict((name, quoted or plain) for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^, ]*))', field))
    name, password = options.account.split(":", 1)
    key = md5("%s:sink:%s" % (name, password))
    need = md5(":".join([key, NONCE, given.get("nc", ""), given.get("cnonce", ""), "auth",
                         md5("POST:" + given.get("uri", ""))]))
    return field.startswith("Digest ") and given.get("username") == name and given.get("response") == need


NONCE = os.urandom(8).hex()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def reply(self, status, text=""):
        encoding = "utf-16" if "utf-16" in self.headers.get("Content-Type", "").lower() else "utf-8"
        body = text.encode(encoding) if text else b""
        self.send_response(status)
        if status == 401:
            challenge = 'Digest realm="sink", qop="auth", nonce="%s"' % NONCE if options.digest else 'Basic realm="sink"'
            self.send_header("WWW-Authenticate", challenge)
        if body:
            self.send_header("Content-Type", "application/soap+xml;charset=" + encoding.upper())
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def is_known(self):
        field = self.headers.get("Authorization", "")
        if options.digest:
            return has_digest(field)
        return field == "Basic " + base64.b64encode(options.account.encode()).decode()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if options.account and not self.is_known():
            return self.reply(401)
        kind = self.headers.get("Content-Type", "")
        text = body.decode("utf-16" if "utf-16" in kind.lower() else "utf-8")
        line = json.dumps({"path": self.path, "contentType": kind, "body": text,
                           "authorization": self.headers.get("Authorization", ""),
                           "certificate": str((self.connection.getpeercert() or {}).get("subject", ""))
                           if options.certificate else ""})
        decision = answer()
        with lock, open(options.messages, "a") as file:
            file.write(line + "\n")
        related = re.search(r"<\w+:MessageID>([^<]*)<", text)
        related = related.group(1) if related else ""
        if decision in ("500", "503"):
            self.reply(int(decision))
        elif decision == "hang":
            time.sleep(3600)
        elif decision in ("refused", "fault"):
            subcode = "DeliveryRefused" if decision == "refused" else "InternalError"
            self.reply(500, envelope(MANAGEMENT + "/fault", related, fault(subcode)))
        elif decision == "ack" and "AckRequested" in text:
            self.reply(200, envelope(MANAGEMENT + "/Ack", related, ""))
        else:
            self.reply(202)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET6 if ":" in options.host else socket.AF_INET

    def handle_error(self, request, client_address):
        """A daemon that is killed, or does not believe the certificate, is what tests are about."""


server = Server((options.host, options.port), Handler)
if options.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    if options.authority:
        context.load_verify_locations(options.authority)
        context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(options.portfile + ".new", "w") as file:
    file.write(str(server.server_port))
os.rename(options.portfile + ".new", options.portfile)
server.serve_forever()
