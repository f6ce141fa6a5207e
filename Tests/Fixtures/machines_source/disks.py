# SPDX-License-Identifier: Apache-2.0
"""Disks of every kind, as the kernel shows them: block devices, ports, namespaces, bays.

Sizes are in bytes; what a drive says of itself in binary stands in vital product data, built here byte by byte.
"""

SECTOR = 512


def block(machine, parent, name, number, size, *, logical=512, physical=4096, rotational=0, removable=0, sequence=None,
          partitions=(), discard=0, cache="write back", folder="block", hidden=0, extra=None):
    """A block device below the device `parent`, its partitions, and its link in /sys/block."""
    path = f"{parent}/{folder}/{name}" if folder else f"{parent}/{name}"
    machine.tree.files_under(path, {
        "dev": number, "size": size // SECTOR, "removable": removable, "ro": 0, "hidden": hidden,
        "queue/rotational": rotational, "queue/logical_block_size": logical, "queue/physical_block_size": physical,
        "queue/discard_max_bytes": discard, "queue/write_cache": cache, "queue/zoned": "none",
    } | ({"diskseq": sequence} if sequence else {}) | (extra or {}))
    if folder or not hidden:
        machine.tree.link(f"{path}/subsystem", "sys/class/block")
        machine.tree.link(f"sys/class/block/{name}", path)
        machine.tree.link(f"sys/block/{name}", path)
    if parent not in machine.tree.links:
        machine.tree.link(f"{path}/device", parent)
    mark = "p" if name[-1].isdigit() else ""
    for index, part in enumerate(partitions, start=1):
        folder_of_part = f"{path}/{name}{mark}{index}"
        machine.tree.files_under(folder_of_part, {"partition": index, "size": part // SECTOR})
        machine.tree.link(f"sys/class/block/{name}{mark}{index}", folder_of_part)
    return path


def mapped(machine, number, uuid, parts):
    """A mapped device built upon block devices or partitions of them."""
    path = f"sys/devices/virtual/block/dm-{number}"
    machine.tree.files_under(path, {"dm/uuid": uuid, "dm/name": f"map{number}", "size": 2048, "hidden": 0})
    machine.tree.link(f"sys/block/dm-{number}", path)
    for part in parts:
        machine.tree.link(f"{path}/slaves/{part.rsplit('/', 1)[1]}", part)
        machine.tree.link(f"{part}/holders/dm-{number}", path)


def page(number, content):
    """A page of vital product data: its header and the content."""
    return bytes([0, number]) + len(content).to_bytes(2, "big") + content


def device_identification(wwn, port_wwn=None):
    """Page 83h: the number of the unit, and that of the port, which differs from path to path."""
    descriptors = b"\x01\x03\x00\x08" + wwn.to_bytes(8, "big")
    if port_wwn:
        descriptors += b"\x61\x93\x00\x08" + port_wwn.to_bytes(8, "big")
    return page(0x83, descriptors)


def identify(model, serial, firmware, wwn, rate, form_factor, security=0x0001, speed=0x070E):
    """The 256 words that an ATA drive says of itself, as `ata_device/*/id` prints them."""
    words = [0] * 256
    for first, count, text in ((10, 10, serial.rjust(20)), (23, 4, firmware.ljust(8)), (27, 20, model.ljust(40))):
        for index in range(count):
            words[first + index] = ord(text[2 * index]) << 8 | ord(text[2 * index + 1])
    for index in range(4):
        words[108 + index] = wwn >> (48 - 16 * index) & 0xFFFF
    words[76], words[82], words[85], words[87] = speed, 0x346B, 0x3469, 0x6163
    words[128], words[168], words[217] = security, form_factor, rate
    rows = (" ".join(f"{word:04x}" for word in words[start:start + 8]) for start in range(0, 256, 8))
    return "\n".join(rows)


def scsi(machine, path, vendor, model, revision, wwn, serial, *, port_wwn=None, state="running", errors=0, given=()):
    """The attributes of a SCSI device; those in `given` are there already."""
    attributes = {
        "vendor": vendor.ljust(8), "model": model.ljust(16)[:16], "rev": revision.ljust(4)[:4], "type": 0,
        "state": state, "ioerr_cnt": hex(errors), "iotmo_cnt": "0x0", "iorequest_cnt": "0x4d21",
        "power/runtime_status": "active",
    }
    machine.tree.files_under(path, {name: value for name, value in attributes.items() if name not in given})
    if wwn:
        machine.tree.file(f"{path}/wwid", f"naa.{wwn:016x}")
        machine.tree.binary(f"{path}/vpd_pg83", device_identification(wwn, port_wwn))
    if serial:
        machine.tree.binary(f"{path}/vpd_pg80", page(0x80, serial.encode()))


def ata_port(machine, controller, number, port, identity, speed="6.0 Gbps"):
    """Port, link and drive of libata; `number` is counted over the machine, `port` within the controller."""
    base = f"{controller}/ata{number}"
    machine.class_device(f"{base}/ata_port/ata{number}", "ata_port", attributes={"port_no": port})
    machine.class_device(f"{base}/link{number}/ata_link/link{number}", "ata_link", attributes={
        "sata_spd": speed, "sata_spd_limit": "<unknown>", "hw_sata_spd_limit": "6.0 Gbps"})
    name = f"dev{number}.0"
    machine.class_device(f"{base}/link{number}/{name}/ata_device/{name}", "ata_device", attributes={
        "class": "ata", "id": identity})


def host(machine, path, driver):
    """A SCSI host."""
    name = path.rsplit("/", 1)[1]
    machine.class_device(f"{path}/scsi_host/{name}", "scsi_host", attributes={"proc_name": driver})


def sas_end(machine, host_path, number, address, bay, enclosure, rate="12.0 Gbit"):
    """An end device of a SAS below its port, with the phy that it hangs on; returns the folder of its targets."""
    index = host_path.rsplit("host", 1)[1]
    port, phy, end = (f"{kind}-{index}:{number}" for kind in ("port", "phy", "end_device"))
    machine.class_device(f"{host_path}/{phy}/sas_phy/{phy}", "sas_phy", attributes={
        "negotiated_linkrate": rate, "maximum_linkrate": "12.0 Gbit", "minimum_linkrate": "3.0 Gbit"})
    machine.tree.link(f"{host_path}/{port}/{phy}", f"{host_path}/{phy}")
    folder = f"{host_path}/{port}/{end}"
    machine.class_device(f"{folder}/sas_device/{end}", "sas_device", attributes={
        "sas_address": f"0x{address:016x}", "device_type": "end device"} | (
            {} if bay is None else {"bay_identifier": bay, "enclosure_identifier": f"0x{enclosure:016x}"}))
    return folder


def namespace(machine, controller, name, number, size, *, nsid=1, eui=None, nguid=None, sequence=None, partitions=(),
              hidden=0):
    """A namespace of an NVMe drive, below its controller or its subsystem."""
    numbers = {"nsid": nsid}
    if eui:
        numbers |= {"eui": " ".join(eui[index:index + 2] for index in range(0, 16, 2)), "wwid": f"eui.{eui}"}
    if nguid:
        numbers |= {"nguid": f"{nguid[:8]}-{nguid[8:12]}-{nguid[12:16]}-{nguid[16:20]}-{nguid[20:]}",
                    "wwid": f"eui.{nguid}"}
    return block(
        machine, controller, name, number, size, logical=4096 if nguid else 512, physical=4096, sequence=sequence,
        partitions=partitions, discard=2_199_023_255_040, folder="", hidden=hidden, extra=numbers)
