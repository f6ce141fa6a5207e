# SPDX-License-Identifier: Apache-2.0
"""The load: wrk for single requests, plain sockets for enumerations, where the server is the slower side."""

import os
import re
import socket
import ssl
import subprocess
import time

from . import messages
from .processes import LOAD_CORE, on_core


LARGEST_ANSWER = 2 << 20
# Whose certificate it is does not matter to what is measured.
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TLS.check_hostname, TLS.verify_mode = False, ssl.CERT_NONE


class Connection:
    """A keep-alive connection that reads whole answers, with as little Python for each as can be."""

    def __init__(self, port, capacity=64 << 10, tls=False):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.socket = TLS.wrap_socket(self.socket)
        self.buffer = bytearray(capacity)
        self.view = memoryview(self.buffer)
        self.kept = 0

    def send(self, request):
        self.socket.sendall(request)

    def receive(self):
        """The next answer's status and body; what follows it in the stream is kept."""
        have = self.kept
        head = self.buffer.find(b"\r\n\r\n", 0, have)
        while head < 0:
            have += self._more(have)
            head = self.buffer.find(b"\r\n\r\n", 0, have)
        header = bytes(self.view[:head]).lower()
        end = head + 4 + int(re.search(rb"content-length: *(\d+)", header).group(1))
        while have < end:
            have += self._more(have)
        body = bytes(self.view[head + 4 : end])
        self.kept = have - end
        self.buffer[: self.kept] = self.buffer[end:have]
        return int(header[9:12]), body

    def receive_whole(self):
        """The header of an answer without a body, and of a refusal."""
        have = self._more(0)
        while self.buffer.find(b"\r\n\r\n", 0, have) < 0:
            have += self._more(have)
        return bytes(self.view[:have])

    def _more(self, have):
        if have == len(self.buffer):
            raise SystemExit("bench: an answer is larger than its buffer")
        count = self.socket.recv_into(self.view[have:])
        if count == 0:
            raise SystemExit("bench: the server closed the connection")
        return count

    def ask(self, request):
        self.send(request)
        status, body = self.receive()
        if status != 200:
            raise SystemExit(f"bench: status {status}:\n{body.decode(errors='replace')[:2000]}")
        return body

    def close(self):
        self.socket.close()


def wrk(url, connections, seconds, script=None, close=False, environment=None):
    """Requests per second, and how many there were in all."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    command += ["-s", script] if script else []
    command += ["-H", "Connection: close"] if close else []
    run = on_core(
        LOAD_CORE,
        command + [url],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
    )
    text = run.communicate(timeout=seconds + 30)[0].decode()
    rate = re.search(r"Requests/sec:\s*([\d.]+)", text)
    total = re.search(r"(\d+) requests in", text)
    if not rate or "Non-2xx" in text:
        raise SystemExit(f"bench: wrk on {url} says:\n{text}")
    return float(rate.group(1)), int(total.group(1))


class Enumeration:
    """Whole enumerations of one class over a few connections in turn, so that the server never waits for work."""

    def __init__(self, port, account, resource, batch, connections=4, filter=None):
        self.account, self.resource, self.batch = account, resource, batch
        self.begin = messages.post(
            "/wsman",
            messages.envelope("Enumerate", resource, body=messages.enumerate_body(True, batch, filter=filter)),
            account,
        )
        self.connections = [Connection(port, LARGEST_ANSWER) for _ in range(connections)]
        self.element = resource.rpartition("/")[2].encode()

    def pull(self, context):
        body = messages.envelope("Pull", self.resource, body=messages.pull_body(context.decode(), self.batch))
        return messages.post("/wsman", body, self.account)

    def count(self):
        """Items of one whole enumeration, counted one by one."""
        connection, request, items = self.connections[0], self.begin, 0
        while request:
            body = connection.ask(request)
            items += len(re.findall(rb"</(?:\w+:)?" + self.element + rb">", body))
            request = self._next(body)
        return items

    def run(self, seconds):
        """Whole enumerations that ended, and the time they took."""
        ended, began = 0, time.perf_counter()
        for connection in self.connections:
            connection.send(self.begin)
        open_connections = list(self.connections)
        while open_connections:
            for connection in list(open_connections):
                status, body = connection.receive()
                if status != 200:
                    raise SystemExit(f"bench: status {status}:\n{body.decode(errors='replace')[:2000]}")
                request = self._next(body)
                if request is None:
                    ended += 1
                    if time.perf_counter() - began >= seconds:
                        open_connections.remove(connection)
                        continue
                    request = self.begin
                connection.send(request)
        return ended, time.perf_counter() - began

    def _next(self, body):
        # The context stands before the items in some answers and behind them in others; the end mark always behind.
        if messages.END.search(body, len(body) - 400 if len(body) > 400 else 0):
            return None
        found = messages.CONTEXT.search(body, 0, 2000) or messages.CONTEXT.search(body)
        return self.pull(found.group(1))

    def close(self):
        for connection in self.connections:
            connection.close()
