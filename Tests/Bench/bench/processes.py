# SPDX-License-Identifier: Apache-2.0
"""The servers under measure: started on a core of their own, watched through /proc, ended by their own process id."""

import os
import resource
import signal
import socket
import subprocess
import time

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = CORES[0]
LOAD_CORE = CORES[-1]
TICK = 1 / os.sysconf("SC_CLK_TCK")
OPEN_FILES = 16384


def busy_seconds():
    """CPU time that all processes of the machine have taken on our cores."""
    total = 0
    with open("/proc/stat") as stat:
        for line in stat:
            name, *ticks = line.split()
            if name.startswith("cpu") and name[3:].isdigit() and int(name[3:]) in CORES:
                user, nice, system = map(int, ticks[:3])
                total += user + nice + system
    return total * TICK


def own_seconds():
    """CPU time that this process and all that it started and waited for have taken."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def on_core(core, command, **options):
    """Starts a process on one core: children inherit the affinity, so this needs no further exec."""
    os.sched_setaffinity(0, {core})
    try:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})


def allow_many_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    soft = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Server:
    """A process that answers on a loopback port."""

    def __init__(self, name, command, port, probe, log):
        self.name, self.command, self.port, self.probe, self.log = name, command, port, probe, log
        self.process = None

    def start(self):
        """Starts it; returns the seconds until its first answer."""
        began = time.perf_counter()
        with open(self.log, "ab") as log:
            self.process = on_core(SERVER_CORE, self.command, stdout=log, stderr=log)
        while time.perf_counter() - began < 20:
            if self.process.poll() is not None:
                break
            if answers(self.port, self.probe):
                return time.perf_counter() - began
        self.stop()
        with open(self.log, errors="replace") as log:
            raise SystemExit(f"bench: {self.name} did not answer. Its log:\n{log.read()}")

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK

    def switches(self):
        """Context switches of all its threads: each is a wake-up that somebody paid for."""
        total = 0
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{task}/status") as status:
                total += sum(int(line.split()[1]) for line in status if "ctxt_switches" in line)
        return total

    def memory(self):
        """Resident and private dirty bytes. A just written binary counts as dirty until it is on the disk."""
        os.sync()
        sizes = {}
        with open(f"/proc/{self.process.pid}/smaps_rollup") as rollup:
            for line in rollup:
                name, _, rest = line.partition(":")
                if rest.endswith("kB\n"):
                    sizes[name] = int(rest.split()[0]) * 1024
        return sizes["Rss"], sizes["Private_Dirty"]


def answers(port, request):
    """Whether the server answers 200 to the request now."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request)
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except (ConnectionRefusedError, ConnectionResetError):
        time.sleep(0.0002)
        return False
