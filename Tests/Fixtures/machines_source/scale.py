# SPDX-License-Identifier: Apache-2.0
"""scale: a server larger than any, or a part of it; for measuring, never committed."""

from . import chips, disks
from .machine import Machine
from .pci import PCI
from .processors import CPU, Kind, Model, Processors
from .virtual_machine import FIRMWARE, GUEST_FLAGS

SENSORS_PER_CHIP = 25
DOMAINS, PORTS = 8, 125
SOCKETS, CORES = 8, 32
WHOLE = {"sensors": 5_000, "drives": 1_000, "functions": DOMAINS * PORTS * 2, "processors": SOCKETS * CORES * 2}

MODEL = Model(
    "Example Processor 9999 @ 2.00GHz", family=6, model=143, stepping=8, microcode=0x2B, level=32,
    address_sizes="52 bits physical, 57 bits virtual", flags=GUEST_FLAGS, bugs="spectre_v1 spectre_v2",
    bogomips="4000.00",
)
KIND = Kind([(1, "Data", "48K", "core"), (1, "Instruction", "32K", "core"), (2, "Unified", "2048K", "core"),
             (3, "Unified", "107520K", "package")], minimum=800_000, base=2_000_000, maximum=3_800_000)


def build(share=1.0):
    """The machine with this share of everything, so that what grows with it can be told from what does not."""
    counts = {kind: max(1, int(count * share)) for kind, count in WHOLE.items()}
    machine = Machine(f"scale: {', '.join(f'{count} {kind}' for kind, count in counts.items())}", "6.1.0-31-amd64",
                      "scale")
    machine.firmware(FIRMWARE)
    _add_processors(machine, counts["processors"])
    for offset in range(0, counts["sensors"], SENSORS_PER_CHIP):
        path = machine.platform(f"benchtemp.{offset // SENSORS_PER_CHIP}", "benchtemp")
        machine.hwmon(path, "benchtemp", chips.bench(min(SENSORS_PER_CHIP, counts["sensors"] - offset), offset))
    adapters = _add_functions(machine, counts["functions"])
    for number in range(counts["drives"]):
        _add_drive(machine, adapters, number)
    return machine


def _add_processors(machine, count):
    cpus = []
    for number in range(count):
        core = number % (SOCKETS * CORES)
        socket = core // CORES
        cpus.append(CPU(number, socket, core % CORES, cluster=core % CORES, kind=KIND, node=socket, apic=number,
                        current=2_000_000 + number % 7 * 200_000))
    nodes = sorted({cpu.node for cpu in cpus})
    Processors(MODEL, cpus, memory=[65_000_000] * len(nodes), distances=[" ".join(["10"] * len(nodes))] * len(nodes)
               ).add(machine.tree)


def _add_functions(machine, count):
    """Root ports with one function below each; the first of each domain is a SAS adapter, and these are returned."""
    pci = PCI(machine)
    adapters = []
    for pair in range(count // 2):
        domain, port = divmod(pair, PORTS)
        upper, below = f"{domain:04x}:00:{port // 8:02x}.{port % 8}", f"{port + 1:02x}"
        pci.bridge(upper, "8086:347a", below, node=domain, link=((4, 16), (4, 16)))
        kind, ids, driver = ("010700", "1000:00ac", "mpt3sas") if port == 0 else ("020000", "8086:1572", "i40e")
        path = pci.function(f"{domain:04x}:{below}:00.0", kind, ids, driver, node=domain, parent=upper,
                            link=((3, 8), (3, 8)))
        if port == 0:
            adapters.append(path)
    pci.names()
    for number, path in enumerate(adapters):
        disks.host(machine, f"{path}/host{number}", "mpt3sas")
    return adapters


def _add_drive(machine, adapters, number):
    adapter, unit = number % len(adapters), number // len(adapters)
    address = 0x5000_C500_0000_0000 + number
    folder = disks.sas_end(machine, f"{adapters[adapter]}/host{adapter}", unit, address + (1 << 32), unit, 0x5000_AA00)
    path = machine.device(f"{folder}/target{adapter}:0:{unit}/{adapter}:0:{unit}:0", "scsi", "sd")
    disks.scsi(machine, path, "EXAMPLE", "SAS24HD10K", "SN02", address, f"ESS{number:06}")
    disks.block(machine, path, f"sd{_letters(number)}", f"{8 + number // 16}:{number % 16 * 16}", 2_400_476_553_216,
                rotational=1, sequence=number + 1, partitions=(1_048_576, 2_400_474_456_064))


def _letters(number):
    """`a` to `z`, `aa` and on, as disks are named."""
    text = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text
