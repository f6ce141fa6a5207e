# SPDX-License-Identifier: Apache-2.0
"""What the guest is built of, and the suites' base class, which boots it once for all tests of a suite."""

import os
import sys
import unittest

from .agent import Agent
from .board import Board
from .firmware import Firmware
from .guest import Guest, free_port
from .waiting import wait_for

MODULES = (
    "virtio_pci", "virtio_net", "virtio_blk", "virtio_scsi", "sd_mod", "nvme", "i2c-stub", "i2c-dev", "lm75", "adt7475",
    "tmp421", "ac", "battery", "fan", "acpi_power_meter", "scsi_debug",
)
PROCESSORS = "2,maxcpus=4,sockets=4,cores=1,threads=1"
DISK_BYTES = 64 << 20
# What is added of it; the kernel takes memory in blocks of this size.
MEMORY_BYTES = 128 << 20
# Slots that are empty at first, each with what is plugged into it.
SLOTS = ("nvme", "virtio", "card")
DISKS = ("nvme", "virtio", "scsi")


def disk(name):
    """A disk's contents: zeroes, which take no place."""
    return ["-blockdev", f"driver=null-co,node-name={name},size={DISK_BYTES},read-zeroes=on"]


def devices():
    found = [
        "-smbios", "type=1,manufacturer=Lab Systems,product=Emulated Server,serial=LABSYS1",
        "-smbios", "type=17,manufacturer=Lab Memory,part=LABDIMM,serial=LABMEM1,speed=3200",
        *disk("fixed-nvme"), "-device", "nvme,id=fixed-nvme,serial=LABNVME0,drive=fixed-nvme",
        # A function behind a port, with error reporting, to inject errors into.
        "-device", "pcie-root-port,id=slot-errors,chassis=1,slot=1",
        *disk("fixed-virtio"),
        "-device", "virtio-blk-pci,id=errors,bus=slot-errors,aer=on,serial=LABVIRT0,drive=fixed-virtio",
        *disk("fixed-scsi"), "-device", "virtio-scsi-pci,id=scsi",
        "-device", "scsi-hd,bus=scsi.0,serial=LABSCSI0,wwn=0x5000c50000000001,drive=fixed-scsi",
    ]
    for number, name in enumerate(SLOTS, start=2):
        found += ["-device", f"pcie-root-port,id=slot-{name},chassis={number},slot={number}"]
    return [*found, *(argument for name in DISKS for argument in disk(name))]


class Suite(unittest.TestCase):
    """Tests on one guest; whatever a test changes of it, it changes back."""

    # Where .make/lab's preparations are; the runner sets it.
    directory = None
    # Lines for the agent's configuration.
    settings = ""
    # Ports of 10.0.2.100 in the guest, each with the host's port that it leads to.
    services = {}

    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.firmware = Firmware(os.path.join(cls.directory, "firmware.aml"))
        cls.addClassCleanup(cls.firmware.close)
        cls.guest = cls.enterClassContext(Guest(
            kernel=os.path.join(cls.directory, "kernel/vmlinux"), initramfs=os.path.join(cls.directory, "initramfs"),
            devices=devices(), firmware=cls.firmware, processors=PROCESSORS, forwards={Agent.PORT: port},
            services=cls.services))
        print(f"lab: the guest of {cls.__name__} booted in {cls.guest.boot_seconds:.1f} s", file=sys.stderr)
        cls.board = Board(cls.guest)
        cls.agent = Agent(cls.guest, port, cls.settings)
        cls.agent.start()
        cls.service = cls.agent.service

    def run(self, result=None):
        """A failure shows what agent and guest said; without a guest nothing more is tried."""
        before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > before:
            print(f"--- the agent's log\n{self.agent.log()}", file=sys.stderr)
            print(f"--- the guest's console\n{self.guest.console()}---", file=sys.stderr)
            if not self.guest.is_running():
                result.stop()

    # MARK: expectations

    def rows(self, name, where):
        """The instances of a class that have these properties."""
        return [row for row in self.service.enumerate(name) if where.items() <= row.items()]

    def expect(self, name, where, **properties):
        """Waits until the one instance with `where` has these properties too, and returns it."""

        def found():
            rows = self.rows(name, where)
            assert len(rows) == 1, f"{len(rows)} instances"
            shown = {property: rows[0].get(property) for property in properties}
            assert shown == properties, f"it has {shown}"
            return rows[0]

        return wait_for(f"{name} with {where} has {properties}", found)

    def expect_gone(self, name, where):
        wait_for(f"no {name} has {where}", lambda: not self.rows(name, where))

    # MARK: what several suites do to the hardware

    def plug_nvme(self):
        self._plug("nvme", id="plugged-nvme", bus="slot-nvme", serial="LABNVME1", drive="nvme")

    def plug_virtio(self):
        self._plug("virtio-blk-pci", id="plugged-virtio", bus="slot-virtio", serial="LABVIRT1", drive="virtio")

    def plug_scsi(self):
        self._plug("scsi-hd", id="plugged-scsi", bus="scsi.0", serial="LABSCSI1", wwn=0x5000C50000000002, drive="scsi")

    def plug_card(self):
        self._plug("qemu-xhci", id="plugged-card", bus="slot-card")

    def plug_processor(self):
        self._plug("max-x86_64-cpu", id="plugged-cpu", socket_id=2, core_id=0, thread_id=0)

    def online_processor(self):
        """Nothing puts a new processor to work by itself."""
        online = "/sys/devices/system/cpu/cpu2/online"
        wait_for("the guest sees the processor", lambda: self.guest.run(f"ls {online} || true") == f"{online}\n")
        self.guest.run(f"echo 1 >{online}")

    def plug_memory(self):
        """A module of one block, put to use in such a way that it can be taken away again."""
        block = "/sys/devices/system/memory/memory32/state"  # The first above 4 GiB.
        self.guest.plug_memory("plugged-memory", MEMORY_BYTES)
        self.addCleanup(self.guest.remove, "plugged-memory")
        wait_for("the guest sees the memory", lambda: "offline" in self.guest.run(f"cat {block} || true"))
        self.guest.run(f"echo online_movable >{block}")

    def let_errors_through(self):
        """Has the function report errors (Device Control), which its driver leaves off."""
        self.guest.run("setpci -s 01:00.0 CAP_EXP+8.w=0f:0f")

    def inject_error(self, kind):
        self.guest.monitor(f"pcie_aer_inject_error errors {kind}")

    def _plug(self, driver, **properties):
        """Plugs a device that the test's end unplugs, where the test itself did not."""
        self.guest.plug(driver, **properties)
        self.addCleanup(self.guest.remove, properties["id"])
