# SPDX-License-Identifier: Apache-2.0
"""The disks of rack-server: two NVMe drives, four SATA disks, six disks in bays, one of them with two paths."""

from . import disks

PCI = "sys/devices/pci0000:00"
ADAPTER = "sys/devices/pci0000:30/0000:30:02.0/0000:31:00.0"
ENCLOSURE = 0x500A098000C0FFEE
HARD_DISK = 8_001_563_222_016
SAS_DISK = 2_400_476_553_216

ODDITIES = (
    "nvme1 has two namespaces, shown below its subsystem in `devices/virtual` as the kernel does for drives that could "
    "have more than one controller; its `nvme1c1n1` and `nvme1c1n2` are hidden.",
    "The first SATA disk is locked by a password; the last one negotiated 3.0 Gbps; an optical drive (sr0), a loop device "
    "and mapped devices are no disks.",
    "The SAS disk in bay 3 has two paths (sdg and sdk), which dm-0 joins; in bay 5 is a SATA disk; the disk in bay 6 is "
    "offline and has errors; of the disk in bay 4 only the enclosure knows where it is.",
)


def add(machine):
    """Adds them to the devices that are there."""
    _add_nvme(machine)
    _add_sata(machine)
    _add_sas(machine)
    machine.tree.files_under("sys/devices/virtual/block/loop0", {"size": 8192, "hidden": 0, "loop/backing_file": "/x"})
    machine.tree.link("sys/block/loop0", "sys/devices/virtual/block/loop0")


def _add_nvme(machine):
    for number in range(2):
        slot = f"{PCI}/0000:00:1d.{number}"
        function = f"{slot}/0000:{number + 1:02x}:00.0"
        controller = f"{function}/nvme/nvme{number}"
        machine.tree.files_under(controller, {
            "state": "live", "transport": "pcie", "address": f"0000:{number + 1:02x}:00.0", "cntlid": 1,
            "subsysnqn": f"nqn.2014-08.org.nvmexpress:uuid:00000000-0000-4000-8000-00000000000{number}",
            "power/runtime_status": "active"})
        machine.tree.files_under(function, {
            "current_link_speed": "8.0 GT/s PCIe", "max_link_speed": "8.0 GT/s PCIe", "current_link_width": 4,
            "max_link_width": 4, "power_state": "D0", "power/runtime_status": "active"})
        subsystem = f"sys/devices/virtual/nvme-subsystem/nvme-subsys{number}"
        machine.class_device(subsystem, "nvme-subsystem")
        machine.tree.link(f"{subsystem}/nvme{number}", controller)
        if number == 0:
            disks.namespace(
                machine, controller, "nvme0n1", "259:0", 1_920_383_410_176, eui="0025385b71b0a5c4", sequence=9,
                partitions=(536_870_912, 1_073_741_824, 1_918_772_797_440))
            continue
        for index, size in ((1, 1_600_321_314_816), (2, 320_062_095_360)):
            nguid = f"0025385b71b0a5c50025380{index}00000001"
            disks.namespace(machine, subsystem, f"nvme1n{index}", f"259:{3 + index}", size, nsid=index, nguid=nguid,
                            sequence=9 + index)
            disks.namespace(machine, controller, f"nvme1c1n{index}", f"259:{5 + index}", size, nsid=index,
                            nguid=nguid, hidden=1)


def _add_sata(machine):
    controller = f"{PCI}/0000:00:17.0"
    given = ("vendor", "model", "type", "state", "power/runtime_status")
    for number in range(4):
        path = f"{controller}/ata{number + 1}/host{number}/target{number}:0:0/{number}:0:0:0"
        wwn, serial = 0x5000C500A1000000 + number, f"ESH00000{number}"
        disks.ata_port(
            machine, controller, number + 1, number,
            disks.identify("EXAMPLE HDD 8TB ENTERPRISE EDITION", serial, "EX04A", wwn, 7200, 2,
                           security=0x0007 if number == 0 else 0x0001),
            "3.0 Gbps" if number == 3 else "6.0 Gbps")
        disks.host(machine, f"{controller}/ata{number + 1}/host{number}", "ahci")
        disks.scsi(machine, path, "ATA", "EXAMPLE HDD 8TB", "EX04", wwn, serial, given=given)
        part = (HARD_DISK - 2_097_152,)
        disk = disks.block(machine, path, f"sd{'abcd'[number]}", f"8:{number * 16}", HARD_DISK, rotational=1,
                           sequence=number + 1, partitions=part)
        if number > 1:
            continue
        disks.mapped(machine, number + 1, f"LVM-example{number}", [f"{disk}/sd{'ab'[number]}1"])
    optical = f"{controller}/ata5/host4/target4:0:0/4:0:0:0"
    machine.device(optical, "scsi", "sr", {"vendor": "HL-DT-ST", "model": "EXAMPLE DVD", "type": 5, "state": "running"})
    disks.block(machine, optical, "sr0", "11:0", 1_073_741_312, removable=1, sequence=5, logical=2048)


def _add_sas(machine):
    host = machine.device(ADAPTER, "pci", "mpt3sas") + "/host10"
    disks.host(machine, host, "mpt3sas")
    end = disks.sas_end(machine, host, 20, ENCLOSURE + 1, None, ENCLOSURE)
    services = machine.device(f"{end}/target10:0:20/10:0:20:0", "scsi", "ses", {
        "vendor": "EXAMPLE ", "model": "BACKPLANE 8", "type": 13, "state": "running"})
    enclosure = machine.class_device(f"{services}/enclosure/10:0:20:0", "enclosure", services, {
        "id": f"0x{ENCLOSURE:016x}", "components": 8})
    for number in range(6):
        first = _sas_disk(machine, host, number, "efghij"[number], enclosure)
        if number == 2:
            # Over the second port of disk and backplane.
            second = _sas_disk(machine, host, number, "k", enclosure, is_second=True)
            disks.mapped(machine, 0, "mpath-35000c500b1000002", [first, second])


def _sas_disk(machine, host, number, letter, enclosure, is_second=False):
    wwn, serial = 0x5000C500B1000000 + number * 4, f"ESS00000{number}"
    is_sata, target = number == 4, number + 10 * is_second
    end = disks.sas_end(machine, host, target, wwn + 1 + is_second, None if number == 3 else number + 1, ENCLOSURE,
                        "6.0 Gbit" if is_sata else "12.0 Gbit")
    path = machine.device(f"{end}/target10:0:{target}/10:0:{target}:0", "scsi", "sd")
    vendor, model = ("ATA", "EXAMPLE SSD 960G") if is_sata else ("EXAMPLE", "SAS24HD10K")
    disks.scsi(machine, path, vendor, model, "SX02", wwn, serial, port_wwn=wwn + 1 + is_second,
               state="offline" if number == 5 else "running", errors=17 if number == 5 else 0)
    rate = 1 if is_sata else 10_500
    machine.tree.binary(f"{path}/vpd_pgb1", disks.page(0xB1, rate.to_bytes(2, "big") + b"\x00\x03" + bytes(56)))
    slot = f"{enclosure}/Slot {number + 1:02}"
    if not is_second:
        machine.tree.files_under(slot, {"slot": number + 1, "type": "array device"})
        machine.tree.link(f"{slot}/device", path)
    machine.tree.link(f"{path}/enclosure_device:Slot {number + 1:02}", slot)
    return disks.block(
        machine, path, f"sd{letter}", f"8:{(ord(letter) - 97) * 16}", 960_197_124_096 if is_sata else SAS_DISK,
        rotational=int(not is_sata), sequence=ord(letter) - 87, discard=2_147_450_880 if is_sata else 0)
