# SPDX-License-Identifier: Apache-2.0
"""What the agent shows of the guest, and how that follows the hardware."""

from .board import LM75
from .firmware import kelvin
from .machine import DISK_BYTES, MEMORY_BYTES, Suite
from .waiting import wait_for


class Inventory(Suite):
    # Readings follow at once, rather than after the seconds (for an NVMe drive the minute) that they may be shared for.
    settings = "[sensors]\nBusMaximumAge=100ms\nNVMeMaximumAge=100ms"

    # MARK: what is there

    def test_the_system_is_what_its_firmware_says(self):
        [system] = self.service.enumerate("BB_SystemView")
        self.assertLessEqual(
            {"Manufacturer": "Lab Systems", "Model": "Emulated Server", "Name": "lab"}.items(), system.items())

    def test_the_memory_module_is_shown_to_a_daemon_that_is_not_root(self):
        self.expect(
            "BB_MemoryView", {}, PartNumber="LABDIMM", SerialNumber="LABMEM1", Capacity=str(512 << 20), Source="udev")

    def test_every_processor_is_shown(self):
        processors = self.service.enumerate("BB_ProcessorView")
        self.assertEqual([processor["PackageID"] for processor in processors], ["0", "1"])
        self.assertEqual({processor["Model"] for processor in processors}, {"QEMU TCG CPU version 2.5+"})

    def test_drives_of_three_buses_are_shown_by_their_names_in_the_world(self):
        drives = {drive["DeviceID"]: drive for drive in self.service.enumerate("BB_DriveView")}
        self.assertEqual(
            {name: (drive["SerialNumber"], drive["Transport"], drive["Size"]) for name, drive in drives.items()},
            {
                "nvme-QEMU_NVMe_Ctrl_LABNVME0": ("LABNVME0", "NVMe", str(DISK_BYTES)),
                "virtio-LABVIRT0": ("LABVIRT0", "virtio", str(DISK_BYTES)),
                "wwn-0x5000c50000000001": ("LABSCSI0", "virtio", str(DISK_BYTES)),
            })

    def test_the_functions_are_those_that_linux_has(self):
        shown = [function["DeviceID"] for function in self.service.enumerate("BB_PCIDeviceView")]
        self.assertEqual(shown, self.guest.run("ls /sys/bus/pci/devices").split())

    def test_sensors_of_real_drivers_have_their_readings_and_limits(self):
        readings = {
            (sensor["Chip"], sensor["Channel"]): (sensor["Reading"], sensor["UpperThresholdNonCritical"])
            for sensor in self.service.enumerate("BB_SensorView") if sensor["SensorType"] == "temperature"}
        self.assertEqual(
            readings,
            {
                ("acpitz", "temp1"): ("40.0", None),
                ("adt7475", "temp1"): ("35.0", "79.0"),
                ("adt7475", "temp2"): ("35.0", "79.0"),
                ("adt7475", "temp3"): ("35.0", "79.0"),
                ("lm75", "temp1"): ("25.0", "80.0"),
                ("nvme", "temp1"): ("49.85", "69.85"),
                ("tmp421", "temp1"): ("30.0", None),
                ("tmp421", "temp2"): ("55.0", None),
            })

    # MARK: readings

    def test_a_temperature_of_the_firmware_follows(self):
        self.addCleanup(self.firmware.set, temperature=kelvin(40))
        self.firmware.set(temperature=kelvin(58.5))
        self.expect("BB_SensorView", {"Chip": "acpitz"}, Reading="58.5", State="Normal")

    def test_a_temperature_over_its_limit_is_shown_as_such_by_alarm_and_state(self):
        self.addCleanup(self.board.set_temperature, 2, 35)
        where = {"Chip": "adt7475", "Channel": "temp2"}
        self.board.set_temperature(2, 85)
        self.expect("BB_SensorView", where, Reading="85.0", Alarm="true", State="Upper Non-Critical", HealthState="10")
        self.board.set_temperature(2, 40)
        self.expect("BB_SensorView", where, Reading="40.0", Alarm="false", State="Normal", HealthState="5")

    def test_a_sensor_without_alarm_bits_is_judged_by_its_reading(self):
        self.addCleanup(self.board.set_lm75, 25)
        self.board.set_lm75(85)
        self.expect(
            "CIM_NumericSensor", {"ElementName": "lm75 temp1"}, CurrentReading="85000",
            CurrentState="Upper Non-Critical")

    def test_a_fan_that_stands_still_has_failed_until_it_turns_again(self):
        self.addCleanup(self.board.set_fan, 1, 3000)
        where = {"Chip": "adt7475", "Channel": "fan1"}
        self.board.set_fan(1, 0)
        self.expect("BB_FanView", where, CurrentSpeed="0", Alarm="true", HealthState="25")
        self.board.set_fan(1, 2000)
        self.expect("BB_FanView", where, CurrentSpeed="2000", Alarm="false", HealthState="5")

    def test_a_broken_diode_has_no_reading_and_hides_no_other(self):
        self.addCleanup(self.board.break_diode, False)
        self.board.break_diode(True)
        first, second = ({"Chip": "adt7475", "Channel": channel} for channel in ("temp1", "temp2"))
        self.expect("BB_SensorView", first, Fault="true", Quality="failed", Reading=None)
        self.expect("BB_SensorView", second, Quality="good", Reading="35.0")

    def test_a_drive_that_warns_raises_the_alarm_of_its_temperature(self):
        self.addCleanup(self.guest.set_property, "fixed-nvme", "smart_critical_warning", 0)
        self.guest.set_property("fixed-nvme", "smart_critical_warning", 2)
        self.expect("BB_SensorView", {"Chip": "nvme"}, Alarm="true")
        self.guest.set_property("fixed-nvme", "smart_critical_warning", 0)
        self.expect("BB_SensorView", {"Chip": "nvme"}, Alarm="false")

    def test_a_battery_takes_over_when_there_is_no_mains(self):
        self.addCleanup(self.firmware.set, mains=1, battery_state=0, battery_rate=0, battery_left=48000)
        self.firmware.set(mains=0, battery_state=1, battery_rate=9000, battery_left=24000)
        self.expect(
            "BB_BatteryView", {"Model": "LAB-BBU"}, IsOnExternalPower="false", Status="Discharging", Charge="50")

    # MARK: what comes and goes

    def test_a_sensor_chip_comes_and_goes(self):
        self.board.detach(LM75)
        self.expect_gone("BB_SensorView", {"Chip": "lm75"})
        self.board.attach("lm75", LM75)
        self.expect("BB_SensorView", {"Chip": "lm75"}, Reading="25.0")

    def test_an_nvme_drive_comes_with_its_function_and_its_sensor_and_goes_with_them(self):
        self.plug_nvme()
        drive = self.expect("BB_DriveView", {"SerialNumber": "LABNVME1"}, DeviceID="nvme-QEMU_NVMe_Ctrl_LABNVME1")
        function = {"DeviceID": drive["PCIAddress"]}
        self.expect("BB_PCIDeviceView", function, Driver="nvme")
        sensor = {"DeviceID": drive["TemperatureSensor"]}
        self.expect("BB_SensorView", sensor, Reading="49.85")
        self.guest.unplug("plugged-nvme")
        self.expect_gone("BB_DriveView", {"SerialNumber": "LABNVME1"})
        self.expect_gone("BB_PCIDeviceView", function)
        self.expect_gone("BB_SensorView", sensor)

    def test_a_virtio_disk_comes_and_goes(self):
        self.plug_virtio()
        self.expect("BB_DriveView", {"SerialNumber": "LABVIRT1"}, DeviceID="virtio-LABVIRT1", Size=str(DISK_BYTES))
        self.guest.unplug("plugged-virtio")
        self.expect_gone("BB_DriveView", {"SerialNumber": "LABVIRT1"})

    def test_a_scsi_disk_comes_and_goes_in_the_standard_class_too(self):
        self.plug_scsi()
        self.expect("CIM_DiskDrive", {"DeviceID": "wwn-0x5000c50000000002"}, EnabledState="2")
        self.guest.unplug("plugged-scsi")
        self.expect_gone("CIM_DiskDrive", {"DeviceID": "wwn-0x5000c50000000002"})

    def test_a_function_comes_and_goes(self):
        # A USB controller, for which the guest has no driver.
        where = {"VendorID": str(0x1B36), "PCIDeviceID": str(0x000D)}
        self.plug_card()
        self.expect("BB_PCIDeviceView", where, Driver=None)
        self.guest.unplug("plugged-card")
        self.expect_gone("BB_PCIDeviceView", where)

    def test_a_shelf_of_disks_comes_and_goes_at_once(self):
        shelf = {"Manufacturer": "Linux", "Model": "scsi_debug"}
        self.addCleanup(self.guest.run, "rmmod scsi_debug 2>/dev/null || true")
        self.guest.run("modprobe scsi_debug num_tgts=40 dev_size_mb=8")
        wait_for("forty disks are there", lambda: len(self.rows("BB_DriveView", shelf)) == 40)
        # As long as udev looks at a disk the module is in use.
        self.guest.run("udevadm settle && rmmod scsi_debug")
        self.expect_gone("BB_DriveView", shelf)

    def test_memory_comes_when_it_goes_online_and_goes(self):
        [before] = self.service.enumerate("BB_SystemView")
        self.plug_memory()
        self.expect("BB_SystemView", {}, TotalMemory=str(int(before["TotalMemory"]) + MEMORY_BYTES))
        self.guest.unplug("plugged-memory")
        self.expect("BB_SystemView", {}, TotalMemory=before["TotalMemory"])

    # MARK: errors

    def test_an_uncorrectable_error_is_counted_at_the_function_and_at_its_port(self):
        self.let_errors_through()
        where = {"LinuxDevices": "vda"}
        [before] = self.rows("BB_PCIDeviceView", where)
        port = {"DeviceID": before["ParentAddress"]}
        [port_before] = self.rows("BB_PCIDeviceView", port)
        self.inject_error("COMP_TIME")
        self.expect(
            "BB_PCIDeviceView", where,
            NonfatalErrors=str(int(before["NonfatalErrors"]) + 1), NonfatalErrorKinds="CmpltTO",
            FatalErrors=before["FatalErrors"])
        self.expect(
            "BB_PCIDeviceView", port,
            RootPortNonfatalErrors=str(int(port_before["RootPortNonfatalErrors"]) + 1))

    def test_the_agent_had_nothing_to_complain_of(self):
        # Priorities as the journal takes them: <5> is a notice, what is lower is worse.
        complaints = [line for line in self.agent.log().splitlines() if line[:3] in ("<0>", "<1>", "<2>", "<3>", "<4>")]
        self.assertEqual(complaints, [])

    # MARK: last, for QEMU's memory is sometimes corrupt once an emulated processor has gone

    def test_a_processor_comes_when_it_goes_online_and_goes(self):
        self.plug_processor()
        self.online_processor()
        self.expect("BB_ProcessorView", {"PackageID": "2"}, NumberOfEnabledThreads="1")
        self.guest.unplug("plugged-cpu")
        self.expect_gone("BB_ProcessorView", {"PackageID": "2"})
