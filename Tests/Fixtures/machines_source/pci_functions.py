# SPDX-License-Identifier: Apache-2.0
"""The PCI functions of each machine; called last, so that what other tables put below them is there."""

from .pci import PCI

RACK_SERVER_ODDITIES = (
    "PCI: 97 functions and 8 virtual ones. The GPU 4b:00.0 runs 8 of 16 lanes; b1:00.0 and its port sleep in D3cold "
    "and D3hot, with files `config` and `*_link_*` that nobody may read; the port c9:02.0 has an empty slot.",
    "98:00.0 has counted BadTLP, BadDLLP and Timeout, and so has its root port 97:02.0. 03:00.0 is a bridge from PCI "
    "Express to PCI with `config` as root sees it; the other files `config` have 64 bytes.",
)
GEN3X16, GEN4X16, GEN4X8, GEN3X8, GEN3X4, GEN2X4 = (3, 16), (4, 16), (4, 8), (3, 8), (3, 4), (2, 4)


def add_rack_server(machine):
    """Two sockets of five root buses, a chipset, seven slots."""
    pci = PCI(machine)
    for node, buses in enumerate((("00", "16", "30", "4a", "64"), ("80", "97", "b0", "c9", "e2"))):
        for bus in buses:
            for function, (kind, device) in enumerate(
                    (("088000", "09a2"), ("088000", "09a4"), ("088000", "09a3"), ("060000", "0998"))):
                number = 4 if function == 3 else function
                pci.function(f"0000:{bus}:00.{number}", kind, f"8086:{device}", node=node)
        for function in range(8):
            pci.function(f"0000:{buses[0]}:01.{function}", "088000", "8086:0b00 8086:0000", "ioatdma", node=node)
    _add_chipset(pci)
    _add_first_socket(pci)
    _add_second_socket(pci)
    pci.names()


def _add_chipset(pci):
    for function, ids, kind in (
            ("0f.0", "8086:19ac", "088000"), ("0f.1", "8086:19ac", "088000"), ("16.0", "8086:a1ba", "078000"),
            ("1f.0", "8086:a1c3", "060100"), ("1f.2", "8086:a1a1", "058000"), ("1f.4", "8086:a1a3", "0c0500"),
            ("1f.5", "8086:a1a4", "0c8000")):
        driver = {"16.0": "mei_me"}.get(function)
        pci.function(f"0000:00:{function}", kind, ids, driver, node=0)
    usb = pci.function("0000:00:14.0", "0c0330", "8086:a1af 8086:7270", "xhci_hcd", node=0, group=3)
    for number in (1, 2):
        pci.machine.device(f"{usb}/usb{number}", "usb", "usb", {"busnum": number})
    pci.function("0000:00:17.0", "010601", "8086:a182 8086:7270", node=0, attributes={"enable": 1}, group=4)
    pci.configuration("0000:00:17.0", {0x10: 0x92D14000, 0x14: 0x92D17000, 0x20: 0x00003021, 0x24: 0x92D00000}, pin=1)
    for port, bus, width in (("1c.0", "18", 4), ("1c.4", "03", 1), ("1d.0", "01", 4), ("1d.1", "02", 4)):
        speed = 3 if port.startswith("1d") else 2 if port == "1c.0" else 1
        pci.bridge(f"0000:00:{port}", "8086:a190", bus, node=0, link=((speed, width), (3, width)))
    for number in range(2):
        pci.function(f"0000:18:00.{number}", "020000", "8086:1521 8086:0001", "igb", node=0, parent="0000:00:1c.0",
                     link=(GEN2X4, GEN2X4), group=20 + number,
                     attributes={"label": f"Onboard LAN {number + 1}", "acpi_index": number + 1,
                                 "msi_irqs/4" + str(number): "msix", "msi_irqs/5" + str(number): "msix"}
                     | ({"enable": 1} if number == 0 else {}))
        pci.devices(f"0000:18:00.{number}", "net", f"eno{number + 1}")
        pci.function(f"0000:0{number + 1}:00.0", "010802", "144d:a824 144d:a801", node=0,
                     link=(GEN3X4, GEN3X4), attributes={"enable": 1}, group=22 + number)
    pci.bridge("0000:03:00.0", "1a03:1150", "04", driver=None, parent="0000:00:1c.4", node=0, link=((1, 1), (1, 1)))
    pci.configuration(
        "0000:03:00.0", {0x18: 0x20040403, 0x1C: 0x020000F1 | 0x1010, 0x20: 0x93009200, 0x24: 0x0001FFF1},
        [(0x05, 0x50, 0x0080), (0x01, 0x78, 0xFE03), (0x10, 0x80, 0x0072), (0x0D, 0xC0, 0)], header=1)
    pci.function("0000:04:00.0", "030000", "1a03:2000 1a03:2000", "ast", node=0, parent="0000:03:00.0", group=24)
    pci.devices("0000:04:00.0", "drm", "card0")


def _add_first_socket(pci):
    pci.bridge("0000:16:02.0", "8086:347a", "17", node=0, link=(GEN3X16, GEN4X16))
    for number in range(2):
        pci.function(f"0000:17:00.{number}", "020000", "15b3:1017 15b3:0006", "mlx5_core", node=0,
                     parent="0000:16:02.0", link=(GEN3X16, GEN3X16), group=40 + number)
        pci.devices(f"0000:17:00.{number}", "net", f"ens1f{number}np{number}")
        pci.devices(f"0000:17:00.{number}", "infiniband", f"mlx5_{number}")
        pci.errors(f"0000:17:00.{number}")
    virtual = [f"0000:17:{number // 8:02x}.{number % 8}" for number in range(2, 10)]
    pci.virtual_functions("0000:17:00.0", 64, virtual, "15b3:1018 15b3:0006", "020000", "mlx5_core", node=0)
    pci.devices(virtual[0], "net", "ens1f0v0")
    pci.bridge("0000:30:02.0", "8086:347a", "31", node=0, link=(GEN3X8, GEN4X8))
    pci.function("0000:31:00.0", "010700", "1000:00ac 1000:3000", "mpt3sas", node=0, parent="0000:30:02.0",
                 link=(GEN3X8, GEN3X8), group=42)
    pci.bridge("0000:4a:02.0", "8086:347a", "4b", node=0, link=((4, 8), GEN4X16))
    pci.function("0000:4b:00.0", "030200", "10de:25b6 10de:14a9", "nvidia", node=0, parent="0000:4a:02.0",
                 link=((4, 8), GEN4X16), group=43, attributes={"local_cpulist": "0-11,24-35"})
    pci.devices("0000:4b:00.0", "drm", "card1", "renderD128")
    pci.configuration("0000:4b:00.0", {0x10: 0xA2000000, 0x14: 0x0000000C, 0x18: 0x00002080}, pin=1)
    pci.bridge("0000:64:02.0", "8086:347a", "65", node=0, link=(GEN4X16, GEN4X16))
    pci.bridge("0000:65:00.0", "1000:c012", "66", parent="0000:64:02.0", node=0, link=(GEN4X16, GEN4X16))
    for number, (device, bus) in enumerate((("08", "67"), ("10", "68"), ("11", "69"))):
        is_empty = bus == "69"
        pci.bridge(f"0000:66:{device}.0", "1000:c012", bus, parent="0000:65:00.0", node=0,
                   link=((0, 0) if is_empty else (4, 4), (4, 4)))
        if not is_empty:
            # Given away to a guest.
            pci.function(f"0000:{bus}:00.0", "010802", "144d:a824 144d:a801", "vfio-pci", node=0,
                         parent=f"0000:66:{device}.0", link=((4, 4), (4, 4)), group=44 + number)
    slow, fast = "8.0 GT/s PCIe", "16.0 GT/s PCIe"
    pci.slot("1", "0000:17:00", slow, fast)
    pci.slot("2", "0000:31:00", slow, fast)
    pci.slot("3", "0000:4b:00", fast, fast)
    for number, bus in enumerate(("67", "68", "69")):
        there = int(bus != "69")
        pci.slot(f"{200 + number}", f"0000:{bus}:00", fast if there else "Unknown", fast, power=there, adapter=there,
                 attention=0, latch=0)


def _add_second_socket(pci):
    pci.bridge("0000:97:02.0", "8086:347a", "98", node=1, link=(GEN3X8, GEN4X8), attributes={
        "aer_rootport_total_err_cor": 6, "aer_rootport_total_err_nonfatal": 1, "aer_rootport_total_err_fatal": 0})
    pci.configuration("0000:97:02.0", {0x18: 0x00989897, 0x1C: 0x0000D0D0, 0x20: 0xC4F0C400, 0x24: 0x3FF13FE1,
                                       0x28: 0x000038FF, 0x2C: 0x000038FF}, pin=1, header=1)
    pci.errors("0000:97:02.0")
    for number in range(2):
        pci.function(f"0000:98:00.{number}", "020000", "8086:1572 8086:0008", "i40e", node=1, parent="0000:97:02.0",
                     link=(GEN3X8, GEN3X8), group=60 + number, attributes={"local_cpulist": "12-23,36-47"})
        pci.devices(f"0000:98:00.{number}", "net", f"ens5f{number}")
    pci.errors("0000:98:00.0", {"BadTLP": 3, "BadDLLP": 1, "Timeout": 2}, {"CmpltTO": 1})
    pci.configuration("0000:98:00.0", {0x10: 0xFA00000C, 0x14: 0x000038FF, 0x30: 0xC4080000}, pin=1)
    pci.bridge("0000:b0:02.0", "8086:347a", "b1", node=1, link=(GEN3X16, GEN4X16), state="D3hot")
    pci.function("0000:b1:00.0", "030200", "10de:1eb8 10de:12a2", "nouveau", node=1, parent="0000:b0:02.0",
                 link=((1, 16), GEN3X16), group=62, state="D3cold", attributes={"d3cold_allowed": 1})
    pci.configuration("0000:b1:00.0", {0x10: 0xDEAD0000}, pin=1)
    pci.bridge("0000:c9:02.0", "8086:347a", "ca", node=1, link=((0, 0), GEN4X16))
    pci.bridge("0000:e2:02.0", "8086:347a", "e3", node=1, link=(GEN3X8, GEN4X8))
    pci.function("0000:e3:00.0", "0b4000", "8086:37c8 8086:0000", "c6xx", node=1, parent="0000:e2:02.0",
                 link=((3, 8), (3, 16)), group=63)
    pci.slot("5", "0000:98:00", "8.0 GT/s PCIe", "16.0 GT/s PCIe")
    pci.slot("6", "0000:b1:00", "Unknown", "16.0 GT/s PCIe", power=1, adapter=1, attention=0, latch=0)
    pci.slot("7", "0000:ca:00", "Unknown", "16.0 GT/s PCIe", power=0, adapter=0, attention=0, latch=1)


def add_desktop_hybrid(machine):
    """A chipset, two graphics cards, a drive, networks by wire and air."""
    pci = PCI(machine)
    for function, ids, kind, driver in (
            ("00.0", "8086:a704", "060000", None), ("08.0", "8086:a74f", "088000", None),
            ("0a.0", "8086:a77d", "118000", "intel_vsec"), ("14.2", "8086:7a27", "050000", None),
            ("15.0", "8086:7a4c", "0c8000", "intel-lpss"), ("16.0", "8086:7a68", "078000", "mei_me"),
            ("17.0", "8086:7a62", "010601", "ahci"), ("1f.0", "8086:7a04", "060100", None),
            ("1f.4", "8086:7a23", "0c0500", "i801_smbus"), ("1f.5", "8086:7a24", "0c8000", "intel-spi")):
        pci.function(f"0000:00:{function}", kind, ids + " 1043:8694", driver)
    pci.function("0000:00:02.0", "038000", "8086:a780 1043:8694", "i915")
    pci.devices("0000:00:02.0", "drm", "card0", "renderD128")
    pci.bridge("0000:00:01.0", "8086:a70d", "01", link=((1, 16), (4, 16)))
    # At rest the graphics card runs slower, asleep at run time or not.
    pci.function("0000:01:00.0", "030000", "1002:73ff 1da2:e448", link=((1, 8), (4, 8)), parent="0000:00:01.0",
                 attributes={"enable": 1})
    pci.devices("0000:01:00.0", "drm", "card1", "renderD129")
    pci.function("0000:01:00.1", "040300", "1002:ab28 1002:ab28", "snd_hda_intel", parent="0000:00:01.0",
                 link=((1, 8), (4, 8)), state="D3hot")
    pci.devices("0000:01:00.1", "sound", "card1")
    pci.bridge("0000:00:06.0", "8086:a74d", "03", link=((4, 4), (4, 4)))
    pci.function("0000:03:00.0", "010802", "144d:a80a 144d:a801", parent="0000:00:06.0", link=((4, 4), (4, 4)),
                 attributes={"enable": 1})
    usb = pci.function("0000:00:14.0", "0c0330", "8086:7a60 1043:8694", "xhci_hcd")
    for number in (1, 2):
        pci.machine.device(f"{usb}/usb{number}", "usb", "usb", {"busnum": number})
    pci.function("0000:00:14.3", "028000", "8086:7a70 8086:0090", "iwlwifi")
    pci.devices("0000:00:14.3", "net", "wlan0")
    pci.bridge("0000:00:1a.0", "8086:7a48", "02", link=((0, 0), (4, 4)))
    pci.bridge("0000:00:1c.0", "8086:7a38", "04", link=((2, 1), (3, 1)))
    pci.function("0000:04:00.0", "020000", "8086:125c 1043:88d1", "igc", parent="0000:00:1c.0", link=((2, 1), (2, 1)))
    pci.devices("0000:04:00.0", "net", "eth0")
    pci.function("0000:00:1f.3", "040300", "8086:7a50 1043:87fb", "snd_hda_intel")
    pci.devices("0000:00:1f.3", "sound", "card0")
    pci.names()


def add_virtual_machine(machine):
    """What QEMU gives a guest."""
    pci = PCI(machine)
    for function, ids, kind, driver in (
            ("00.0", "8086:29c0", "060000", None), ("01.0", "1234:1111", "030000", "bochs-drm"),
            ("1f.0", "8086:2918", "060100", "lpc_ich"), ("1f.2", "8086:2922", "010601", "ahci"),
            ("1f.3", "8086:2930", "0c0500", "i801_smbus")):
        pci.function(f"0000:00:{function}", kind, ids + " 1af4:1100", driver)
    pci.devices("0000:00:01.0", "drm", "card0")
    pci.bridge("0000:00:02.0", "1b36:000c", "01", link=((1, 1), (4, 16)))
    network = pci.function("0000:01:00.0", "020000", "1af4:1041 1af4:1100", "virtio-pci", parent="0000:00:02.0",
                           link=((1, 1), (1, 1)))
    virtio = pci.machine.device(f"{network}/virtio0", "virtio", "virtio_net")
    pci.machine.class_device(f"{virtio}/net/eth0", "net", virtio)
    pci.bridge("0000:00:02.1", "1b36:000c", "02", link=((0, 0), (4, 16)))
    pci.slot("0", "0000:01:00", "2.5 GT/s PCIe", "16.0 GT/s PCIe", power=1, adapter=1, attention=0, latch=0)
    pci.slot("0-2", "0000:02:00", "Unknown", "16.0 GT/s PCIe", power=0, adapter=0, attention=0, latch=0)
    pci.names()
