# SPDX-License-Identifier: Apache-2.0
"""What grows with the machine and what does not: one far larger than any, beside a tenth of it, in the same run."""

import os
import statistics
import subprocess
import time

from . import messages
from .load import Connection, Enumeration, wrk
from .servers import Baseboard
from .table import Line

VIEWS = messages.CIM.replace("schemas.dmtf.org", "schemas.baseboard-project.org")
# What is counted, and the class that shows each.
KINDS = {
    "sensor": messages.CIM + "CIM_NumericSensor",
    "drive": VIEWS + "BB_DriveView",
    "PCI function": VIEWS + "BB_PCIDeviceView",
    "processor core": messages.CIM + "CIM_ProcessorCore",
}
BATCH = 100


class Scale:
    """Two daemons: on the whole machine and on a tenth of it."""

    def __init__(self, options, machines, directory, post_script):
        self.rounds, self.seconds = (1, 1) if options.quick else (5, 2)
        self.starts = 2 if options.quick else 5
        self.script = post_script
        self.servers = []
        for percent in (100, 10):
            subprocess.run([machines, "--scale", str(percent), "--out", directory], check=True)
            self.servers.append(
                Baseboard(options.daemon, directory, f"scale{percent}", os.path.join(directory, f"scale-{percent}")))
        self.parts = {}

    def stop(self):
        for server in self.servers:
            server.stop()

    def ask(self, server, action, resource, selectors="", body=""):
        connection = Connection(server.port, 1 << 20)
        answer = connection.ask(
            messages.post("/wsman", messages.envelope(action, resource, selectors, body), server.account))
        connection.close()
        return answer

    def lines(self):
        lines = [self.cold_inventory(), *self.enumerations(), *self.filters(), self.memory()]
        return lines + [self.get(kind) for kind in KINDS]

    def cold_inventory(self):
        """From nothing to the first answer that waits for the inventory."""
        whole = self.servers[0]
        times = []
        for _ in range(self.starts):
            whole.stop()
            began = time.perf_counter()
            whole.start()
            self.ask(whole, "Get", VIEWS + "BB_SystemView")
            times.append((time.perf_counter() - began) * 1000)
        return Line("cold inventory of the large machine", "ms", statistics.median(times), goal=1000,
                    lower_is_better=True)

    def enumerations(self):
        """Whole enumerations of each kind, which count its parts too."""
        self.servers[1].start()
        for server in self.servers:
            self.ask(server, "Get", VIEWS + "BB_SystemView")
        for kind, resource in KINDS.items():
            counts, took = [], None
            for server in self.servers:
                enumeration = Enumeration(server.port, server.account, resource, BATCH, connections=1)
                began = time.perf_counter()
                counts.append(enumeration.count())
                took = took or time.perf_counter() - began
                enumeration.close()
            self.parts[kind] = counts
            yield Line(f"enumerate {counts[0]} {kind}s, first time", "ms", took * 1000, lower_is_better=True)

    def filters(self):
        """Whole enumerations of the sensors of which few pass, over the whole enumeration without a filter."""
        whole, resource = self.servers[0], KINDS["sensor"]
        found = self.ask(whole, "Enumerate", resource, body=messages.enumerate_body(True, 1, "EnumerateEPR"))
        key = messages.key_of(found, "DeviceID")
        filters = {
            "XPath": messages.filter_element("XPath", f"CIM_NumericSensor[DeviceID='{key}']"),
            "XPath that sees everything": messages.filter_element("XPath", f"*[*[local-name()='DeviceID']='{key}']"),
            "a selector that is no key": messages.filter_element("Selector", {"ElementName": "none"}),
            "a selector that is a key": messages.filter_element("Selector", {"DeviceID": key}),
            "WQL": messages.filter_element(
                "WQL", f"select * from CIM_NumericSensor where ElementName = '{key}' or DeviceID like '{key}'"),
            "CQL by a key": messages.filter_element("CQL", f"SELECT * FROM CIM_NumericSensor WHERE DeviceID = '{key}'"),
        }
        plain = self.timed(whole, resource, None)
        yield Line(f"enumerate {self.parts['sensor'][0]} sensors, again", "ms", plain, lower_is_better=True)
        for name, element in filters.items():
            took = self.timed(whole, resource, element)
            yield Line(f"filter them by {name}", "ms", took, lower_is_better=True, note=f"{took / plain:.2f} of it")

    def timed(self, server, resource, element):
        """Milliseconds of a whole enumeration, the median of a few."""
        times = []
        for _ in range(3 * self.rounds):
            enumeration = Enumeration(server.port, server.account, resource, 1000, connections=1, filter=element)
            began = time.perf_counter()
            enumeration.count()
            times.append((time.perf_counter() - began) * 1000)
            enumeration.close()
        return statistics.median(times)

    def memory(self):
        """What the larger machine takes more, a part."""
        sizes = [server.memory()[1] for server in self.servers]
        more = sum(counts[0] - counts[1] for counts in self.parts.values())
        return Line("memory of a part", "bytes", (sizes[0] - sizes[1]) / more, lower_is_better=True,
                    note=f"{sum(counts[0] for counts in self.parts.values())} parts, {sizes[0] / (1 << 20):.0f} MiB dirty")

    def get(self, kind):
        """Gets of one part, by turns on both machines: the ratio of their rates is 1 when the time is flat."""
        requests = []
        for server in self.servers:
            found = self.ask(
                server, "Enumerate", KINDS[kind], body=messages.enumerate_body(True, 1, "EnumerateEPR"))
            body = messages.envelope("Get", KINDS[kind], messages.selector_set(found))
            requests.append((server, server.wrk_environment(body)))
        rates = ([], [])
        for _ in range(self.rounds):
            for index, (server, environment) in enumerate(requests):
                rates[index].append(wrk(server.url(), 8, self.seconds, self.script, False, environment)[0])
        ratio = statistics.median(large / small for large, small in zip(*rates))
        return Line(f"Get a {kind} of {self.parts[kind][0]}, over one of {self.parts[kind][1]}", "ratio", ratio, goal=0.9)
