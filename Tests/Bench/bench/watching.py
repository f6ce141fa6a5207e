# SPDX-License-Identifier: Apache-2.0
"""What it costs to read sensors closely for a subscriber, and how soon he hears of a limit that was passed."""

import os
import statistics
import subprocess
import time

from . import messages
from .events import ACKNOWLEDGED, Subscriber
from .servers import Baseboard
from .sink import Sink
from .table import Line

INDICATIONS = messages.CIM + "CIM_ThresholdIndication"
CRITICAL = "96000\n"


class Watching:
    """Daemons on machines of few and of many sensors, each with one subscriber to what passes their limits."""

    COUNTS = (250, 5000)

    def __init__(self, options, machines, directory):
        self.seconds, self.alarms = (3, 2) if options.quick else (20, 10)
        self.servers = []
        for count in self.COUNTS:
            subprocess.run([machines, "--sensors", str(count), "--out", directory], check=True)
            machine = os.path.join(directory, f"sensors-{count}")
            self.servers.append((count, machine, Baseboard(options.daemon, directory, f"watching{count}", machine)))
        self.sink = Sink()

    def stop(self):
        for _, _, server in self.servers:
            server.stop()
        self.sink.close()

    def lines(self):
        for count, machine, server in self.servers:
            server.start()
            subscriber = Subscriber(server, self.sink)
            subscriber.subscribe("watching", mode=ACKNOWLEDGED, source=INDICATIONS)
            time.sleep(3)
            switches, cpu = server.switches(), server.cpu_seconds()
            time.sleep(self.seconds)
            share = (server.cpu_seconds() - cpu) / self.seconds * 100
            wakeups = (server.switches() - switches) / self.seconds
            yield Line(f"{count} sensors watched closely: CPU", "% of a core", share, lower_is_better=True)
            yield Line(f"{count} sensors watched closely: wake-ups", "/s", wakeups, lower_is_better=True)
            if count == self.COUNTS[0]:
                yield from self.alarm(machine)
            subscriber.close()
            server.stop()

    def alarm(self, machine):
        """From a sensor's file that says more than its critical limit to the subscriber's socket.

        Two readings at the pace of the bus are in it: one alone is no overheat.
        """
        hwmon = os.path.realpath(os.path.join(machine, "sys/class/hwmon/hwmon0"))
        times = []
        for number in range(1, self.alarms + 1):
            self.sink.forget()
            began = time.perf_counter()
            with open(os.path.join(hwmon, f"temp{number}_input"), "w") as file:
                file.write(CRITICAL)
            times.append(self.sink.wait(len)[0][0] - began)
        times.sort()
        note = "two readings, 2 s apart, are in it"
        yield Line(
            "limit passed to delivered POST, p50", "s", statistics.median(times), lower_is_better=True, note=note)
        yield Line(
            "limit passed to delivered POST, p99", "s", times[len(times) * 99 // 100], lower_is_better=True, note=note)
