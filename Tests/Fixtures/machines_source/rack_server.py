# SPDX-License-Identifier: Apache-2.0
"""rack-server: two sockets, more than 200 sensors, a dozen fans beside those of the power supplies."""

from . import chips, pci_functions, rack_disks
from .chips import ABSENT
from .machine import Machine
from .processors import CPU, Kind, Model, Processors

ODDITIES = (
    "16 `jc42` chips bear one name, and the addresses 0x18 to 0x1f occur on two I2C buses; so do `adm1278`, `pmbus`, "
    "`tps53679`, `nvme`, `drivetemp`, `lm75` and `coretemp`. Core ids repeat in the second socket.",
    "The power supplies and regulators sit on channels of a multiplexer: `i2c-3` and `i2c-4` are one bus with `i2c-2`.",
    "`power_meter` keeps its name and attributes in `hwmonN/device/`, as legacy drivers do.",
    "`nvme` and `acpitz` have no folder `hwmon` above `hwmonN`; `acpitz` shows the same value as `thermal_zone0`; "
    "the two `x86_pkg_temp` zones have no hwmon, and trips of 0 that nobody set.",
    "`max31790` fan4: fault=1 with a meaningless 120 RPM. `nct6779` fan3: 312 RPM, below its minimum, alarm. "
    "`nct6779` fan5: 0 RPM while its PWM is low, no alarm. `max31790` fan1 and fan7 have no PWM.",
    "`nct6779`: in1, in9 and in11 have min = max = 0 and so an alarm, SYSTIN has max = 0; AUXTIN1 reads 127 °C, "
    "AUXTIN2 -61 °C: nothing is "
    "wired there; intrusion0 is latched.",
    "`tmp422` temp2: `_enable` is 0 and `_input` is empty, the nearest a file comes to ENODATA; temp3: fault=1.",
    "DIMM 1-001b is above its maximum, with alarm; DIMM 0-001f has limits of 0, never programmed, and the alarms of "
    "that.",
    "NVMe sensors 1 and 2 have the placeholder limits 65261850 and -273150.",
    "Disk 2:0:0:0 sleeps (`device/power/runtime_status` is suspended).",
    "One power supply says what it is rated for (`power2_rated_max`, `in1_rated_*`).",
    "The cooling device intel_powerclamp is idle and says so with a state of -1.",
    "Throttle counts: CPU 3 and its sibling 27, CPU 17 and 41; the package counts of the second socket on all its "
    "CPUs.",
    "DMI: placeholders in product_family, product_sku, chassis_version and board_asset_tag; serials and UUID missing, "
    "as for an unprivileged reader.",
    *pci_functions.RACK_SERVER_ODDITIES,
)

XEON_FLAGS = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush dts acpi mmx fxsr sse sse2 ss "
    "ht tm "
    "pbe syscall nx pdpe1gb rdtscp lm constant_tsc art arch_perfmon pebs bts rep_good nopl xtopology nonstop_tsc cpuid "
    "aperfmperf pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 sdbg fma cx16 xtpr pdcm pcid dca sse4_1 "
    "sse4_2 "
    "x2apic movbe popcnt tsc_deadline_timer aes xsave avx f16c rdrand lahf_lm abm 3dnowprefetch cpuid_fault epb cat_l3 "
    "ssbd mba ibrs ibpb stibp ibrs_enhanced tpr_shadow vnmi flexpriority ept vpid fsgsbase tsc_adjust bmi1 avx2 "
    "smep bmi2 "
    "erms invpcid cqm rdt_a avx512f avx512dq rdseed adx smap clflushopt clwb intel_pt avx512cd sha_ni avx512bw "
    "avx512vl "
    "xsaveopt xsavec xgetbv1 xsaves dtherm ida arat pln pts hwp hwp_act_window hwp_epp hwp_pkg_req umip pku ospke gfni "
    "vaes vpclmulqdq avx512_vnni la57 rdpid md_clear flush_l1d arch_capabilities"
)

MODEL = Model(
    "Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz", family=6, model=106, stepping=6, microcode=0xD0003E7, level=27,
    address_sizes="46 bits physical, 57 bits virtual", flags=XEON_FLAGS,
    bugs="spectre_v1 spectre_v2 spec_store_bypass swapgs mmio_stale_data eibrs_pbrsb gds", bogomips="4200.00",
)

CORE = Kind(
    [(1, "Data", "48K", "core"), (1, "Instruction", "32K", "core"), (2, "Unified", "1280K", "core"),
     (3, "Unified", "18432K", "package")],
    minimum=800_000, base=2_100_000, maximum=3_300_000,
)

CORE_THROTTLES = {(0, 3): (7, 41), (1, 5): (128, 903)}
PACKAGE_THROTTLES = {0: (0, 0), 1: (133, 962)}

FIRMWARE = {
    "bios_date": "03/14/2024", "bios_release": "5.22", "bios_vendor": "Example Systems", "bios_version": "R2E-1.8b",
    "board_asset_tag": "Default string", "board_name": "ES-X12D", "board_vendor": "Example Systems",
    "board_version": "1.02", "chassis_asset_tag": "RACK-07-U21", "chassis_type": 23,
    "chassis_vendor": "Example Systems", "chassis_version": "To Be Filled By O.E.M.", "ec_firmware_release": "1.14",
    "product_family": "To be filled by O.E.M.", "product_name": "Rackstation 2200", "product_sku": "Default string",
    "product_version": "0123456789", "sys_vendor": "Example Systems",
}

PCI = "sys/devices/pci0000:00"


def build():
    """The machine."""
    machine = Machine(
        "rack-server: an invented server with two sockets, more than 200 sensors and a dozen fans", "6.1.0-31-amd64",
        "rack-server", ODDITIES + rack_disks.ODDITIES)
    Processors(MODEL, [_cpu(number) for number in range(48)], memory=[131_675_312, 132_106_248],
               distances=["10 20", "20 10"]).add(machine.tree)
    machine.firmware(FIRMWARE)
    _add_acpi(machine)
    _add_processor_temperatures(machine)
    _add_super_io(machine)
    _add_drives(machine)
    rack_disks.add(machine)
    _add_memory(machine)
    _add_management_bus(machine)
    for package in range(2):
        machine.thermal_zone("x86_pkg_temp", 52_000 + package * 7_000, [("passive", 0, 0), ("passive", 0, 0)])
    for _ in range(48):
        machine.cooling_device("Processor", 3)
    machine.cooling_device("intel_powerclamp", 100, current=-1)
    pci_functions.add_rack_server(machine)
    return machine


def _cpu(number):
    """CPUs 0-11 and 24-35 are the first socket's, 12-23 and 36-47 the second's."""
    package, core, thread = number // 12 % 2, number % 12, number // 24
    return CPU(
        number, package, core, cluster=package * 64 + core * 2, kind=CORE, node=package,
        apic=package * 64 + core * 2 + thread, current=2_100_000 + number * 37 % 13 * 92_307,
        core_throttles=CORE_THROTTLES.get((package, core), (0, 0)), package_throttles=PACKAGE_THROTTLES[package])


def _add_acpi(machine):
    zone = machine.device("sys/devices/LNXSYSTM:00/LNXSYBUS:01/LNXTHERM:00", "acpi", "thermal")
    path = machine.thermal_zone("acpitz", 29_000, [("critical", 105_000, 0), ("passive", 95_000, 2_000)], device=zone)
    machine.hwmon_of_class_device(path, "acpitz", {"temp1_input": 29_000, "temp1_crit": 105_000})
    meter = machine.device("sys/devices/LNXSYSTM:00/LNXSYBUS:00/ACPI000D:00", "acpi", "power_meter")
    machine.legacy_hwmon(meter, "power_meter", chips.power_meter())


def _add_processor_temperatures(machine):
    readings = (
        [52, 49, 48, 50, 52, 47, 49, 48, 51, 50, 48, 47, 49],
        [59, 55, 56, 54, 57, 58, 59, 55, 54, 56, 57, 55, 53],
    )
    for package, celsius in enumerate(readings):
        path = machine.platform(f"coretemp.{package}", "coretemp")
        machine.hwmon(path, "coretemp", chips.coretemp(
            package, [degrees * 1000 for degrees in celsius], [(core + 2, core) for core in range(12)], 83_000, 93_000))


def _add_super_io(machine):
    path = machine.platform("nct6775.656", "nct6775")
    machine.hwmon(path, "nct6779", chips.super_io(
        voltages=[
            (0, 888, 0, 1744, 0, 0), (1, 1008, 0, 0, 1, 0), (2, 3344, 2976, 3632, 0, 0), (3, 3344, 2976, 3632, 0, 0),
            (4, 1016, 0, 2040, 0, 0), (5, 848, 0, 2040, 0, 0), (6, 1208, 1080, 1320, 0, 0), (7, 3456, 2976, 3632, 0, 0),
            (8, 3024, 2704, 3632, 0, 0), (9, 1056, 0, 0, 1, 0), (10, 152, 0, 2040, 0, 0), (11, 112, 0, 0, 1, 0),
            (12, 1200, 1080, 1320, 0, 0), (13, 1000, 896, 1104, 0, 0), (14, 1016, 0, 2040, 0, 0),
        ],
        fans=[
            (1, 5213, 800, 0, 0, 2, 0), (2, 5172, 800, 0, 0, 2, 0), (3, 312, 800, 1, 0, 2, 0),
            (4, 5240, 800, 0, 0, 2, 0), (5, 0, 0, 0, 0, 2, 0),
        ],
        pwms=[(1, 119, 5, 1), (2, 119, 5, 1), (3, 121, 5, 1), (4, 119, 5, 1), (5, 20, 1, 1)],
        temperatures=[
            (1, 31_000, 0, 0, 1, 4, "SYSTIN"), (2, 44_500, 80_000, 75_000, 0, 4, "CPUTIN"),
            (3, 36_000, ABSENT, ABSENT, 0, 4, "AUXTIN0"), (4, 127_000, ABSENT, ABSENT, 0, 4, "AUXTIN1"),
            (5, -61_000, ABSENT, ABSENT, 0, 4, "AUXTIN2"), (6, 28_000, ABSENT, ABSENT, 0, 4, "AUXTIN3"),
            (7, 52_000, 80_000, 75_000, 0, ABSENT, "PECI Agent 0"),
            (8, 59_000, 80_000, 75_000, 0, ABSENT, "PECI Agent 1"),
            (9, 0, ABSENT, ABSENT, ABSENT, ABSENT, "PCH_CHIP_CPU_MAX_TEMP"),
            (10, 47_000, ABSENT, ABSENT, ABSENT, ABSENT, "PCH_CHIP_TEMP"),
        ],
        intrusion=[(0, 1, 0), (1, 0, 0)],
    ))


def _add_drives(machine):
    for number, composite in enumerate((41_850, 46_850)):
        slot = f"{PCI}/0000:00:1d.{number}"
        function = machine.device(f"{slot}/0000:{number + 1:02x}:00.0", "pci", "nvme")
        machine.device(slot, "pci", "pcieport")
        drive = machine.nvme_drive(function, number, "EXAMPLE NVME 1920GB", f"ESN00000{number}")
        machine.hwmon_of_class_device(drive, "nvme", chips.nvme(composite))
    controller = machine.device(f"{PCI}/0000:00:17.0", "pci", "ahci")
    for number, temperature in enumerate((34_000, 35_000, 31_000, 36_000)):
        path = f"{controller}/ata{number + 1}/host{number}/target{number}:0:0/{number}:0:0:0"
        machine.device(path, "scsi", "sd", {
            "vendor": "ATA     ", "model": "EXAMPLE HDD 8TB ", "type": 0, "state": "running",
            "power/runtime_status": "suspended" if number == 2 else "active"})
        machine.hwmon(path, "drivetemp", chips.disk(temperature))
    port = machine.device(f"{PCI}/0000:00:1c.0", "pci", "pcieport")
    machine.hwmon(machine.device(f"{port}/0000:18:00.0", "pci", "igb"), "i350bb", chips.network_port())


def _add_memory(machine):
    buses = (
        ("0000:00:1f.4", "i801_smbus", "SMBus I801 adapter at efa0"),
        ("0000:00:0f.0", "ismt_smbus", "SMBus iSMT adapter at 92d10000"),
    )
    for number, (function, driver, name) in enumerate(buses):
        bus = machine.i2c_adapter(machine.device(f"{PCI}/{function}", "pci", driver), number, name)
        for slot in range(8):
            hot, bare = (number, slot) == (1, 3), (number, slot) == (0, 7)
            temperature = 87_250 if hot else 38_000 + number * 2_500 + slot * 750
            client = machine.i2c_client(bus, 0x18 + slot, "jc42")
            machine.hwmon(client, "jc42", chips.dimm(temperature, programmed=not bare))


def _add_management_bus(machine):
    function = machine.device(f"{PCI}/0000:00:0f.1", "pci", "ismt_smbus")
    bus = machine.i2c_adapter(function, 2, "SMBus iSMT adapter at 92d11000")
    on_bus = (
        (0x20, "max31790", chips.max31790()), (0x40, "ina3221", chips.power_monitor()),
        (0x44, "sht3x", chips.climate()), (0x48, "lm75", chips.board_temperature(23_500, "Front inlet")),
        (0x49, "lm75", chips.board_temperature(39_000)), (0x4C, "tmp422", chips.remote_diodes()),
        (0x5C, "ltc2947", chips.energy_monitor()), (0x65, "ucd90120", chips.sequencer()),
    )
    drivers = {"sht3x": "sht3x", "tmp422": "tmp421", "ucd90120": "ucd9000"}
    for address, name, attributes in on_bus:
        machine.hwmon(machine.i2c_client(bus, address, drivers.get(name, name), name), name, attributes)
    machine.i2c_client(bus, 0x70, "pca954x", "pca9546")
    for channel in range(2):
        branch = machine.i2c_adapter(bus, 3 + channel, f"i2c-2-mux (chan_id {channel})")
        behind = (
            (0x10, "adm1278", "adm1275", chips.hot_swap(17_500 + channel * 1_200, 41_000)),
            (0x58, "pmbus", "pmbus", chips.power_supply(28 - channel * 2, 800_000_000 if channel == 0 else None)),
            (0x60, "tps53679", "tps53679", chips.voltage_regulator(1_790, 38_000 + channel * 4_000, 48_000)),
            (0x61, "tps53679", "tps53679", chips.voltage_regulator(1_200, 21_000 + channel * 1_500, 45_000)),
        )
        for address, name, driver, attributes in behind:
            machine.hwmon(machine.i2c_client(branch, address, driver, name), name, attributes)
