# SPDX-License-Identifier: Apache-2.0
"""One QEMU guest: its processors emulated, its hardware plugged over QMP, its shell on a forwarded port of loopback."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import tempfile
import time

from .firmware import MEMORY
from .waiting import wait_for

SHELL_PORT = 2323
# From the start of QEMU to a shell: seven seconds on a quiet machine.
BOOT_SECONDS = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_with_parent():
    """However the tests end, QEMU ends with them (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Guest:
    """A context: booted when it is entered, gone when it is left.

    - forwards: ports of the guest that the host reaches, each with the port of loopback that leads there.
    - services: ports of 10.0.2.100 that the guest reaches, each with the port of the host's loopback that it leads to.
      It reaches nothing else.
    """

    def __init__(self, kernel, initramfs, devices, firmware, processors, forwards, services):
        self._directory = tempfile.TemporaryDirectory(prefix="baseboard-lab-")
        self._console = os.path.join(self._directory.name, "console")
        self._qmp_path = os.path.join(self._directory.name, "qmp")
        self._shell = free_port()
        self._process = self._qmp = None
        network = "user,id=net,restrict=on"
        for inside, outside in {SHELL_PORT: self._shell, **forwards}.items():
            network += f",hostfwd=tcp:127.0.0.1:{outside}-:{inside}"
        for inside, outside in services.items():
            # A process for each connection: QEMU's own relay has one connection in all its life.
            network += f",guestfwd=tcp:10.0.2.100:{inside}-cmd:/bin/busybox nc 127.0.0.1 {outside}"
        words = ["console=ttyS0", "panic=-1", "quiet", "tsc=reliable", "mitigations=off", firmware.command_line]
        self._arguments = [
            "nice", "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-machine", f"q35,{firmware.machine}", "-accel", "tcg,thread=multi", "-cpu", "max",
            "-smp", processors,
            "-m", f"{MEMORY >> 20}M,slots=1,maxmem={2 * MEMORY >> 20}M", "-kernel", kernel, "-initrd", initramfs,
            "-append", " ".join(words),
            "-netdev", network, "-device", "virtio-net-pci,netdev=net,romfile=",
            "-serial", f"file:{self._console}", "-qmp", f"unix:{self._qmp_path},server=on,wait=off",
            *firmware.arguments, *devices,
        ]

    def __enter__(self):
        began = time.monotonic()
        self._process = subprocess.Popen(self._arguments, preexec_fn=end_with_parent, stdin=subprocess.DEVNULL)
        try:
            wait_for("QEMU answers", self._connect, seconds=30)
            wait_for("the guest's shell answers", self._is_ready, seconds=BOOT_SECONDS)
        except Exception as error:
            console = self.console()
            self.__exit__()
            raise RuntimeError(f"the guest did not start ({error}); its console:\n{console}") from error
        self.boot_seconds = time.monotonic() - began
        return self

    def __exit__(self, *_):
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._qmp:
            self._qmp.close()
        self._directory.cleanup()

    def is_running(self):
        return self._process.poll() is None

    def console(self):
        try:
            with open(self._console, errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def run(self, script, seconds=60):
        """What a shell script in the guest prints on both its outputs; it must succeed."""
        self._still_runs()
        with socket.create_connection(("127.0.0.1", self._shell), timeout=seconds) as connection:
            connection.sendall(f"exec 2>&1\n(\n{script}\n)\necho \"<$?>\"\nexit\n".encode())
            received = bytearray()
            while chunk := connection.recv(1 << 16):
                received += chunk
        output, mark, status = received.decode(errors="replace").rstrip("\n").rpartition("<")
        if not mark:
            raise ConnectionError(f"the guest's shell ended within `{script}`: {status}")
        if status != "0>":
            raise RuntimeError(f"in the guest, `{script}` ended with <{status}: {output}")
        return output

    def plug(self, driver, **properties):
        """Adds a device; `properties` are the driver's, `id` among them."""
        self._ask("device_add", driver=driver, **{name.replace("_", "-"): value for name, value in properties.items()})

    def plug_memory(self, name, size):
        """Adds a memory module."""
        self._ask("object-add", **{"qom-type": "memory-backend-ram", "id": f"{name}-backend", "size": size})
        self.plug("pc-dimm", id=name, memdev=f"{name}-backend")

    def unplug(self, name):
        """Asks the guest to let go of a device, as the button beside its slot does."""
        self._ask("device_del", id=name)

    def remove(self, name):
        """Unplugs a device unless that was done, and waits until it is gone."""
        if self._has(name):
            self.unplug(name)
        wait_for(f"the guest lets go of {name}", lambda: not self._has(name))

    def _has(self, name):
        return name in (child["name"] for child in self._ask("qom-list", path="/machine/peripheral"))

    def set_property(self, name, property, value):
        self._ask("qom-set", path=f"/machine/peripheral/{name}", property=property, value=value)

    def monitor(self, line):
        """A command of QEMU's monitor for people; some of what it can, nothing else can."""
        if answer := self._ask("human-monitor-command", **{"command-line": line}).strip():
            # Its answer to what worked is a line that begins with OK, or none.
            if not answer.startswith("OK"):
                raise RuntimeError(f"QEMU answers `{line}` with: {answer}")

    def _connect(self):
        self._still_runs()
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(30)
        connection.connect(self._qmp_path)
        self._qmp = connection.makefile("rw")
        connection.close()  # The file keeps it open.
        self._qmp.readline()
        self._ask("qmp_capabilities")
        return True

    def _is_ready(self):
        self._still_runs()
        return "lab: ready" in self.console() and self.run("echo yes", seconds=5) == "yes\n"

    def _still_runs(self):
        if not self.is_running():
            raise RuntimeError(f"QEMU ended by itself, with {self._process.returncode}")

    def _ask(self, command, **arguments):
        self._still_runs()
        self._qmp.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._qmp.flush()
        # Events come between; they tell nothing that the agent under test should not tell better.
        while "event" in (answer := json.loads(self._qmp.readline())):
            pass
        if "error" in answer:
            raise RuntimeError(f"QEMU refuses {command} {arguments}: {answer['error']['desc']}")
        return answer["return"]
