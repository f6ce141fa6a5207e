# SPDX-License-Identifier: Apache-2.0
"""Devices, buses, hwmon chips and thermal zones of one machine."""

from .tree import Tree

SOURCE = """\
{title}

Not a recording of a machine: synthesised by Tests/Fixtures/make-machines from the kernel's driver documentation and
the form of real sysfs trees (file names, units, newlines, link targets). No third-party data; vendor, serials and every
value are invented, but for the numbers of PCI chips and their names. Attributes that no reader of sensors, CPUs, DMI and
PCI opens are left out.

Kernel: stands for Linux {kernel}.
"""


class Machine:
    """One machine: a tree, and the chips in the order in which the kernel numbered them."""

    def __init__(self, title, kernel, hostname, oddities=()):
        self.title = title
        self.oddities = oddities
        self.tree = Tree()
        self.chips = []
        self.zones = []
        self.cooling_devices = 0
        self.tree.text("SOURCE", SOURCE.format(title=title, kernel=kernel))
        self.tree.file("proc/sys/kernel/hostname", hostname)
        self.tree.file("proc/sys/kernel/osrelease", kernel)

    def device(self, path, bus, driver=None, attributes=None):
        """A device on a bus, bound to a driver, with the links both ways."""
        name = path.rsplit("/", 1)[1]
        self.tree.link(f"{path}/subsystem", f"sys/bus/{bus}")
        self.tree.link(f"sys/bus/{bus}/devices/{name}", path)
        if driver:
            self.tree.link(f"{path}/driver", f"sys/bus/{bus}/drivers/{driver}")
            self.tree.link(f"sys/bus/{bus}/drivers/{driver}/{name}", path)
        self.tree.files_under(path, attributes or {})
        return path

    def class_device(self, path, class_name, parent=None, attributes=None):
        """A device of a class: its link in /sys/class, and `device` when it has a parent."""
        self.tree.link(f"sys/class/{class_name}/{path.rsplit('/', 1)[1]}", path)
        self.tree.link(f"{path}/subsystem", f"sys/class/{class_name}")
        if parent:
            self.tree.link(f"{path}/device", parent)
        self.tree.files_under(path, attributes or {})
        return path

    def platform(self, name, driver):
        """A platform device."""
        return self.device(f"sys/devices/platform/{name}", "platform", driver)

    def i2c_adapter(self, parent, number, name):
        """An I2C bus below a PCI function or, for a multiplexer's channel, below another bus."""
        path = self.device(f"{parent}/i2c-{number}", "i2c", attributes={"name": name})
        self.tree.link(f"sys/class/i2c-adapter/i2c-{number}", path)
        return path

    def i2c_client(self, adapter, address, driver, name=None):
        """A chip at an address of an I2C bus."""
        number = adapter.rsplit("-", 1)[1]
        return self.device(f"{adapter}/{number}-{address:04x}", "i2c", driver, {"name": name or driver})

    def nvme_drive(self, function, number, model, serial):
        """An NVMe controller; the kernel pads its strings with spaces."""
        strings = {"model": model.ljust(40), "serial": serial.ljust(20), "firmware_rev": "EX102".ljust(8)}
        return self.class_device(f"{function}/nvme/nvme{number}", "nvme", function, strings)

    def hwmon(self, parent, name, attributes):
        """A hwmon chip below a device of a bus."""
        path = f"{parent}/hwmon/hwmon{len(self.chips)}"
        return self._add_hwmon(path, parent, path, name, attributes)

    def hwmon_of_class_device(self, parent, name, attributes):
        """A hwmon chip below a device of a class, where the kernel adds no folder `hwmon` between the two."""
        path = f"{parent}/hwmon{len(self.chips)}"
        return self._add_hwmon(path, parent, path, name, attributes)

    def legacy_hwmon(self, parent, name, attributes):
        """A hwmon chip of a driver that keeps name and attributes in the parent device."""
        return self._add_hwmon(f"{parent}/hwmon/hwmon{len(self.chips)}", parent, parent, name, attributes)

    def _add_hwmon(self, path, parent, attribute_folder, name, attributes):
        self.class_device(path, "hwmon", parent)
        self.tree.file(f"{attribute_folder}/name", name)
        for attribute, value in attributes.items():
            # None stands for an attribute that answers ENODATA: nothing can be read from it.
            self.tree.text(f"{attribute_folder}/{attribute}", "" if value is None else f"{value}\n")
        self.chips.append((name, parent.removeprefix("sys/devices/"), attributes))
        return path

    def thermal_zone(self, zone_type, temperature, trips=(), mode="enabled", device=None):
        """A thermal zone; trips are (type, temperature, hysteresis) in millidegrees."""
        values = {"type": zone_type, "mode": mode, "policy": "step_wise"}
        values["available_policies"] = "power_allocator user_space bang_bang step_wise fair_share "
        for number, (trip_type, limit, hysteresis) in enumerate(trips):
            values[f"trip_point_{number}_type"] = trip_type
            values[f"trip_point_{number}_temp"] = limit
            values[f"trip_point_{number}_hyst"] = hysteresis
        path = f"sys/devices/virtual/thermal/thermal_zone{len(self.zones)}"
        self.class_device(path, "thermal", device, values)
        self.tree.text(f"{path}/temp", "" if temperature is None else f"{temperature}\n")
        self.zones.append(zone_type)
        return path

    def cooling_device(self, kind, maximum, current=0):
        """A cooling device."""
        path = f"sys/devices/virtual/thermal/cooling_device{self.cooling_devices}"
        self.class_device(path, "thermal", attributes={"type": kind, "max_state": maximum, "cur_state": current})
        self.cooling_devices += 1

    def firmware(self, strings):
        """The DMI strings; an attribute the firmware does not fill has no file."""
        self.class_device("sys/devices/virtual/dmi/id", "dmi", attributes=strings)

    def power_supply(self, device, name, attributes):
        """A battery or adapter below an ACPI device."""
        path = f"{device}/power_supply/{name}"
        return self.class_device(path, "power_supply", device, attributes)
