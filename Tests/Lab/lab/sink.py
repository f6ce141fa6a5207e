# SPDX-License-Identifier: Apache-2.0
"""An event sink on the host: takes deliveries of the three modes that push, acknowledges, and remembers what came."""

import http.server
import threading
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from .wsman import ACTION, ADDRESSING, ANONYMOUS, CONTENT_TYPE, EVENTING, SOAP, WSMAN, properties

ACK = (
    '<s:Envelope xmlns:s="{soap}" xmlns:a="{addressing}"><s:Header><a:To>{to}</a:To><a:Action>{action}/Ack</a:Action>'
    "<a:MessageID>uuid:{id}</a:MessageID><a:RelatesTo>{relates}</a:RelatesTo></s:Header><s:Body/></s:Envelope>"
)


@dataclass
class Delivery:
    """One message to the sink, and the events in it."""

    id: str
    action: str
    events: list = field(default_factory=list)


class Sink:
    """Deliveries by the path that they were sent to. It may be closed for a while, as a sink that is down."""

    def __init__(self):
        self._lock = threading.Lock()
        self._deliveries = {}
        self._ends = []
        self.refuses = False
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = (503, b"") if sink.refuses else sink._take(self.path, body)
                self.send_response(status)
                if answer:
                    self.send_header("Content-Type", CONTENT_TYPE)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def deliveries(self, path):
        with self._lock:
            return list(self._deliveries.get(path, []))

    def ends(self):
        """The SubscriptionEnds that came."""
        with self._lock:
            return list(self._ends)

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _take(self, path, body):
        """Status and body of the answer to a message."""
        envelope = ET.fromstring(body)
        header, content = envelope.find(f"{{{SOAP}}}Header"), envelope.find(f"{{{SOAP}}}Body")
        action = header.findtext(f"{{{ADDRESSING}}}Action")
        message = header.findtext(f"{{{ADDRESSING}}}MessageID")
        if action == f"{EVENTING}/SubscriptionEnd":
            with self._lock:
                self._ends.append(content[0].findtext(f"{{{EVENTING}}}Status"))
            return 202, b""
        with self._lock:
            self._deliveries.setdefault(path, []).append(Delivery(message, action, events_of(action, content)))
        if header.find(f"{{{WSMAN}}}AckRequested") is None:
            return 202, b""
        return 200, ACK.format(
            soap=SOAP, addressing=ADDRESSING, action=ACTION, to=ANONYMOUS, id=uuid.uuid4(), relates=message).encode()


def events_of(action, content):
    """The events in a delivery's body, each as its properties; heartbeats are none."""
    if action == f"{ACTION}/Heartbeat":
        return []
    if action == f"{ACTION}/Events":
        return [properties(event[0]) for event in content[0] if event.get("Action") != f"{ACTION}/Heartbeat"]
    return [properties(content[0])]
