# SPDX-License-Identifier: Apache-2.0
"""Attributes of hwmon chips, one table per kind of chip, in the units of the kernel.

mV, mA, millidegrees, uW, uJ, milli-percent, RPM. In a table the first column is the channel, a dash no attribute.
"""

ABSENT = "-"


def table(kind, columns, *rows):
    """Attributes from rows: `table("in", "input min", (0, 1768, 0))` is in0_input and in0_min.

    The column `.` is the bare channel, as `pwm1`.
    """
    attributes = {}
    for number, *values in rows:
        for column, value in zip(columns.split(), values, strict=True):
            if value != ABSENT:
                attributes[f"{kind}{number}" if column == "." else f"{kind}{number}_{column}"] = value
    return attributes


def coretemp(package, temperatures, cores, maximum, critical):
    """Package and cores; `cores` are (channel, core id)."""
    labels = [(1, f"Package id {package}")] + [(channel, f"Core {core}") for channel, core in cores]
    rows = [(n, t, maximum, critical, 0, label) for (n, label), t in zip(labels, temperatures, strict=True)]
    return table("temp", "input max crit crit_alarm label", *rows)


def super_io(voltages, fans, pwms, temperatures, intrusion):
    """A Nuvoton Super-I/O chip of the nct6775 family."""
    return (
        table("in", "input min max alarm beep", *voltages)
        | table("fan", "input min alarm beep pulses target", *fans)
        | table("pwm", ". enable mode", *pwms)
        | table("temp", "input max max_hyst alarm type label", *temperatures)
        | table("intrusion", "alarm beep", *intrusion)
    )


def max31790():
    """Fan controller: six PWMs, of which the first is used as a seventh tachometer."""
    return table(
        "fan", "input fault target",
        (1, 7180, 0, ABSENT), (2, 7245, 0, 7200), (3, 7212, 0, 7200), (4, 120, 1, 7200), (5, 7190, 0, 7200),
        (6, 7233, 0, 7200), (7, 7166, 0, ABSENT),
    ) | table("pwm", ". enable", (2, 128, 2), (3, 127, 2), (4, 255, 2), (5, 129, 2), (6, 128, 2))


def power_supply(load, rated=None):
    """A PMBus power supply at a load in percent of 800 W; `rated` adds what the unit says it can do."""
    power = load * 8_000_000
    attributes = (
        table("in", "input label max max_alarm min min_alarm",
              (1, 230_500, "vin", 264_000, 0, 180_000, 0), (2, 12_120, "vout1", 12_800, 0, 11_400, 0))
        | table("curr", "input label max max_alarm",
                (1, load * 38, "iin", 5_000, 0), (2, load * 660, "iout1", 66_000, 0))
        | table("power", "input label max alarm",
                (1, power * 108 // 100, "pin", 900_000_000, 0), (2, power, "pout1", 800_000_000, 0))
        | table("temp", "input max max_alarm crit crit_alarm",
                (1, 31_000, 60_000, 0, 65_000, 0), (2, 46_000 + load * 100, 100_000, 0, 105_000, 0),
                (3, 52_000 + load * 100, 110_000, 0, 115_000, 0))
        | table("fan", "input alarm fault", (1, 4_000 + load * 60, 0, 0))
    )
    if rated:
        attributes |= {"power2_rated_max": rated, "in1_rated_min": 100_000, "in1_rated_max": 240_000}
    return attributes


def voltage_regulator(millivolts, milliamperes, temperature):
    """A two-rail PMBus regulator, as tps53679; the second rail is the CPU's analogue supply."""
    power = millivolts * milliamperes
    return (
        table("in", "input label crit crit_alarm",
              (1, 12_060, "vin", 14_000, 0), (2, millivolts, "vout1", ABSENT, ABSENT),
              (3, 1_010, "vout2", ABSENT, ABSENT))
        | table("curr", "input label max max_alarm",
                (1, power // 10_800, "iin", 40_000, 0), (2, milliamperes, "iout1", 220_000, 0),
                (3, 6_200, "iout2", 40_000, 0))
        | table("power", "input label",
                (1, power * 11 // 10, "pin"), (2, power, "pout1"), (3, 6_262_000, "pout2"))
        | table("temp", "input max crit crit_alarm",
                (1, temperature, 95_000, 125_000, 0), (2, temperature - 4_000, 95_000, 125_000, 0))
    )


def hot_swap(milliamperes, temperature):
    """An adm1278 hot-swap controller."""
    return (
        table("in", "input label max max_alarm min min_alarm",
              (1, 12_090, "vin", 13_500, 0, 10_500, 0), (2, 12_070, "vout1", 13_500, 0, 10_500, 0))
        | table("curr", "input label max max_alarm highest", (1, milliamperes, "iout1", 60_000, 0, 47_310))
        | table("power", "input label max alarm input_highest",
                (1, milliamperes * 12_090, "pin", 720_000_000, 0, 571_977_900))
        | table("temp", "input max max_alarm crit crit_alarm highest",
                (1, temperature, 100_000, 0, 125_000, 0, temperature + 6_500))
    )


def power_monitor():
    """An ina3221: three rails, their shunts and the sum."""
    return table(
        "in", "input label enable",
        (1, 12_104, "12V_PCIE", 1), (2, 5_072, "5V_STBY", 1), (3, 3_320, "3V3_AUX", 1),
        (4, 18, ABSENT, ABSENT), (5, 4, ABSENT, ABSENT), (6, 7, ABSENT, ABSENT),
        (7, 29, "sum of shunt voltages", ABSENT),
    ) | table(
        "curr", "input max max_alarm crit crit_alarm",
        (1, 9_000, 16_000, 0, 20_000, 0), (2, 800, 3_000, 0, 4_000, 0), (3, 1_400, 3_000, 0, 4_000, 0),
        (4, 11_200, ABSENT, ABSENT, 30_000, 0),
    )


def sequencer():
    """A ucd90120 power sequencer: twelve rails and its own temperature."""
    rails = [12_060, 5_055, 3_318, 1_803, 1_051, 2_512, 1_204, 1_199, 1_207, 1_201, 603, 752]
    rows = [(n, mv, f"vout{n}", mv * 90 // 100, mv * 110 // 100, 0, 0) for n, mv in enumerate(rails, start=1)]
    return table("in", "input label min max min_alarm max_alarm", *rows) | table(
        "temp", "input max max_alarm crit crit_alarm", (1, 38_500, 85_000, 0, 95_000, 0))


def energy_monitor():
    """An ltc2947: energy counters beside power, voltage and current."""
    return (
        {"energy1_input": 1_846_230_517_000, "energy2_input": 20_118_400_000}
        | table("in", "input label min min_alarm max max_alarm lowest highest",
                (0, 12_088, "VP-VN", -300, 0, 15_000, 0, 11_910, 12_240),
                (1, 3_312, "DVCC", 0, 0, 15_000, 0, 3_290, 3_340))
        | table("curr", "input label min min_alarm max max_alarm", (1, 24_310, "IP-IN", -30_000, 0, 30_000, 0))
        | table("power", "input label max max_alarm", (1, 293_859_000, "Power", 450_000_000, 0))
        | table("temp", "input label min min_alarm max max_alarm", (1, 33_200, "Ambient", -40_000, 0, 85_000, 0))
    )


def climate():
    """An sht3x temperature and humidity sensor."""
    return table("temp", "input max max_hyst min min_hyst alarm", (1, 24_310, 45_000, 43_000, 5_000, 7_000, 0)) | table(
        "humidity", "input max max_hyst min min_hyst alarm", (1, 41_870, 80_000, 78_000, 10_000, 12_000, 0))


def remote_diodes():
    """A tmp422: the second channel is switched off and answers ENODATA, the third has an open diode."""
    return table("temp", "input enable fault", (1, 29_500, 1, ABSENT), (2, None, 0, 0), (3, -63_000, 1, 1))


def board_temperature(temperature, label=None):
    """An lm75 on the board; `label` names the whole chip."""
    return table("temp", "input max max_hyst", (1, temperature, 80_000, 75_000)) | (
        {"update_interval": 100} | ({"label": label} if label else {}))


def dimm(temperature, programmed=True):
    """A jc42 sensor of a memory module; without limits when the firmware never wrote them."""
    low, high, critical = (0, 85_000, 95_000) if programmed else (0, 0, 0)
    return table(
        "temp", "input min max max_hyst crit crit_hyst min_alarm max_alarm crit_alarm",
        (1, temperature, low, high, max(high - 6_000, 0), critical, max(critical - 6_000, 0),
         0, int(temperature > high), int(temperature > critical)),
    )


def nvme(composite):
    """An NVMe drive; the kernel prints limits for sensors that have none."""
    return table(
        "temp", "input label min max crit alarm",
        (1, composite, "Composite", -150, 74_850, 79_850, 0),
        (2, composite, "Sensor 1", -273_150, 65_261_850, ABSENT, ABSENT),
        (3, composite + 6_000, "Sensor 2", -273_150, 65_261_850, ABSENT, ABSENT),
    )


def disk(temperature):
    """A SATA disk by drivetemp, with SCT limits."""
    return table("temp", "input min max lcrit crit lowest highest",
                 (1, temperature, 5_000, 60_000, -40_000, 70_000, 19_000, temperature + 11_000))


def network_port():
    """An i350 network controller."""
    return table("temp", "input label max crit", (1, 54_000, "loc1", 107_000, 117_000))


def power_meter():
    """The ACPI power meter of the whole machine."""
    return {
        "power1_average": 412_000_000, "power1_average_interval": 30_000, "power1_average_interval_min": 1_000,
        "power1_average_interval_max": 60_000, "power1_cap": 750_000_000, "power1_cap_min": 250_000_000,
        "power1_cap_max": 1_200_000_000, "power1_cap_hyst": 10_000_000, "power1_accuracy": "95.0%",
        "power1_is_battery": 0, "power1_alarm": 0, "power1_model_number": "ES-PM", "power1_serial_number": "PM-000417",
        "power1_oem_info": "Example Systems",
    }


def graphics():
    """A discrete graphics card; freq* is not a sensor type of the hwmon interface's document."""
    return (
        table("temp", "input label crit crit_hyst emergency",
              (1, 47_000, "edge", 100_000, -273_150, 105_000), (2, 53_000, "junction", 110_000, -273_150, 115_000),
              (3, 58_000, "mem", 108_000, -273_150, 113_000))
        | table("fan", "input min max target enable", (1, 0, 0, 3_300, 0, 0))
        | {"pwm1": 0, "pwm1_enable": 2, "pwm1_min": 0, "pwm1_max": 255}
        | table("power", "average label cap cap_min cap_max cap_default",
                (1, 28_000_000, "PPT", 212_000_000, 0, 244_000_000, 212_000_000))
        | {"in0_input": 706, "in0_label": "vddgfx"}
        | table("freq", "input label", (1, 500_000_000, "sclk"), (2, 96_000_000, "mclk"))
    )


def bench(count, offset):
    """Temperatures for measuring: `count` channels with label, limits and alarms."""
    rows = [
        (n, 30_000 + (offset + n) * 137 % 40_000, f"Sensor {offset + n}", 85_000, 95_000, 0, 0)
        for n in range(1, count + 1)
    ]
    return table("temp", "input label max crit max_alarm crit_alarm", *rows)
