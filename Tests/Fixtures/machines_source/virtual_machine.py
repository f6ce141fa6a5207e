# SPDX-License-Identifier: Apache-2.0
"""vm: a guest without sensors, and the machine for measuring that is a guest with as many as wanted."""

from . import chips, disks, pci_functions
from .machine import Machine
from .processors import CPU, Kind, Model, Processors

ODDITIES = (
    "No /sys/class/hwmon and no /sys/class/thermal.",
    "No cpufreq, no microcode version, no throttle counts; `isolated` and `offline` are empty lines.",
    "DMI of SeaBIOS without board strings; an empty product_family is a lone newline.",
)

GUEST_FLAGS = (
    "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 syscall nx "
    "pdpe1gb "
    "rdtscp lm constant_tsc rep_good nopl xtopology cpuid tsc_known_freq pni pclmulqdq ssse3 fma cx16 pcid sse4_1 "
    "sse4_2 "
    "x2apic movbe popcnt tsc_deadline_timer aes xsave avx f16c rdrand hypervisor lahf_lm abm 3dnowprefetch ssbd "
    "ibrs ibpb "
    "fsgsbase bmi1 avx2 smep bmi2 erms invpcid avx512f avx512dq rdseed adx smap clflushopt clwb avx512cd avx512bw "
    "avx512vl "
    "xsaveopt xsavec xgetbv1 arat umip pku ospke avx512_vnni md_clear arch_capabilities"
)

MODEL = Model(
    "Intel Xeon Processor (Icelake)", family=6, model=134, stepping=0, microcode=0x1, level=13,
    address_sizes="46 bits physical, 57 bits virtual", flags=GUEST_FLAGS,
    bugs="spectre_v1 spectre_v2 spec_store_bypass swapgs mmio_stale_data", bogomips="4199.98", cpu_mhz="2099.992",
)

CORE = Kind([(1, "Data", "32K", "core"), (1, "Instruction", "32K", "core"), (2, "Unified", "4096K", "core"),
             (3, "Unified", "16384K", "package")])

FIRMWARE = {
    "bios_date": "04/01/2014", "bios_release": "0.0", "bios_vendor": "SeaBIOS",
    "bios_version": "1.16.2-debian-1.16.2-1", "chassis_asset_tag": "", "chassis_type": 1,
    "chassis_vendor": "QEMU", "chassis_version": "pc-q35-7.2",
    "product_family": "", "product_name": "Standard PC (Q35 + ICH9, 2009)", "product_sku": "",
    "product_version": "pc-q35-7.2", "sys_vendor": "QEMU",
}


def build():
    """The machine."""
    return _guest(Machine("vm: a KVM guest with two CPUs and no sensors", "6.1.0-31-cloud-amd64", "vm", ODDITIES))


def build_with_sensors(count, per_chip=25):
    """A guest with `count` temperatures, for measuring."""
    machine = _guest(Machine(
        f"sensors-{count}: a guest with {count} temperatures, for measuring", "6.1.0-31-amd64", f"sensors-{count}"))
    for offset in range(0, count, per_chip):
        path = machine.platform(f"benchtemp.{offset // per_chip}", "benchtemp")
        machine.hwmon(path, "benchtemp", chips.bench(min(per_chip, count - offset), offset))
    return machine


def _guest(machine):
    cpus = [CPU(number, 0, number, cluster=number, kind=CORE, apic=number) for number in range(2)]
    Processors(MODEL, cpus, memory=[2_014_832]).add(machine.tree)
    machine.firmware(FIRMWARE)
    function = machine.device("sys/devices/pci0000:00/0000:00:03.0", "pci", "virtio-pci", {
        "vendor": "0x1af4", "device": "0x1042", "class": "0x010000", "revision": "0x01", "subsystem_vendor": "0x1af4",
        "subsystem_device": "0x1100", "enable": 1, "power_state": "D0", "power/runtime_status": "active"})
    disk = machine.device(f"{function}/virtio1", "virtio", "virtio_blk", {"vendor": "0x1af4", "device": "0x0002"})
    disks.block(machine, disk, "vda", "254:0", 21_474_836_480, physical=512, rotational=1, sequence=1,
                partitions=(1_048_576, 21_472_739_328), discard=2_147_483_136, extra={"serial": "ESV000001"})
    pci_functions.add_virtual_machine(machine)
    return machine
