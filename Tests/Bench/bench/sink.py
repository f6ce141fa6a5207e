# SPDX-License-Identifier: Apache-2.0
"""A sink of events on a thread of its own, on the load's core: it notes when each delivery has come, and answers."""

import re
import selectors
import socket
import threading
import time

ACK = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>'
    "<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>"
    "<a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack</a:Action><a:RelatesTo>{}</a:RelatesTo>"
    "</s:Header><s:Body/></s:Envelope>"
)
LENGTH = re.compile(rb"content-length: *(\d+)", re.I)
MESSAGE = re.compile(rb"MessageID>([^<]+)<")
EVENT = re.compile(rb"</p:\w+(?:View|Indication|Creation|Deletion|Modification)>")


class Sink:
    """Listens on some ports; `deliveries` holds the time, the path and the number of events of each."""

    def __init__(self, ports=1):
        self.deliveries, self.changed = [], threading.Condition()
        self.selector = selectors.DefaultSelector()
        self.ports = []
        for _ in range(ports):
            listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
            listener.setblocking(False)
            self.selector.register(listener, selectors.EVENT_READ, None)
            self.ports.append(listener.getsockname()[1])
        self.over = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def url(self, name, number=0):
        return f"http://127.0.0.1:{self.ports[number % len(self.ports)]}/{name}"

    def forget(self):
        with self.changed:
            self.deliveries.clear()

    def wait(self, enough, seconds=60):
        """Waits until the deliveries are enough, and returns them."""
        with self.changed:
            if not self.changed.wait_for(lambda: enough(self.deliveries), seconds):
                raise SystemExit(f"bench: {len(self.deliveries)} deliveries came, not what was to come")
            return list(self.deliveries)

    def close(self):
        self.over = True
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()

    def _run(self):
        while not self.over:
            for key, _ in self.selector.select(0.2):
                if key.data is None:
                    connection, _ = key.fileobj.accept()
                    connection.setblocking(False)
                    self.selector.register(connection, selectors.EVENT_READ, bytearray())
                else:
                    self._read(key.fileobj, key.data)

    def _read(self, connection, kept):
        try:
            data = connection.recv(1 << 18)
        except (BlockingIOError, ConnectionError):
            return
        if not data:
            self.selector.unregister(connection)
            connection.close()
            return
        kept += data
        while (head := kept.find(b"\r\n\r\n")) >= 0:
            end = head + 4 + int(LENGTH.search(kept, 0, head + 2).group(1))
            if len(kept) < end:
                return
            came = time.perf_counter()
            path = bytes(kept[: kept.find(b" HTTP/")]).partition(b"/")[2].decode()
            body = bytes(kept[head + 4 : end])
            del kept[:end]
            connection.sendall(self._answer(body))
            with self.changed:
                self.deliveries.append((came, path, len(EVENT.findall(body))))
                self.changed.notify_all()

    @staticmethod
    def _answer(body):
        if b"AckRequested" not in body:
            return b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
        ack = ACK.format(MESSAGE.search(body).group(1).decode()).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: {len(ack)}\r\n\r\n"
        return head.encode() + ack
