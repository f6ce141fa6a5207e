# SPDX-License-Identifier: Apache-2.0
"""PCI functions, bridges and slots: what /sys/bus/pci shows of them."""

import struct

# A part of the list that distributions install: names by the numbers that the machines use.
NAMES = {
    "1000": ("Broadcom / LSI", {"00ac": "SAS3416 Fusion-MPT Tri-Mode I/O Controller Chip (IOC)",
                                "c012": "PEX880xx PCIe Gen 4 Switch"}),
    "1002": ("Advanced Micro Devices, Inc. [AMD/ATI]", {
        "73ff": "Navi 23 [Radeon RX 6600/6600 XT/6600M]", "ab28": "Navi 21/23 HDMI/DP Audio Controller"}),
    "10de": ("NVIDIA Corporation", {"1eb8": "TU104GL [Tesla T4]", "25b6": "GA107GL [A2 / A16]"}),
    "1234": ("Technical Corp.", {}),
    "144d": ("Samsung Electronics Co Ltd", {"a824": "NVMe SSD Controller PM173X",
                                            "a80a": "NVMe SSD Controller PM9A1/PM9A3/980PRO"}),
    "15b3": ("Mellanox Technologies", {
        "1017": ("MT27800 Family [ConnectX-5]", {"15b3 0006": "ConnectX-5 EN network interface card, 100GbE dual-port"}),
        "1018": "MT27800 Family [ConnectX-5 Virtual Function]"}),
    "1a03": ("ASPEED Technology, Inc.", {"1150": "AST1150 PCI-to-PCI Bridge",
                                         "2000": "ASPEED Graphics Family"}),
    "1af4": ("Red Hat, Inc.", {"1041": "Virtio 1.0 network device", "1042": "Virtio 1.0 block device"}),
    "1b36": ("Red Hat, Inc.", {"000c": "QEMU PCIe Root port"}),
    "8086": ("Intel Corporation", {
        "0998": "Ice Lake IEH", "09a2": "Ice Lake Memory Map/VT-d", "09a3": "Ice Lake RAS", "09a4": "Ice Lake Mesh 2 PCIe",
        "0b00": "Ice Lake CBDMA [QuickData Technology]", "125c": "Ethernet Controller I226-V", "1521": (
            "I350 Gigabit Network Connection", {"8086 0001": "Ethernet Server Adapter I350-T4"}),
        "1572": ("Ethernet Controller X710 for 10GbE SFP+", {"8086 0008": "Ethernet Converged Network Adapter X710-2"}),
        "2918": "82801IB (ICH9) LPC Interface Controller",
        "2922": "82801IR/IO/IH (ICH9R/DO/DH) 6 port SATA Controller [AHCI mode]",
        "2930": "82801I (ICH9 Family) SMBus Controller", "29c0": "82G33/G31/P35/P31 Express DRAM Controller",
        "347a": "Ice Lake PCIe Root Port A", "37c8": "C62x Chipset QuickAssist Technology",
        "a182": "C620 Series Chipset Family SATA Controller [AHCI mode]",
        "a190": "C620 Series Chipset Family PCI Express Root Port #1",
        "a1a3": "C620 Series Chipset Family SMBus", "a1af": "C620 Series Chipset Family USB 3.0 xHCI Controller",
        "a1ba": "C620 Series Chipset Family MEI Controller #1", "a1c3": "C621 Series Chipset LPC/eSPI Controller",
        "a704": "Raptor Lake-S 6p+8e cores - Host Bridge/DRAM Controller", "a780": "Raptor Lake-S GT1 [UHD Graphics 770]",
    }),
}
CLASSES = {
    "00": ("Unclassified device", {}),
    "01": ("Mass storage controller", {"06": "SATA controller", "07": "Serial Attached SCSI controller",
                                       "08": "Non-Volatile memory controller"}),
    "02": ("Network controller", {"00": "Ethernet controller", "80": "Network controller"}),
    "03": ("Display controller", {"00": "VGA compatible controller", "02": "3D controller"}),
    "04": ("Multimedia controller", {"03": "Audio device"}),
    "05": ("Memory controller", {"00": "RAM memory"}),
    "06": ("Bridge", {"00": "Host bridge", "01": "ISA bridge", "04": "PCI bridge"}),
    "07": ("Communication controller", {"80": "Communication controller"}),
    "08": ("Generic system peripheral", {"80": "System peripheral"}),
    "0b": ("Processor", {"40": "Co-processor"}),
    "0c": ("Serial bus controller", {"03": "USB controller", "05": "SMBus", "80": "Serial bus controller"}),
    "11": ("Signal processing controller", {"80": "Signal processing controller"}),
}
CORRECTABLE = ("RxErr", "BadTLP", "BadDLLP", "Rollover", "Timeout", "NonFatalErr", "CorrIntErr", "HeaderOF")
UNCORRECTABLE = (
    "Undefined", "DLP", "SDES", "TLP", "FCP", "CmpltTO", "CmpltAbrt", "UnxCmplt", "RxOF", "MalfTLP", "ECRC",
    "UnsupReq", "ACSViol", "UncorrIntErr", "BlockedTLP", "AtomicOpBlocked", "TLPBlockedErr",
    "PoisonTLPBlocked")


class PCI:
    """The functions of one machine; those that are there already get their attributes."""

    def __init__(self, machine):
        self.machine = machine
        self.tree = machine.tree
        self.paths = {}
        self.used = set()

    def function(self, address, kind, ids, driver=None, node=None, parent=None, link=None, attributes=None, group=None,
                 state="D0"):
        """Adds a function.

        `kind` is the class, `ids` are vendor:device with an optional board behind a space, `parent` is an address;
        `link` is current and greatest speed and width. `state` is D0, or the state of one that sleeps.
        """
        found = self.tree.links.get(f"sys/bus/pci/devices/{address}")
        if found is not None:
            path = "sys/" + found.removeprefix("../../../")
        else:
            bus = f"sys/devices/pci{address[:7]}"
            path = self.machine.device(f"{self.paths[parent] if parent else bus}/{address}", "pci", driver)
        self.paths[address] = path
        chip, _, board = ids.partition(" ")
        vendor, device = chip.split(":")
        self.used.add(vendor)
        files = {"vendor": f"0x{vendor}", "device": f"0x{device}", "class": f"0x{kind}", "revision": "0x01",
                 "power_state": state, "power/runtime_status": "active" if state == "D0" else "suspended"}
        if board:
            files["subsystem_vendor"], files["subsystem_device"] = (f"0x{part}" for part in board.split(":"))
        if driver:
            files["enable"] = 1
        if node is not None:
            files["numa_node"] = node
        if link:
            speeds = {3: "8.0 GT/s PCIe", 2: "5.0 GT/s PCIe", 1: "2.5 GT/s PCIe", 4: "16.0 GT/s PCIe", 0: "Unknown"}
            (speed, width), (fastest, widest) = link
            files |= {"current_link_speed": speeds[speed], "current_link_width": width,
                      "max_link_speed": speeds[fastest], "max_link_width": widest}
        self.tree.files_under(path, {**files, **(attributes or {})})
        if group is not None:
            self.tree.link(f"{path}/iommu_group", f"sys/kernel/iommu_groups/{group}")
            self.tree.link(f"sys/kernel/iommu_groups/{group}/devices/{address}", path)
        return path

    def bridge(self, address, ids, secondary, kind="060400", **others):
        """Adds a bridge or port with the bus below it."""
        path = self.function(address, kind, ids, others.pop("driver", "pcieport"), **others)
        self.machine.class_device(f"{path}/pci_bus/{address[:4]}:{secondary}", "pci_bus")
        return path

    def virtual_functions(self, physical, count, addresses, ids, kind, driver=None, **others):
        """Adds virtual functions (SR-IOV)."""
        path = self.paths[physical]
        self.tree.files_under(path, {"sriov_totalvfs": count, "sriov_numvfs": len(addresses)})
        for number, address in enumerate(addresses):
            virtual = self.function(
                address, kind, ids, driver, parent=path.split("/")[-2], link=((0, 0), (0, 0)), **others)
            self.tree.link(f"{virtual}/physfn", path)
            self.tree.link(f"{path}/virtfn{number}", virtual)

    def slot(self, name, address, speed, fastest, **others):
        """Adds a slot; `others` are what a hotplug driver shows."""
        self.tree.files_under(f"sys/bus/pci/slots/{name}", {
            "address": address, "cur_bus_speed": speed, "max_bus_speed": fastest, **others})

    def devices(self, address, class_name, *names):
        """Adds devices of a class right below a function, with the class's folder between."""
        for name in names:
            self.machine.class_device(
                f"{self.paths[address]}/{class_name}/{name}", class_name, self.paths[address])

    def errors(self, address, correctable=None, nonfatal=None, fatal=None):
        """Adds the counters of AER."""
        for name, kinds, counts, total in (
                ("correctable", CORRECTABLE, correctable, "COR"), ("nonfatal", UNCORRECTABLE, nonfatal, "NONFATAL"),
                ("fatal", UNCORRECTABLE, fatal, "FATAL")):
            counts = counts or {}
            lines = [f"{kind} {counts.get(kind, 0)}\n" for kind in kinds]
            self.tree.text(f"{self.paths[address]}/aer_dev_{name}",
                           "".join(lines) + f"TOTAL_ERR_{total} {sum(counts.values())}\n")

    def configuration(self, address, registers, capabilities=(), pin=0, header=0):
        """Adds the configuration: 64 bytes as for an unprivileged reader, 256 where capabilities are given."""
        data = bytearray(256 if capabilities else 64)
        struct.pack_into("<HHB", data, 0x04, 0x0406, 0x0010, 1)
        data[0x0C], data[0x0E], data[0x3D] = 16, header, pin
        data[0x34] = capabilities[0][1] if capabilities else 0x40
        for position, value in registers.items():
            struct.pack_into("<I", data, position, value)
        for (kind, place, word), following in zip(capabilities, [*capabilities[1:], (0, 0, 0)]):
            struct.pack_into("<BBH", data, place, kind, following[1], word)
        self.tree.binary(f"{self.paths[address]}/config", bytes(data))

    def names(self):
        """Adds the list of names, as far as the machine's vendors are in it."""
        lines = ["# A part of the list of PCI ids that distributions install."]
        for vendor in sorted(self.used & NAMES.keys()):
            name, devices = NAMES[vendor]
            lines.append(f"{vendor}  {name}")
            for device, known in sorted(devices.items()):
                known, boards = known if isinstance(known, tuple) else (known, {})
                lines.append(f"\t{device}  {known}")
                lines += [f"\t\t{board}  {text}" for board, text in sorted(boards.items())]
        for number, (name, subclasses) in CLASSES.items():
            lines.append(f"C {number}  {name}")
            lines += [f"\t{subclass}  {text}" for subclass, text in subclasses.items()]
        self.tree.text("usr/share/misc/pci.ids", "\n".join(lines) + "\n")
