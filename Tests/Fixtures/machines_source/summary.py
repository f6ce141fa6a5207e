# SPDX-License-Identifier: Apache-2.0
"""The part of the README that is counted, not written."""

import re

BEGIN = "<!-- what follows is written by make-machines -->"
TYPES = ("in", "fan", "temp", "curr", "power", "energy", "humidity", "intrusion")
READING = re.compile(r"(in|fan|temp|curr|power|energy|humidity)\d+_(input|average)|(intrusion)\d+_alarm")


def sensors(attributes):
    """How many channels of each type a chip has."""
    found = [match for name in attributes if (match := READING.fullmatch(name))]
    counts = {kind: sum((match[1] or match[3]) == kind for match in found) for kind in TYPES}
    return {kind: count for kind, count in counts.items() if count}


def pwms(attributes):
    """How many PWM outputs a chip has."""
    return sum(re.fullmatch(r"pwm\d+", name) is not None for name in attributes)


def readme(written, machines):
    """The README: what people wrote above the mark, and the counted part below it."""
    head = written.partition(BEGIN)[0]
    return head + BEGIN + "\n" + "".join(_section(name, machine) for name, machine in machines.items())


def _section(name, machine):
    totals = {kind: sum(sensors(chip[2]).get(kind, 0) for chip in machine.chips) for kind in TYPES}
    title = machine.title.partition(": ")[2]
    lines = [f"\n## {name}\n\n{title[0].upper()}{title[1:]}.\n\n"]
    lines.append(f"- {sum(totals.values())} sensors on {len(machine.chips)} chips")
    if machine.chips:
        lines.append(f" ({_counts(totals)}), {sum(pwms(chip[2]) for chip in machine.chips)} PWM outputs")
    lines.append(f"\n- {len(machine.zones)} thermal zones, {machine.cooling_devices} cooling devices\n")
    lines.append(f"- {len(machine.tree.files)} files, {len(machine.tree.links)} links\n")
    lines += [f"- {oddity}\n" for oddity in machine.oddities]
    if machine.chips:
        lines.append("\n| hwmon | Chip | Sensors | PWM | Device |\n|---|---|---|---|---|\n")
    for number, (chip, device, attributes) in enumerate(machine.chips):
        outputs = pwms(attributes) or ""
        lines.append(f"| {number} | {chip} | {_counts(sensors(attributes))} | {outputs} | {device} |\n")
    return "".join(lines)


def _counts(counts):
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
