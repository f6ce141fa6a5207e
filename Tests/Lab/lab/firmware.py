# SPDX-License-Identifier: Apache-2.0
"""The host's side of guest/firmware.asl: what the firmware says is written into a page of the guest's memory."""

import mmap
import os
import struct
import tempfile

MEMORY = 512 << 20
SHARED_MEMORY = "/dev/shm"
# Between the kernel, which is loaded low, and the initramfs, which lies at the end.
PAGE = 0x10000000
# The fields of guest/firmware.asl, in its order.
WORDS = (
    "temperature", "critical", "mains", "battery_present", "battery_state", "battery_rate", "battery_left",
    "battery_voltage", "power", "fan_speed", "turn",
)


def kelvin(celsius):
    """Degrees as ACPI has them: tenths of a kelvin."""
    return round(celsius * 10) + 2732


def place_of_memory():
    """A directory for the file that is the guest's memory: a disk's where containers have too little shared memory."""
    shared = os.statvfs(SHARED_MEMORY)
    return SHARED_MEMORY if shared.f_bavail * shared.f_frsize >= MEMORY else tempfile.gettempdir()


class Firmware:
    def __init__(self, table):
        self._file = tempfile.NamedTemporaryFile(dir=place_of_memory(), prefix="baseboard-lab-")
        os.ftruncate(self._file.fileno(), MEMORY)
        self._memory = mmap.mmap(self._file.fileno(), MEMORY)
        self.machine = "memory-backend=ram"
        self.arguments = [
            "-object", f"memory-backend-file,id=ram,size={MEMORY},mem-path={self._file.name},share=on",
            "-acpitable", f"file={table}",
        ]
        self.command_line = f"memmap=1M${PAGE:#x}"
        self.set(
            temperature=kelvin(40), critical=kelvin(105), mains=1, battery_present=1, battery_state=0, battery_rate=0,
            battery_left=48000, battery_voltage=12400, power=120_000)

    def set(self, **readings):
        """Has the firmware say this from now on, and the kernel look at mains, battery and meter."""
        readings["turn"] = self.get("turn") + 1
        for name, value in readings.items():
            struct.pack_into("<I", self._memory, self._place(name), value)

    def get(self, name):
        return struct.unpack_from("<I", self._memory, self._place(name))[0]

    def close(self):
        self._memory.close()
        self._file.close()

    @staticmethod
    def _place(name):
        return PAGE + 4 * WORDS.index(name)
