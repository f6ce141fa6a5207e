# SPDX-License-Identifier: Apache-2.0
"""laptop: a battery, an adapter, memory that is soldered on, and a maker who fills in every string."""

from . import smbios
from .machine import Machine
from .processors import CPU, Kind, Model, Processors

ODDITIES = (
    "No hwmon, no thermal zone. DMI as root sees it, every string filled in.",
    "The battery BAT0 is being emptied; it is worn to 93 percent and counts no cycles. The adapter AC is off.",
    "The mouse `hidpp_battery_0` has a battery of its own (`scope` is Device). BAT1 is a bay without a battery: "
    "`present` is 0, and everything else is missing.",
    "Four chips of LPDDR5, soldered on. The firmware's table is in the order of bytes that Intel AMT tells the UUID in.",
)

FLAGS = "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge cmov pat ht syscall nx lm constant_tsc vmx aes avx2 arat"

MODEL = Model(
    "12th Gen Intel(R) Core(TM) i3-1210U", family=6, model=154, stepping=4, microcode=0x437, level=27,
    address_sizes="39 bits physical, 48 bits virtual", flags=FLAGS, bugs="spectre_v1 spectre_v2", bogomips="2995.20",
    governor="powersave",
)

CORE = Kind([(1, "Data", "48K", "core"), (1, "Instruction", "32K", "core"), (2, "Unified", "1280K", "core"),
             (3, "Unified", "10240K", "package")], minimum=400_000, base=1_000_000, maximum=4_400_000)

UUID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
SYSTEM = ["Example Systems", "Travelmate 13", "Gen 2", "ESTM130042", "TM13-G2-8", "Travelmate"]
BOARD = ["Example Systems", "ES-TM13", "1.0", "ESBD770815", "Not Available"]
CHASSIS = ["Example Systems", "Travelmate 13", "ESTM130042", "LOAN-17"]

FIRMWARE = {
    "bios_date": "08/21/2023", "bios_release": "1.31", "bios_vendor": "Example Systems", "bios_version": "TM13-1.31",
    "board_asset_tag": BOARD[4], "board_name": BOARD[1], "board_serial": BOARD[3], "board_vendor": BOARD[0],
    "board_version": BOARD[2], "chassis_asset_tag": CHASSIS[3], "chassis_serial": CHASSIS[2], "chassis_type": 10,
    "chassis_vendor": CHASSIS[0], "chassis_version": CHASSIS[1], "ec_firmware_release": "1.12",
    "product_family": SYSTEM[5], "product_name": SYSTEM[1], "product_serial": SYSTEM[3], "product_sku": SYSTEM[4],
    "product_uuid": UUID, "product_version": SYSTEM[2], "sys_vendor": SYSTEM[0],
}

BATTERY = {
    "type": "Battery", "status": "Discharging", "present": 1, "technology": "Li-poly", "cycle_count": 0,
    "voltage_min_design": 15_440_000, "voltage_now": 15_912_000, "power_now": 7_208_000,
    "energy_full_design": 57_000_000, "energy_full": 53_010_000, "energy_now": 36_040_000, "capacity": 68,
    "capacity_level": "Normal", "model_name": "EB-TM13", "manufacturer": "Example Cells", "serial_number": " 4711",
    "manufacture_year": 2023, "manufacture_month": 6, "manufacture_day": 9,
    "charge_control_start_threshold": 40, "charge_control_end_threshold": 80,
}

ACPI = "sys/devices/LNXSYSTM:00/LNXSYBUS:00"


def build():
    """The machine."""
    machine = Machine("laptop: an invented laptop with a battery", "6.12.17-amd64", "laptop", ODDITIES)
    cpus = [CPU(number, 0, number // 2, cluster=number // 2 * 8, kind=CORE, apic=number, current=1_000_000)
            for number in range(4)]
    Processors(MODEL, cpus, memory=[7_890_412]).add(machine.tree)
    machine.firmware(FIRMWARE)
    _add_tables(machine)
    _add_supplies(machine)
    return machine


def _add_tables(machine):
    table = smbios.Table()
    table.firmware("Example Systems", "TM13-1.31", "08/21/2023")
    table.system(UUID, SYSTEM)
    table.board(BOARD, replaceable=True)
    table.chassis(10, CHASSIS)
    table.processor("U3E1", "Intel(R) Corporation", MODEL.name, upgrade=0x41)
    array = table.memory_array(8, 4)
    for number in range(4):
        table.memory(array, f"Controller0-Channel{'ABCD'[number]}", f"BANK {number}", smbios.Module(
            2, smbios.LPDDR5, smbios.ROW_OF_CHIPS, speed=6400, configured=5200, part="EM2G64-L5", serial="0000",
            width=16))
    table.add_to(machine.tree)


def _add_supplies(machine):
    adapter = machine.device(f"{ACPI}/ACPI0003:00", "acpi", "ac")
    machine.power_supply(adapter, "AC", {"type": "Mains", "online": 0})
    machine.power_supply(machine.device(f"{ACPI}/PNP0C0A:00", "acpi", "battery"), "BAT0", BATTERY)
    machine.power_supply(
        machine.device(f"{ACPI}/PNP0C0A:01", "acpi", "battery"), "BAT1", {"type": "Battery", "present": 0})
    machine.power_supply("sys/devices/virtual/misc/uhid/0005:0E0F:0001.0002", "hidpp_battery_0", {
        "type": "Battery", "scope": "Device", "status": "Discharging", "present": 1, "capacity": 55, "online": 1,
        "model_name": "Wireless Mouse", "manufacturer": "Example Mice", "serial_number": "0001-00-00-00-01"})
