# SPDX-License-Identifier: Apache-2.0
"""A sink of events on Python's own HTTP server: writes a line of JSON for each message, then answers it.

A message that asks for it is acknowledged; others get 202. Where there is an account, a request without it gets 401.

Usage: event_sink.py PORTFILE MESSAGESFILE [--port N] [--certificate FILE --key FILE] [--account NAME:PASSWORD]
       [--answer ack|none|refused|503]
"""

import argparse
import base64
import http.server
import json
import os
import re
import ssl
import threading

SOAP = "http://www.w3.org/2003/05/soap-envelope"
MANAGEMENT = "http://schemas.dmtf.org/wbem/wsman/1/wsman"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"

parser = argparse.ArgumentParser()
parser.add_argument("portfile")
parser.add_argument("messages")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--account")
parser.add_argument("--answer", default="ack", choices=["ack", "none", "refused", "503"])
options = parser.parse_args()
lock = threading.Lock()


def envelope(action, related, body):
    return ('<s:Envelope xmlns:s="%s" xmlns:a="%s"><s:Header><a:To>%s/role/anonymous</a:To><a:Action>%s</a:Action>'
            '<a:RelatesTo>%s</a:RelatesTo></s:Header><s:Body>%s</s:Body></s:Envelope>'
            % (SOAP, ADDRESSING, ADDRESSING, action, related, body))


REFUSAL = ('<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value xmlns:w="%s.xsd">w:DeliveryRefused'
           '</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">No more.</s:Text></s:Reason></s:Fault>'
           % MANAGEMENT)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def reply(self, status, text=""):
        encoding = "utf-16" if "utf-16" in self.headers.get("Content-Type", "").lower() else "utf-8"
        body = text.encode(encoding) if text else b""
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="sink"')
        if body:
            self.send_header("Content-Type", "application/soap+xml;charset=" + encoding.upper())
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if options.account:
            expected = "Basic " + base64.b64encode(options.account.encode()).decode()
            if self.headers.get("Authorization") != expected:
                return self.reply(401)
        kind = self.headers.get("Content-Type", "")
        text = body.decode("utf-16" if "utf-16" in kind.lower() else "utf-8")
        line = json.dumps({"path": self.path, "contentType": kind, "body": text,
                           "authorization": self.headers.get("Authorization", "")})
        with lock, open(options.messages, "a") as file:
            file.write(line + "\n")
        related = re.search(r"<\w+:MessageID>([^<]*)<", text)
        related = related.group(1) if related else ""
        if options.answer == "503":
            self.reply(503)
        elif options.answer == "refused":
            self.reply(500, envelope(MANAGEMENT + "/fault", related, REFUSAL))
        elif options.answer == "ack" and "AckRequested" in text:
            self.reply(200, envelope(MANAGEMENT + "/Ack", related, ""))
        else:
            self.reply(202)


server = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
server.daemon_threads = True
if options.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(options.portfile + ".new", "w") as file:
    file.write(str(server.server_port))
os.rename(options.portfile + ".new", options.portfile)
server.serve_forever()
