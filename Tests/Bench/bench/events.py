# SPDX-License-Identifier: Apache-2.0
"""Events: how long one takes from the decision to its sinks' sockets, and what subscriptions cost."""

import os
import subprocess
import time

from . import messages
from .load import Connection
from .servers import Baseboard
from .sink import Sink
from .table import Line

VIEWS = messages.CIM.replace("schemas.dmtf.org", "schemas.baseboard-project.org")
EVENTS = VIEWS + "BB_EventView"
SERVICE = VIEWS + "BB_EventService"
EARLIEST = "http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest"
PUSH = "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"
ACKNOWLEDGED = "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck"
BATCHED = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events"
PORTS = 16


class Subscriber:
    """Somebody who has events sent to a sink, over one connection."""

    def __init__(self, server, sink):
        self.server, self.sink = server, sink
        self.connection = Connection(server.port, 1 << 20)

    def close(self):
        self.connection.close()

    def ask(self, request):
        return self.connection.ask(request)

    def subscribe(self, name, number=0, mode=PUSH, more="", source=EVENTS):
        body = (
            f'<e:Subscribe><e:Delivery Mode="{mode}"><e:NotifyTo><a:Address>{self.sink.url(name, number)}</a:Address>'
            f"</e:NotifyTo>{'<w:MaxElements>100</w:MaxElements>' if mode == BATCHED else ''}</e:Delivery>{more}"
            "</e:Subscribe>"
        )
        answer = self.connection.ask(
            messages.post("/wsman", messages.envelope("Subscribe", source, body=body), self.server.account))
        return messages.IDENTIFIER.search(answer).group(1).decode()

    def unsubscribe(self, identifier):
        header = f"<e:Identifier>{identifier}</e:Identifier>"
        self.connection.ask(
            messages.post(
                "/wsman", messages.envelope("Unsubscribe", EVENTS, header, "<e:Unsubscribe/>"), self.server.account))


class Events:
    """One daemon with an administrator, whose rehearsals go the way of every event."""

    def __init__(self, options, machine, directory):
        self.quick = options.quick
        self.server = Baseboard(options.daemon, directory, "events", machine, role="admin")
        self.sink = Sink(PORTS)
        self.rehearsal = messages.post(
            "/wsman",
            messages.envelope(
                f"{SERVICE}/Rehearse",
                SERVICE,
                body=f'<r:Rehearse_INPUT xmlns:r="{SERVICE}"><r:Kind>overheat</r:Kind></r:Rehearse_INPUT>',
            ),
            self.server.account,
        )

    def stop(self):
        self.server.stop()
        self.sink.close()

    def lines(self):
        self.server.start()
        self.subscriber = Subscriber(self.server, self.sink)
        self.subscriber.ask(self.rehearsal)
        lines = [*self.latency(), self.appending(), *self.throughput(), self.fan_out(), self.memory()]
        self.subscriber.close()
        return lines

    def latency(self):
        """From the request for a rehearsal, which is the decision, through the commit, to the sink's socket."""
        times = []
        identifier = self.subscriber.subscribe("latency", mode=ACKNOWLEDGED)
        for _ in range(50 if self.quick else 1000):
            self.sink.forget()
            began = time.perf_counter()
            self.subscriber.ask(self.rehearsal)
            times.append((self.sink.wait(len)[0][0] - began) * 1000)
        self.subscriber.unsubscribe(identifier)
        times.sort()
        yield Line("event: decision to delivered POST, p50", "ms", times[len(times) // 2], lower_is_better=True)
        yield Line(
            "event: decision to delivered POST, p99", "ms", times[len(times) * 99 // 100], goal=10, lower_is_better=True)

    def appending(self):
        """Rehearsals of sixteen at once, each on the disk before it is answered."""
        count, depth = (320, 16) if self.quick else (3200, 16)
        connections = [Connection(self.server.port) for _ in range(depth)]
        began = time.perf_counter()
        for _ in range(count // depth):
            for connection in connections:
                connection.send(self.rehearsal)
            for connection in connections:
                connection.receive()
        took = time.perf_counter() - began
        for connection in connections:
            connection.close()
        self.appended = count
        return Line("events: log append rate", "/s", count / took, note=f"{depth} at once, each on the disk")

    def throughput(self):
        """The whole log to one sink, in each mode."""
        for name, mode in (("Push", PUSH), ("PushWithAck", ACKNOWLEDGED), ("Events, batches of 100", BATCHED)):
            self.sink.forget()
            began = time.perf_counter()
            identifier = self.subscriber.subscribe("all", mode=mode, more=f"<w:Bookmark>{EARLIEST}</w:Bookmark>")
            came = self.sink.wait(lambda deliveries: sum(each[2] for each in deliveries) >= self.appended)
            took = came[-1][0] - began
            self.subscriber.unsubscribe(identifier)
            yield Line(f"events: to one sink, {name}", "/s", sum(each[2] for each in came) / took)

    def fan_out(self):
        """One event to a thousand subscribers, from the decision to the last socket."""
        count = 1000
        identifiers = [self.subscriber.subscribe(f"fan{number}", number) for number in range(count)]
        times = []
        for _ in range(1 if self.quick else 5):
            self.sink.forget()
            began = time.perf_counter()
            self.subscriber.ask(self.rehearsal)
            came = self.sink.wait(lambda deliveries: len(deliveries) >= count)
            times.append((came[-1][0] - began) * 1000)
        for identifier in identifiers:
            self.subscriber.unsubscribe(identifier)
        return Line(
            f"event: to {count} subscribers", "ms", sorted(times)[len(times) // 2], goal=250, lower_is_better=True,
            note=f"{PORTS} sinks")

    def memory(self):
        """What ten thousand subscriptions take, each."""
        count = 1000 if self.quick else 10_000
        # Anew, so that nothing is taken from what was used before.
        self.subscriber.close()
        self.server.stop()
        self.server.start()
        self.subscriber = Subscriber(self.server, self.sink)
        self.subscriber.ask(self.rehearsal)
        before = self.server.memory()[1]
        for number in range(count):
            self.subscriber.subscribe(f"many{number}", number)
        grown = self.server.memory()[1] - before
        return Line("memory of a subscription", "bytes", grown / count, lower_is_better=True, note=f"{count} of them")
