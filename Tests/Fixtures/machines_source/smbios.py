# SPDX-License-Identifier: Apache-2.0
"""SMBIOS tables as the kernel shows them to root: an entry point of 64 bits and the structures (DSP0134 3.5)."""

import struct

FOLDER = "sys/firmware/dmi/tables"
DDR5, LPDDR5 = 34, 35
DIMM, ROW_OF_CHIPS = 9, 11
LAST = 127


class Table:
    """Structures in order; each gets the next handle."""

    def __init__(self):
        self.structures = bytearray()
        self.handle = 0

    def add(self, kind, fields, strings=()):
        """A structure from its fields behind the header; strings are numbered from 1. Returns its handle."""
        handle = self.handle
        self.handle += 1
        self.structures += struct.pack("<BBH", kind, len(fields) + 4, handle) + fields
        self.structures += b"".join(text.encode() + b"\0" for text in strings) + (b"\0" if strings else b"\0\0")
        return handle

    def firmware(self, vendor, version, date):
        """Type 0."""
        self.add(0, struct.pack("<BBHBBQHBBBB", 1, 2, 0xE000, 3, 0xFF, 0x08, 0x0D01, 17, 4, 0xFF, 0xFF),
                 [vendor, version, date])

    def system(self, uuid, strings):
        """Type 1: manufacturer, product, version, serial, SKU, family; `uuid` in the order of the text."""
        first = bytes.fromhex(uuid.replace("-", ""))
        stored = first[3::-1] + first[5:3:-1] + first[7:5:-1] + first[8:]
        self.add(1, bytes([1, 2, 3, 4]) + stored + bytes([6, 5, 6]), strings)

    def board(self, strings, replaceable):
        """Type 2: manufacturer, product, version, serial, asset tag; a mother board that hosts others."""
        self.add(2, struct.pack("<BBBBBBBHBB", 1, 2, 3, 4, 5, 1 | replaceable << 3, 0, 3, 10, 0), strings)

    def chassis(self, kind, strings, height=0, cords=1):
        """Type 3: manufacturer, version, serial, asset tag; height in units of 1.75 inches."""
        self.add(3, struct.pack("<BBBBBBBBBIBBBB", 1, kind, 2, 3, 4, 3, 3, 3, 3, 0, height, cords, 0, 3), strings)

    def processor(self, socket, manufacturer, name, upgrade):
        """Type 4, with a populated socket."""
        self.add(4, struct.pack(
            "<BBBBQBBHHHBBHHHBBBBBBH", 1, 3, 0xC6, 2, 0x00000000000B0671, 3, 0x8B, 100, 5300, 3500, 0x41, upgrade,
            0xFFFF, 0xFFFF, 0xFFFF, 4, 5, 6, 14, 14, 20, 0xFC),
            [socket, manufacturer, name, "To Be Filled By O.E.M.", "To Be Filled By O.E.M.",
             "To Be Filled By O.E.M."])

    def memory_array(self, capacity, slots, use=3):
        """Type 16 on the board, without error correction; capacity in GiB. Returns its handle."""
        return self.add(16, struct.pack("<BBBIHHQ", 3, use, 3, 0x8000_0000, 0xFFFE, slots, capacity << 30))

    def memory(self, array, locator, bank, module=None):
        """Type 17: an empty slot, or a module as `Module`."""
        if module is None:
            self.add(17, struct.pack(
                "<HHHHHBBBBBHHBBBBBIHHHH", array, 0xFFFE, 0, 0, 0, 2, 0, 1, 2, 2, 4, 0, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0),
                [locator, bank, "Manufacturer00", "SerNum00", "AssetTagNum0", "PartNum00"])
            return
        size, extended = (module.mebibytes, 0) if module.mebibytes < 0x7FFF else (0x7FFF, module.mebibytes)
        self.add(17, struct.pack(
            "<HHHHHBBBBBHHBBBBBIHHHH", array, 0xFFFE, module.width, module.width, size, module.form, 0, 1, 2,
            module.kind, 0x4080, module.speed, 3, 4, 5, 6, module.rank, extended, module.configured, 1100, 1100, 1100)
            + struct.pack("<BHBHHHHQQQQ", 3, 8, 0, 0, 0, 0, 0, 0, module.mebibytes << 20, 0, 0),
            [locator, bank, module.manufacturer, module.serial, "Not Specified", module.part])

    def add_to(self, tree):
        """Adds both files to a tree."""
        self.add(LAST, b"")
        entry = bytearray(struct.pack("<5sBBBBBBBIQ", b"_SM3_", 0, 24, 3, 5, 0, 1, 0, len(self.structures), 0x7A000))
        entry[5] = -sum(entry) & 0xFF
        tree.binary(f"{FOLDER}/smbios_entry_point", bytes(entry))
        tree.binary(f"{FOLDER}/DMI", bytes(self.structures))


class Module:
    """A memory module; speeds in MT/s, width in bits."""

    def __init__(self, gibibytes, kind, form, speed, configured, part, serial, width=64, rank=1,
                 manufacturer="Example Memory"):
        self.mebibytes = gibibytes << 10
        self.kind, self.form, self.speed, self.configured = kind, form, speed, configured
        self.part, self.serial, self.manufacturer = part, serial, manufacturer
        self.width, self.rank = width, rank
