# SPDX-License-Identifier: Apache-2.0
"""desktop-hybrid: performance and efficiency cores, one CPU offline."""

from . import chips, disks, pci_functions, smbios
from .chips import ABSENT
from .machine import Machine
from .processors import CPU, Kind, Model, Processors, cpu_list

ODDITIES = (
    "CPUs 0 to 11 are six performance cores with two threads, 12 to 19 eight efficiency cores; core ids have gaps "
    "(0, 4, 8, 12, 16, 20, 24 to 31), and `cpu_core/cpus` and `cpu_atom/cpus` name the online ones.",
    "CPU 17 is offline: `online` is 0, topology, caches, cpufreq, microcode and throttle counts are missing, and so is "
    "its coretemp channel (temp13). cpu0 has no `online`.",
    "CPUs 18 and 19 are isolated (`isolated`, `nohz_full`).",
    "Two `acpitz` zones share one hwmon below the first of them: its temp2 is `thermal_zone1`.",
    "`thermal_zone3` (iwlwifi_1) and its hwmon have an empty value, the nearest a file comes to ENODATA.",
    "`thermal_zone2` (INT3400 Thermal) is disabled and has a fixed 20 °C.",
    "`amdgpu`: fan at 0 RPM in zero-RPM mode (`pwm1` is 0), `power1_average` without `power1_input`, `freq1` and "
    "`freq2` of "
    "a type that no document names, crit_hyst at absolute zero.",
    "The second unit of the USB stick (sdc) is a card reader without a card, sr0 an optical drive: no disks.",
    "`nct6798`: fan7 has PWM 255 and 0 RPM (empty header), in1 and in9 have min = max = 0 and so an alarm.",
    "DMI as root sees it, with placeholder serials and a UUID that many boards share; its table has two modules of "
    "DDR5 in four slots, all four called DIMM 0 or DIMM 1 within channels, and a chip of flash memory that is none.",
)

CORE_FLAGS = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush dts acpi mmx fxsr sse sse2 ss "
    "ht tm "
    "pbe syscall nx pdpe1gb rdtscp lm constant_tsc art arch_perfmon pebs bts rep_good nopl xtopology nonstop_tsc cpuid "
    "aperfmperf tsc_known_freq pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 sdbg fma cx16 xtpr pdcm "
    "sse4_1 "
    "sse4_2 x2apic movbe popcnt tsc_deadline_timer aes xsave avx f16c rdrand lahf_lm abm 3dnowprefetch cpuid_fault epb "
    "ssbd ibrs ibpb stibp ibrs_enhanced tpr_shadow flexpriority ept vpid fsgsbase tsc_adjust bmi1 avx2 smep bmi2 erms "
    "invpcid rdseed adx smap clflushopt clwb intel_pt sha_ni xsaveopt xsavec xgetbv1 xsaves avx_vnni dtherm ida "
    "arat pln "
    "pts hwp hwp_notify hwp_act_window hwp_epp hwp_pkg_req hfi umip pku ospke waitpkg gfni vaes vpclmulqdq rdpid "
    "movdiri "
    "movdir64b fsrm md_clear serialize arch_lbr ibt flush_l1d arch_capabilities"
)

MODEL = Model(
    "13th Gen Intel(R) Core(TM) i5-13600K", family=6, model=183, stepping=1, microcode=0x12B, level=32,
    address_sizes="46 bits physical, 48 bits virtual", flags=CORE_FLAGS,
    bugs="spectre_v1 spectre_v2 spec_store_bypass swapgs eibrs_pbrsb rfds bhi", bogomips="6988.80",
    governor="powersave",
)

PERFORMANCE = Kind(
    [(1, "Data", "48K", "core"), (1, "Instruction", "32K", "core"), (2, "Unified", "2048K", "core"),
     (3, "Unified", "24576K", "package")],
    minimum=800_000, base=3_500_000, maximum=5_100_000,
)
EFFICIENCY = Kind(
    [(1, "Data", "32K", "core"), (1, "Instruction", "64K", "core"), (2, "Unified", "4096K", "cluster"),
     (3, "Unified", "24576K", "package")],
    minimum=800_000, base=2_600_000, maximum=3_900_000,
)

FIRMWARE = {
    "bios_date": "11/02/2024", "bios_release": "17.4", "bios_vendor": "Example Systems", "bios_version": "D7.40",
    "board_asset_tag": "Default string", "board_name": "ES-Z790", "board_serial": "Default string",
    "board_vendor": "Example Systems", "board_version": "Rev 1.xx", "chassis_asset_tag": "Default string",
    "chassis_serial": "Default string", "chassis_type": 3, "chassis_vendor": "Default string",
    "chassis_version": "Default string", "product_family": "To be filled by O.E.M.",
    "product_name": "System Product Name", "product_serial": "System Serial Number", "product_sku": "SKU",
    "product_version": "System Version", "product_uuid": "03000200-0400-0500-0006-000700080009",
    "sys_vendor": "Example Systems",
}

PCI = "sys/devices/pci0000:00"
OFFLINE = 17


def build():
    """The machine."""
    machine = Machine(
        "desktop-hybrid: an invented desktop with performance and efficiency cores", "6.12.17-amd64", "desktop-hybrid",
        ODDITIES)
    cpus = [_performance(number) for number in range(12)] + [_efficiency(number) for number in range(12, 20)]
    Processors(MODEL, cpus, memory=[32_612_900], isolated="18-19").add(machine.tree)
    for kind, name, number in ((PERFORMANCE, "cpu_core", 4), (EFFICIENCY, "cpu_atom", 10)):
        members = cpu_list(cpu for cpu in cpus if cpu.kind is kind and cpu.online)
        machine.device(f"sys/devices/{name}", "event_source", attributes={"cpus": members, "type": number})
    machine.firmware(FIRMWARE)
    _add_tables(machine)
    _add_thermal(machine)
    _add_pci(machine)
    _add_disks(machine)
    _add_platform(machine)
    for number in range(20):
        machine.cooling_device("Processor", 0 if number == OFFLINE else 3)
    pci_functions.add_desktop_hybrid(machine)
    return machine


def _performance(number):
    core, thread = number // 2 * 4, number % 2
    throttles = (12, 38) if core == 8 else (0, 0)
    return CPU(number, 0, core, cluster=core * 2, kind=PERFORMANCE, apic=core * 2 + thread,
               current=3_500_000 + number * 5 % 7 * 211_000, core_throttles=throttles, package_throttles=(15, 44))


def _efficiency(number):
    core = number + 12
    return CPU(number, 0, core, cluster=core // 4 * 8, kind=EFFICIENCY, apic=core * 2,
               current=2_600_000 + number * 3 % 5 * 187_000, package_throttles=(15, 44), online=number != OFFLINE)


def _add_tables(machine):
    table = smbios.Table()
    table.firmware("Example Systems", "D7.40", "11/02/2024")
    table.system(FIRMWARE["product_uuid"], [
        "Example Systems", "System Product Name", "System Version", "System Serial Number", "SKU",
        "To be filled by O.E.M."])
    table.board(["Example Systems", "ES-Z790", "Rev 1.xx", "Default string", "Default string"], replaceable=True)
    table.chassis(3, ["Default string"] * 4)
    table.processor("LGA1700", "Intel(R) Corporation", MODEL.name, upgrade=0x40)
    flash = table.memory_array(1, 1, use=5)
    array = table.memory_array(192, 4)
    for channel in "AB":
        module = smbios.Module(
            16, smbios.DDR5, smbios.DIMM, speed=5600, configured=4800, part="EM16G56-U5", serial=f"1C0FFE{channel}1")
        bank = f"P0 CHANNEL {channel}"
        table.memory(array, "DIMM 0", bank)
        table.memory(array, "DIMM 1", bank, module)
    table.memory(flash, "SPI", "BANK 0", smbios.Module(1, 9, smbios.DIMM, 0, 0, "EF32", "1", rank=0))
    table.add_to(machine.tree)


def _add_thermal(machine):
    acpi = [
        machine.device(f"sys/devices/LNXSYSTM:00/LNXSYBUS:01/LNXTHERM:{n:02x}", "acpi", "thermal") for n in range(2)]
    first = machine.thermal_zone("acpitz", 27_800, [("critical", 105_000, 0)], device=acpi[0])
    machine.thermal_zone("acpitz", 16_800, [("critical", 105_000, 0)], device=acpi[1])
    machine.hwmon_of_class_device(first, "acpitz", {
        "temp1_input": 27_800, "temp1_crit": 105_000, "temp2_input": 16_800, "temp2_crit": 105_000})
    machine.thermal_zone("INT3400 Thermal", 20_000, mode="disabled")
    wireless = machine.thermal_zone("iwlwifi_1", None, [("passive", 115_000, 0)])
    machine.hwmon_of_class_device(wireless, "iwlwifi_1", {"temp1_input": None})
    machine.thermal_zone("x86_pkg_temp", 43_000, [("passive", 0, 0), ("passive", 0, 0)])


def _add_pci(machine):
    port = machine.device(f"{PCI}/0000:00:06.0", "pci", "pcieport")
    function = machine.device(f"{port}/0000:03:00.0", "pci", "nvme")
    drive = machine.nvme_drive(function, 0, "EXAMPLE NVME 1000GB", "ESN000042")
    machine.hwmon_of_class_device(drive, "nvme", chips.nvme(38_850))
    port = machine.device(f"{PCI}/0000:00:01.0", "pci", "pcieport")
    machine.hwmon(machine.device(f"{port}/0000:01:00.0", "pci", "amdgpu"), "amdgpu", chips.graphics())


def _add_disks(machine):
    controller = f"{PCI}/0000:00:06.0/0000:03:00.0/nvme/nvme0"
    machine.tree.files_under(controller, {
        "state": "live", "transport": "pcie", "cntlid": 0, "subsysnqn": "nqn.2014-08.org.nvmexpress:ESN000042"})
    disks.namespace(machine, controller, "nvme0n1", "259:0", 1_000_204_886_016, eui="0025385a91b0b6d6", sequence=1,
                    partitions=(1_073_741_824, 999_129_022_464))
    ahci = machine.device(f"{PCI}/0000:00:17.0", "pci", "ahci")
    disks.ata_port(machine, ahci, 1, 0, disks.identify(
        "EXAMPLE SSD 500GB", "ESX0000077", "RVT03B6Q", 0x5002538E40A1B2C3, 1, 3))
    disks.host(machine, f"{ahci}/ata1/host0", "ahci")
    solid = machine.device(f"{ahci}/ata1/host0/target0:0:0/0:0:0:0", "scsi", "sd")
    disks.scsi(machine, solid, "ATA", "EXAMPLE SSD 500G", "3B6Q", 0x5002538E40A1B2C3, "ESX0000077")
    disks.block(machine, solid, "sda", "8:0", 500_107_862_016, physical=512, sequence=2, discard=2_147_450_880)
    optical = machine.device(f"{ahci}/ata2/host1/target1:0:0/1:0:0:0", "scsi", "sr", {
        "vendor": "HL-DT-ST", "model": "EXAMPLE BD-RE", "type": 5, "state": "running"})
    disks.block(machine, optical, "sr0", "11:0", 1_073_741_312, removable=1, sequence=3, logical=2048)
    usb = machine.device(f"{PCI}/0000:00:14.0", "pci", "xhci_hcd")
    stick = machine.device(f"{usb}/usb2/2-1/2-1.3", "usb", "usb", {
        "serial": "AA010203040506070809", "manufacturer": "Example", "product": "USB Flash", "speed": 5000})
    for unit, letter, size in ((0, "b", 62_008_590_336), (1, "c", 0)):
        path = machine.device(
            f"{stick}/2-1.3:1.0/host6/target6:0:0/6:0:0:{unit}", "scsi", "sd")
        disks.scsi(machine, path, "Example", "USB Flash", "1.00", None, None)
        disks.block(machine, path, f"sd{letter}", f"8:{16 + 16 * unit}", size, removable=1, rotational=1,
                    physical=512, sequence=4 + unit, partitions=(size - 1_048_576,) if size else ())


def _add_platform(machine):
    ids = [0, 4, 8, 12, 16, 20, *range(24, 32)]
    celsius = [43, 39, 41, 43, 40, 38, 41, 37, 37, 37, 37, 38, 38, 38]
    cores = [(channel, core) for channel, core in enumerate(ids, start=2) if core != OFFLINE + 12]
    path = machine.platform("coretemp.0", "coretemp")
    machine.hwmon(path, "coretemp", chips.coretemp(0, [c * 1000 for c in celsius], cores, 80_000, 100_000))
    machine.hwmon(machine.platform("nct6775.2592", "nct6775"), "nct6798", chips.super_io(
        voltages=[
            (0, 736, 0, 1744, 0, 0), (1, 1000, 0, 0, 1, 0), (2, 3360, 2976, 3632, 0, 0), (3, 3296, 2976, 3632, 0, 0),
            (4, 1000, 0, 2040, 0, 0), (5, 792, 0, 2040, 0, 0), (6, 784, 0, 2040, 0, 0), (7, 3360, 2976, 3632, 0, 0),
            (8, 3168, 2704, 3632, 0, 0), (9, 528, 0, 0, 1, 0), (10, 1112, 0, 2040, 0, 0), (11, 888, 0, 2040, 0, 0),
            (12, 1032, 0, 2040, 0, 0), (13, 1008, 0, 2040, 0, 0), (14, 912, 0, 2040, 0, 0),
        ],
        fans=[(1, 812, 0, 0, 0, 2, 0), (2, 1064, 0, 0, 0, 2, 0), (3, 790, 0, 0, 0, 2, 0), (7, 0, 0, 0, 0, 2, 0)],
        pwms=[(1, 96, 5, 1), (2, 102, 5, 1), (3, 91, 5, 0), (7, 255, 5, 1)],
        temperatures=[
            (1, 32_000, 80_000, 75_000, 0, 4, "SYSTIN"), (2, 38_500, 80_000, 75_000, 0, 4, "CPUTIN"),
            (3, 29_000, 80_000, 75_000, 0, 4, "AUXTIN0"),
            (7, 43_000, 80_000, 75_000, 0, ABSENT, "PECI Agent 0 Calibration"),
        ],
        intrusion=[(0, 0, 0), (1, 0, 0)],
    ))
