# SPDX-License-Identifier: Apache-2.0
"""Measures baseboardd beside nginx and node_exporter in one run, each on one core, the load on another."""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time

from . import messages
from .events import Events
from .load import Connection, Enumeration, wrk
from .processes import CORES, LOAD_CORE, SERVER_CORE, allow_many_files, busy_seconds, own_seconds
from .scale import Scale
from .servers import Baseboard, Certificate, NodeExporter, Nginx
from .table import Line, as_json, text
from .watching import Watching

SENSOR = messages.CIM + "CIM_NumericSensor"
POST = os.path.join(os.path.dirname(__file__), "..", "post.lua")
DIGEST = os.path.join(os.path.dirname(__file__), "..", "digest.lua")
MACHINES = os.path.join(os.path.dirname(__file__), "../../Fixtures/make-machines")
MEBIBYTE = 1 << 20
BATCH = 100


class Bench:
    def __init__(self, options, directory, stack):
        self.rounds, self.seconds = (1, 1) if options.quick else (3, 3)
        self.sensors, self.contexts, self.connections = 1000, 10_000, 1000
        self.starts, self.idle_seconds = (3, 2) if options.quick else (10, 10)
        subprocess.run([MACHINES, "--sensors", str(self.sensors), "--out", directory], check=True, stdout=sys.stderr)
        certificate = Certificate(directory)
        self.ours = Baseboard(
            options.daemon, directory, "baseboardd", os.path.join(directory, f"sensors-{self.sensors}"), certificate)
        self.nginx = Nginx(directory, certificate)
        self.exporter = NodeExporter(directory)
        self.peers = [self.ours, self.nginx, self.exporter]
        for server in self.peers:
            stack.callback(server.stop)
        self.lines = []
        self.scale = lambda: Scale(options, MACHINES, directory, POST)
        self.watching = lambda: Watching(options, MACHINES, directory)
        self.events = lambda: Events(options, os.path.join(directory, f"sensors-{self.sensors}"), directory)
        self.stack = stack

    def say(self, what):
        print(f"bench: {what}", file=sys.stderr, flush=True)

    def run(self):
        self.start_times()
        self.idle()
        self.single_requests()
        self.enumerations()
        self.after_load()
        self.open_contexts()
        self.idle_connections()
        for server in self.peers:
            server.stop()
        self.run_events()
        self.say("a machine larger than any, beside a tenth of it")
        scale = self.scale()
        self.stack.callback(scale.stop)
        self.lines += scale.lines()
        return self.lines

    def run_events(self):
        self.say("events")
        events = self.events()
        self.stack.callback(events.stop)
        self.lines += events.lines()
        events.server.stop()
        self.say("sensors watched closely")
        watching = self.watching()
        self.stack.callback(watching.stop)
        self.lines += watching.lines()
        return self.lines

    def start_times(self):
        self.say("start to first answer")
        times = {server: [] for server in self.peers}
        for _ in range(self.starts):
            for server in self.peers:
                times[server].append(server.start() * 1000)
                server.stop()
        ours, nginx, exporter = (statistics.median(times[server]) for server in self.peers)
        self.lines.append(
            Line("start to first Identify", "ms", ours, nginx, exporter, ours / nginx, 15, lower_is_better=True)
        )

    def idle(self):
        self.say(f"idle for {self.idle_seconds} s")
        for server in self.peers:
            server.start()
        time.sleep(3)  # Inventory is filled in behind the first answer.
        before = [server.switches() for server in self.peers]
        time.sleep(self.idle_seconds)
        wakeups = [(server.switches() - count) / self.idle_seconds for server, count in zip(self.peers, before)]
        self.lines.append(Line("idle wake-ups", "/s", *wakeups, goal=0, lower_is_better=True))
        self.idle_memory = [server.memory() for server in self.peers]
        for kind, goal in enumerate((18, 2.5)):
            self.lines.append(
                Line(
                    ("RSS idle", "private dirty idle")[kind],
                    "MiB",
                    *(sizes[kind] / MEBIBYTE for sizes in self.idle_memory),
                    goal=goal,
                    lower_is_better=True,
                )
            )

    def single_requests(self):
        connection = Connection(self.ours.port)
        references = connection.ask(
            messages.post(
                "/wsman",
                messages.envelope("Enumerate", SENSOR, body=messages.enumerate_body(True, 1, "EnumerateEPR")),
                self.ours.account,
            )
        )
        get = messages.envelope("Get", SENSOR, messages.selector_set(references))
        fragment = messages.envelope(
            "Get",
            SENSOR,
            messages.selector_set(references)
            + '<w:FragmentTransfer s:mustUnderstand="true">CIM_NumericSensor/CurrentReading/text()</w:FragmentTransfer>',
        )
        size = len(connection.ask(messages.post("/wsman", get, self.ours.account)))
        fragment_size = len(connection.ask(messages.post("/wsman", fragment, self.ours.account)))
        identify_size = len(connection.ask(messages.post("/wsman", messages.IDENTIFY, self.ours.account)))
        connection.close()
        self.paired("Identify, keep-alive, c=8", messages.IDENTIFY, identify_size, 8)
        self.paired("Get a sensor, keep-alive, c=8", get, size, 8, goal=20_000, with_cpu=True)
        self.paired("Get a fragment of a sensor, keep-alive, c=8", fragment, fragment_size, 8)
        self.paired("Get a sensor, keep-alive, c=64", get, size, 64, goal=20_000)
        self.paired("Get a sensor, new connections, c=8", get, size, 8, goal=6_500, close=True)
        self.paired("Get with Digest, keep-alive, c=8", get, size, 8, digest=True)
        self.paired("Get over TLS, keep-alive, c=8", get, size, 8, tls=True)
        self.paired("Get over TLS, keep-alive, c=64", get, size, 64, tls=True)
        self.paired("whole TLS handshake and Get, c=8", get, size, 8, close=True, tls=True)

    def paired(
        self, measure, body, size, connections, goal=None, close=False, with_cpu=False, tls=False, digest=False
    ):
        """Ours and nginx by turns; the ratio is the median of the rounds' ratios."""
        self.say(measure)
        targets = [
            (self.ours, self.ours.url(tls=tls), DIGEST if digest else POST, self.ours.wrk_environment(body)),
            (self.nginx, self.nginx.url(self.nginx.page(size), tls=tls), None, None),
        ]
        rates, costs = ([], []), ([], [])
        for _ in range(self.rounds):
            for index, (server, url, script, environment) in enumerate(targets):
                if digest and server is self.ours:
                    # Each run counts from one, which a nonce takes once.
                    environment = self.ours.digest_environment(body)
                cpu = server.cpu_seconds()
                rate, requests = wrk(url, connections, self.seconds, script, close, environment)
                rates[index].append(rate)
                costs[index].append((server.cpu_seconds() - cpu) / requests * 1e6)
        self.lines.append(
            Line(
                measure,
                "/s",
                *map(statistics.median, rates),
                ratio=statistics.median(ours / nginx for ours, nginx in zip(*rates)),
                goal=goal,
                note=f"{size} bytes",
            )
        )
        if with_cpu:
            self.lines.append(
                Line(
                    "CPU of a Get, c=8",
                    "us",
                    *map(statistics.median, costs),
                    ratio=statistics.median(ours / nginx for ours, nginx in zip(*costs)),
                    lower_is_better=True,
                )
            )

    def enumerations(self):
        self.say(f"enumerations of {self.sensors} sensors")
        enumeration = Enumeration(self.ours.port, self.ours.account, SENSOR, BATCH)
        items = enumeration.count()
        if items != self.sensors:
            raise SystemExit(f"bench: an enumeration gave {items} items instead of {self.sensors}")
        rates, shares = [], []
        for _ in range(self.rounds):
            cpu = self.ours.cpu_seconds()
            ended, took = enumeration.run(self.seconds)
            rates.append(ended * items / took)
            shares.append((self.ours.cpu_seconds() - cpu) / took)
        enumeration.close()
        self.lines.append(
            Line(
                f"enumerate {items} sensors, batches of {BATCH}",
                "items/s",
                statistics.median(rates),
                goal=300_000,
                note=f"server busy {statistics.median(shares):.0%}",
            )
        )

    def after_load(self):
        self.say("memory after load")
        time.sleep(min(self.idle_seconds, 6))
        after = [server.memory() for server in self.peers]
        for kind, (name, goal) in enumerate((("RSS after load", None), ("private dirty after load", 2))):
            self.lines.append(
                Line(
                    name,
                    "MiB",
                    *(sizes[kind] / MEBIBYTE for sizes in after),
                    goal=goal and self.idle_memory[0][kind] / MEBIBYTE + goal,
                    lower_is_better=True,
                )
            )

    def open_contexts(self):
        self.say(f"{self.contexts} open contexts")
        request = messages.post("/wsman", messages.envelope("Enumerate", SENSOR, body=messages.enumerate_body(False, 1)),
                                self.ours.account)
        connection = Connection(self.ours.port)
        connection.ask(request)
        before = self.ours.memory()[1]
        for _ in range(self.contexts // 10):
            connection.send(request * 10)
            for _ in range(10):
                status, body = connection.receive()
                if status != 200:
                    raise SystemExit(f"bench: status {status}:\n{body.decode(errors='replace')[:2000]}")
        grown = self.ours.memory()[1] - before
        connection.close()
        self.lines.append(Line("memory of an open context", "bytes", grown / self.contexts, lower_is_better=True))

    def idle_connections(self):
        for kind, tls in (("an idle connection", False), ("an idle TLS connection", True)):
            self.say(f"{self.connections} of {kind}")
            grown = []
            ask = {
                self.ours: messages.post("/wsman", messages.IDENTIFY, self.ours.account),
                self.nginx: b"GET /1024.html HTTP/1.1\r\nHost: bench\r\n\r\n",
            }
            for server, request in ask.items():
                before = server.memory()[1]
                with contextlib.ExitStack() as stack:
                    for _ in range(self.connections):
                        connection = Connection(server.tls_port if tls else server.port, tls=tls)
                        stack.callback(connection.close)
                        connection.ask(request)
                    grown.append((server.memory()[1] - before) / self.connections)
            ratio = grown[0] / max(grown[1], 1)
            self.lines.append(Line(f"memory of {kind}", "bytes", *grown, ratio=ratio, lower_is_better=True))


def main():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--daemon", default=".build/release/baseboardd", help="the baseboardd to measure")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", choices=["events"], help="measure these alone")
    parser.add_argument("--quick", action="store_true", help="short rounds: whether it works, not how fast")
    options = parser.parse_args()
    options.daemon = os.path.abspath(options.daemon)
    allow_many_files()
    if SERVER_CORE == LOAD_CORE:
        print("bench: one core for servers and load together; only ratios mean something", file=sys.stderr)
    began, busy, own = time.perf_counter(), busy_seconds(), own_seconds()
    with tempfile.TemporaryDirectory(prefix="baseboard-bench.") as directory, contextlib.ExitStack() as stack:
        bench = Bench(options, directory, stack)
        lines = bench.run_events() if options.only else bench.run()
    others = (busy_seconds() - busy) - (own_seconds() - own)
    share = others / (time.perf_counter() - began) / len(CORES)
    print(as_json(lines) if options.json else text(lines))
    print(f"bench: other processes took {share:.0%} of the cores meanwhile", file=sys.stderr)


if __name__ == "__main__":
    main()
